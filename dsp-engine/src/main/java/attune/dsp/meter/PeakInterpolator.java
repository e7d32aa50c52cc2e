package attune.dsp.meter;

import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;

/**
 * Polyphase interpolation for peaks between samples (ITU-R BS.1770-5 Annex 2): 4× up to 50 kHz, 2× up to 100 kHz, 1×
 * above, or more where a limiter needs it. 24 taps a phase instead of the recommendation's 12: a sinc under a Kaiser
 * window, flat within 0.05 dB up to 0.44 of the sample rate. Phase 0 is the sample itself. Stateless: the caller keeps
 * the history.
 */
public final class PeakInterpolator {
    /** Samples needed on each side of an interpolated point. */
    public static final int HALF_TAPS = 12;

    private static final int TAPS = 2 * HALF_TAPS;
    private static final double KAISER_BETA = 5;
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;

    private final int factor;
    private final float[][] phases;
    private final float absSum;
    private final float[] interpolated = new float[QUANTUM];

    /** An interpolator with this many points per sample. */
    public PeakInterpolator(int factor) {
        this.factor = factor;
        this.phases = new float[factor - 1][];
        double largest = 1;
        for (int p = 1; p < factor; p++) {
            double[] taps = design((double) p / factor);
            phases[p - 1] = toFloat(taps);
            largest = Math.max(largest, sumOfMagnitudes(taps));
        }
        // rounded up: the bound must hold for the rounded taps and sums too
        this.absSum = (float) (largest * 1.00001);
    }

    /** Points per sample that BS.1770 asks for at this rate. */
    public static int factorFor(double sampleRateHz) {
        return sampleRateHz <= 50_000 ? 4 : sampleRateHz <= 100_000 ? 2 : 1;
    }

    /** No interpolated point is larger than this times the largest sample that its taps see. */
    public float bound() {
        return absSum;
    }

    private static double[] design(double fraction) {
        double[] taps = new double[TAPS];
        double sum = 0;
        for (int t = 0; t < TAPS; t++) {
            double distance = t - (HALF_TAPS - 1) - fraction;
            taps[t] = sinc(distance) * kaiser(distance / HALF_TAPS);
            sum += taps[t];
        }
        for (int t = 0; t < TAPS; t++) {
            taps[t] /= sum;
        }
        return taps;
    }

    private static double sinc(double x) {
        double angle = StrictMath.PI * x;
        return x == 0 ? 1 : StrictMath.sin(angle) / angle;
    }

    private static double kaiser(double x) {
        double inside = 1 - x * x;
        return inside <= 0 ? 0 : besselI0(KAISER_BETA * StrictMath.sqrt(inside)) / besselI0(KAISER_BETA);
    }

    private static double besselI0(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; k < 40; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    private static double sumOfMagnitudes(double[] taps) {
        double sum = 0;
        for (double tap : taps) {
            sum += Math.abs(tap);
        }
        return sum;
    }

    private static float[] toFloat(double[] taps) {
        float[] rounded = new float[taps.length];
        for (int t = 0; t < taps.length; t++) {
            rounded[t] = (float) taps[t];
        }
        return rounded;
    }

    /**
     * Raises {@code peaks[i]} to the largest magnitude at sample {@code first + i} and at the points between it and the
     * next one, for one quantum.
     *
     * @param samples read from {@code first - 11} to {@code first + 75}
     * @param peaks one quantum, holds what was there if that is larger
     */
    @AudioThread
    public void raise(float[] samples, int first, float[] peaks) {
        for (int i = 0; i < QUANTUM; i++) {
            peaks[i] = Math.max(peaks[i], Math.abs(samples[first + i]));
        }
        float[] points = interpolated;
        for (int p = 0; p < factor - 1; p++) {
            float[] taps = phases[p];
            int from = first - (HALF_TAPS - 1);
            start(samples, from, taps, points);
            add(samples, from + 8, taps, 8, points);
            add(samples, from + 16, taps, 16, points);
            for (int i = 0; i < QUANTUM; i++) {
                peaks[i] = Math.max(peaks[i], Math.abs(points[i]));
            }
        }
    }

    /** Largest magnitude in one quantum; four running maxima, so that they overlap in the processor. */
    @AudioThread
    public static float largestMagnitude(float[] samples, int offset) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = offset; i < offset + QUANTUM; i += 4) {
            a = Math.max(a, Math.abs(samples[i]));
            b = Math.max(b, Math.abs(samples[i + 1]));
            c = Math.max(c, Math.abs(samples[i + 2]));
            d = Math.max(d, Math.abs(samples[i + 3]));
        }
        return Math.max(Math.max(a, b), Math.max(c, d));
    }

    /** The first eight taps; written out because a loop over taps would not be compiled to vector code. */
    private static void start(float[] x, int from, float[] taps, float[] points) {
        float h0 = taps[0];
        float h1 = taps[1];
        float h2 = taps[2];
        float h3 = taps[3];
        float h4 = taps[4];
        float h5 = taps[5];
        float h6 = taps[6];
        float h7 = taps[7];
        for (int i = 0; i < QUANTUM; i++) {
            int j = from + i;
            points[i] = h0 * x[j]
                    + h1 * x[j + 1]
                    + h2 * x[j + 2]
                    + h3 * x[j + 3]
                    + (h4 * x[j + 4] + h5 * x[j + 5] + h6 * x[j + 6] + h7 * x[j + 7]);
        }
    }

    private static void add(float[] x, int from, float[] taps, int tap, float[] points) {
        float h0 = taps[tap];
        float h1 = taps[tap + 1];
        float h2 = taps[tap + 2];
        float h3 = taps[tap + 3];
        float h4 = taps[tap + 4];
        float h5 = taps[tap + 5];
        float h6 = taps[tap + 6];
        float h7 = taps[tap + 7];
        for (int i = 0; i < QUANTUM; i++) {
            int j = from + i;
            points[i] += h0 * x[j]
                    + h1 * x[j + 1]
                    + h2 * x[j + 2]
                    + h3 * x[j + 3]
                    + (h4 * x[j + 4] + h5 * x[j + 5] + h6 * x[j + 6] + h7 * x[j + 7]);
        }
    }
}
