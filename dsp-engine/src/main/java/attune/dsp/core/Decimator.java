package attune.dsp.core;

import attune.rt.AudioThread;

/**
 * Lowers the sample rate by a whole factor. The filter is four means over that many samples: its zeros lie at all that
 * would alias to 0 Hz, so what is well below the new rate is clean (−76 dB of alias at a tenth of it, −50 dB at a
 * fifth); its droop is {@link #response}. For measuring only.
 */
public final class Decimator {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int PASSES = 4;
    /** Sums that do not wait for each other. */
    private static final int LANES = 4;

    private final int factor;
    /** Padded with zeros to a multiple of the lanes. */
    private final float[] taps;

    private final float[][] recent;
    private int untilOutput;

    /** @param factor input frames for one output frame, 1 or more */
    public Decimator(int channels, int factor) {
        this.factor = factor;
        this.taps = means(factor);
        this.recent = new float[channels][taps.length + QUANTUM];
    }

    private static float[] means(int length) {
        double[] taps = {1};
        for (int pass = 0; pass < PASSES; pass++) {
            double[] longer = new double[taps.length + length - 1];
            for (int i = 0; i < taps.length; i++) {
                for (int k = 0; k < length; k++) {
                    longer[i + k] += taps[i] / length;
                }
            }
            taps = longer;
        }
        float[] rounded = new float[(taps.length + LANES - 1) / LANES * LANES];
        for (int i = 0; i < taps.length; i++) {
            rounded[i] = (float) taps[i];
        }
        return rounded;
    }

    /** Factor whose output is at least {@code leastHz} fast, 1 where the input is slower than twice that. */
    public static int factorFor(double sampleRateHz, double leastHz) {
        return Math.max(1, (int) (sampleRateHz / leastHz));
    }

    /** Most frames that {@link #process} makes of a quantum. */
    public int mostFrames() {
        return (QUANTUM - 1) / factor + 1;
    }

    /** Gain at a frequency in cycles per input sample. */
    public double response(double frequency) {
        double centre = PASSES * (factor - 1) / 2.0;
        double sum = 0;
        for (int i = 0; i < taps.length; i++) {
            sum += taps[i] * StrictMath.cos(2 * StrictMath.PI * frequency * (i - centre));
        }
        return sum;
    }

    /** Clears all history. */
    @AudioThread
    public void reset() {
        for (int c = 0; c < recent.length; c++) {
            for (int i = 0; i < recent[c].length; i++) {
                recent[c][i] = 0;
            }
        }
        untilOutput = 0;
    }

    /**
     * Takes one quantum, {@code samples[..][start ..]}.
     *
     * @param destination planar, {@link #mostFrames} long
     * @return frames written to {@code destination}
     */
    @AudioThread
    public int process(float[][] samples, int start, float[][] destination) {
        int keep = taps.length;
        int made = 0;
        int next = untilOutput;
        for (int c = 0; c < recent.length; c++) {
            float[] line = recent[c];
            System.arraycopy(line, QUANTUM, line, 0, keep);
            System.arraycopy(samples[c], start, line, keep, QUANTUM);
            made = 0;
            for (next = untilOutput; next < QUANTUM; next += factor) {
                destination[c][made++] = filtered(line, next + 1);
            }
        }
        untilOutput = next - QUANTUM;
        return made;
    }

    private float filtered(float[] samples, int from) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int t = 0; t < taps.length; t += LANES) {
            a += taps[t] * samples[from + t];
            b += taps[t + 1] * samples[from + t + 1];
            c += taps[t + 2] * samples[from + t + 2];
            d += taps[t + 3] * samples[from + t + 3];
        }
        return (a + b) + (c + d);
    }
}
