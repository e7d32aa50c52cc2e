package attune.dsp.meter;

import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;

/** Some of the bands of a {@link SpectrumMeter}: the signal at a lower rate, and one transform over it. */
final class SpectrumLayer {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;

    private final int firstBand;
    private final int lastBand;
    private final int decimation;
    private final float[] taps;
    private final float[][] recent;
    private final BandAnalyser analyser;
    private final double[] correction;
    private int untilOutput;

    /**
     * Allocates.
     *
     * @param decimation input frames for one frame of this layer, 1 or more
     * @param frames length of the transform, a power of two up to 4 096
     * @param lastBand inclusive
     */
    SpectrumLayer(ProcessSpec spec, int decimation, int frames, int firstBand, int lastBand) {
        this.firstBand = firstBand;
        this.lastBand = lastBand;
        this.decimation = decimation;
        this.taps = threefoldMean(decimation);
        this.recent = new float[spec.channels()][taps.length + QUANTUM];
        this.analyser =
                new BandAnalyser(spec.sampleRateHz() / decimation, spec.channels(), frames, firstBand, lastBand);
        this.correction = new double[LogBands.BANDS];
        for (int band = firstBand; band <= lastBand; band++) {
            double droop = decimation == 1 ? 1 : response(LogBands.centreHz(band) / spec.sampleRateHz());
            correction[band] = 1 / (droop * droop);
        }
    }

    /** Three means of {@code length} samples one after the other, as one filter: zeros at all that would alias. */
    private static float[] threefoldMean(int length) {
        double[] taps = {1};
        for (int pass = 0; pass < 3; pass++) {
            double[] longer = new double[taps.length + length - 1];
            for (int i = 0; i < taps.length; i++) {
                for (int k = 0; k < length; k++) {
                    longer[i + k] += taps[i] / length;
                }
            }
            taps = longer;
        }
        float[] rounded = new float[taps.length];
        for (int i = 0; i < taps.length; i++) {
            rounded[i] = (float) taps[i];
        }
        return rounded;
    }

    /** Gain of the decimation filter at a frequency in cycles per sample. */
    private double response(double frequency) {
        double centre = (taps.length - 1) / 2.0;
        double sum = 0;
        for (int i = 0; i < taps.length; i++) {
            sum += taps[i] * StrictMath.cos(2 * StrictMath.PI * frequency * (i - centre));
        }
        return sum;
    }

    /** Clears all history. */
    @AudioThread
    void reset() {
        analyser.reset();
        for (int c = 0; c < recent.length; c++) {
            for (int i = 0; i < recent[c].length; i++) {
                recent[c][i] = 0;
            }
        }
        untilOutput = 0;
    }

    /** Takes one quantum, {@code channels[..][start ..]}. */
    @AudioThread
    void put(float[][] channels, int start) {
        if (decimation == 1) {
            analyser.put(channels, start, QUANTUM);
            return;
        }
        int keep = taps.length;
        for (int c = 0; c < recent.length; c++) {
            System.arraycopy(recent[c], QUANTUM, recent[c], 0, keep);
            System.arraycopy(channels[c], start, recent[c], keep, QUANTUM);
        }
        int i = untilOutput;
        for (; i < QUANTUM; i += decimation) {
            for (int c = 0; c < recent.length; c++) {
                analyser.put(c, filtered(recent[c], i + 1));
            }
            analyser.advance();
        }
        untilOutput = i - QUANTUM;
    }

    private float filtered(float[] samples, int from) {
        float sum = 0;
        for (int t = 0; t < taps.length; t++) {
            sum += taps[t] * samples[from + t];
        }
        return sum;
    }

    /**
     * Transforms, and moves this layer's bands towards what it found.
     *
     * @param powers by band, of which only this layer's are touched
     * @param share how far to move, 0 to 1
     */
    @AudioThread
    void analyse(double[] powers, double[] smoothed, double share) {
        analyser.analyse(powers);
        for (int band = firstBand; band <= lastBand; band++) {
            smoothed[band] += share * (powers[band] * correction[band] - smoothed[band]);
        }
    }
}
