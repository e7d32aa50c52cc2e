package attune.dsp.core;

import attune.rt.AudioThread;

/**
 * Inner products of a few taps with a quantum of samples, in loops that the compiler turns into vector code: the samples
 * are kept four times, shifted by one each, so that four taps read at the same place. The caller keeps the history; one
 * owner thread.
 */
public final class QuantumFir {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int SHIFTS = 4;
    private static final int MOST_TAPS = 24;

    /** The samples that the taps see, from the first, second, third and fourth on. */
    private final float[][] shifted = new float[SHIFTS][MOST_TAPS - SHIFTS + QUANTUM];

    private final int frames;

    /** @param taps 12 or 24: as many as will be asked for */
    public QuantumFir(int taps) {
        this.frames = taps - SHIFTS + QUANTUM;
    }

    /** Takes the samples from {@code samples[from]} on, one quantum and the number of taps less one. */
    @AudioThread
    public void load(float[] samples, int from) {
        for (int s = 0; s < SHIFTS; s++) {
            System.arraycopy(samples, from + s, shifted[s], 0, frames);
        }
    }

    /** {@code out[i]} is the sum of {@code h[t]} times sample {@code from + i + t} over 12 taps. */
    @AudioThread
    public void filter12(float[] h, float[] out) {
        float[] x0 = shifted[0];
        float[] x1 = shifted[1];
        float[] x2 = shifted[2];
        float[] x3 = shifted[3];
        set(out, x0, x1, x2, x3, h[0], h[1], h[2], h[3]);
        add(out, 4, x0, x1, x2, x3, h[4], h[5], h[6], h[7]);
        add(out, 8, x0, x1, x2, x3, h[8], h[9], h[10], h[11]);
    }

    /** The same over 24 taps. */
    @AudioThread
    public void filter24(float[] h, float[] out) {
        float[] x0 = shifted[0];
        float[] x1 = shifted[1];
        float[] x2 = shifted[2];
        float[] x3 = shifted[3];
        set(out, x0, x1, x2, x3, h[0], h[1], h[2], h[3]);
        add(out, 4, x0, x1, x2, x3, h[4], h[5], h[6], h[7]);
        add(out, 8, x0, x1, x2, x3, h[8], h[9], h[10], h[11]);
        add(out, 12, x0, x1, x2, x3, h[12], h[13], h[14], h[15]);
        add(out, 16, x0, x1, x2, x3, h[16], h[17], h[18], h[19]);
        add(out, 20, x0, x1, x2, x3, h[20], h[21], h[22], h[23]);
    }

    // Constant offsets let the compiler drop range checks from vector code.

    private static void set(
            float[] out, float[] x0, float[] x1, float[] x2, float[] x3, float h0, float h1, float h2, float h3) {
        for (int i = 0; i < QUANTUM; i++) {
            out[i] = h0 * x0[i] + h1 * x1[i] + h2 * x2[i] + h3 * x3[i];
        }
    }

    private static void add(
            float[] out,
            int at,
            float[] x0,
            float[] x1,
            float[] x2,
            float[] x3,
            float h0,
            float h1,
            float h2,
            float h3) {
        for (int i = 0; i < QUANTUM; i++) {
            out[i] += h0 * x0[at + i] + h1 * x1[at + i] + h2 * x2[at + i] + h3 * x3[at + i];
        }
    }
}
