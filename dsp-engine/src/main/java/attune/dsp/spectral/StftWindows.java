package attune.dsp.spectral;

import attune.rt.ControlThread;

/**
 * Windows of a short-time transform whose output is made from the newest part of each frame: D. Mauler and R. Martin,
 * "A low delay, variable resolution, perfect reconstruction spectral analysis-synthesis system for speech enhancement",
 * EUSIPCO 2007. The analysis window rises over most of the frame and falls over half of the synthesis window; both
 * multiplied are a Hann window of the synthesis length, so that overlapping frames add up to one. Where both lengths are
 * the same, both windows are the square root of that Hann window.
 *
 * <pre>
 *                                    ___--.
 *   analysis                __---¯¯¯      \        rises over frames − synthesis / 2
 *                  __---¯¯¯                 \
 *                                      .-.
 *   synthesis                         /   \        the last synthesisFrames
 *              _____________________/      \
 * </pre>
 */
final class StftWindows {
    private final float[] analysis;
    private final float[] synthesis;
    private final double analysisEnergy;

    /**
     * Makes both windows; the second undoes the length by which a plain inverse transform multiplies.
     *
     * @param frames length of the transform
     * @param synthesisFrames length of its newest part that is heard, up to {@code frames}
     * @param overlap parts that overlap at any moment
     */
    @ControlThread
    StftWindows(int frames, int synthesisFrames, int overlap) {
        this.analysis = new float[frames];
        this.synthesis = new float[frames];
        int fall = frames - synthesisFrames / 2;
        int first = frames - synthesisFrames;
        // Hann windows an overlap-th of their length apart add up to half the overlap
        double scale = 1 / (overlap / 2.0 * frames);
        double energy = 0;
        for (int i = 0; i < frames; i++) {
            double rootHann = i < first ? 0 : StrictMath.sin(Math.PI * (i - first) / synthesisFrames);
            double a = i < fall ? StrictMath.sin(Math.PI * i / (2 * fall)) : rootHann;
            analysis[i] = (float) a;
            synthesis[i] = rootHann == 0 ? 0 : (float) (rootHann * (rootHann / a) * scale);
            energy += a * a;
        }
        this.analysisEnergy = energy;
    }

    /** Before the transform; to be read only. */
    float[] analysis() {
        return analysis;
    }

    /** Behind the inverse transform, zero before the last {@code synthesisFrames}; to be read only. */
    float[] synthesis() {
        return synthesis;
    }

    /** Sum of the squares of the analysis window. */
    double analysisEnergy() {
        return analysisEnergy;
    }
}
