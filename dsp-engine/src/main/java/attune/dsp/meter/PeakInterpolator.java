package attune.dsp.meter;

import attune.dsp.core.KaiserWindow;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.QuantumFir;
import attune.dsp.core.SampleScrub;
import attune.rt.AudioThread;

/**
 * Polyphase interpolation for peaks between samples (ITU-R BS.1770-5 Annex 2): 4× up to 50 kHz, 2× up to 100 kHz, 1×
 * above, or more where a limiter needs it. 24 taps a phase instead of the recommendation's 12: a sinc under a Kaiser
 * window, flat within 0.05 dB up to 0.44 of the sample rate. Phase 0 is the sample itself. The caller keeps
 * the history; one owner thread.
 */
public final class PeakInterpolator {
    /** Samples needed on each side of an interpolated point. */
    public static final int HALF_TAPS = 12;

    private static final int TAPS = 2 * HALF_TAPS;
    /** Bounds are made for exact taps and must hold for rounded taps and sums too. */
    private static final double ROUNDING = 1.00001;

    private static final double KAISER_BETA = 5;
    private static final float TINY = 1e-30f;
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;

    private final int factor;
    /** Points of one quantum by phase; the last row is phase 0 of the next samples. */
    private final float[][] grid;

    private final float[][] phases;
    private final float magnitudeBound;
    private final float straightBound;
    private final float curveBound;
    private final float[] points = new float[QUANTUM];
    private final QuantumFir fir = new QuantumFir(TAPS);

    /** An interpolator with this many points per sample. */
    public PeakInterpolator(int factor) {
        this.factor = factor;
        this.grid = new float[factor + 1][QUANTUM];
        this.phases = new float[factor - 1][];
        double sum = 1;
        double tilt = 0;
        double curve = 0;
        for (int p = 1; p < factor; p++) {
            double fraction = (double) p / factor;
            double[] taps = design(fraction);
            phases[p - 1] = toFloat(taps);
            sum = Math.max(sum, sumOfMagnitudes(taps));
            tilt = Math.max(tilt, Math.abs(firstMoment(taps) - fraction));
            curve = Math.max(curve, sumOfMagnitudes(secondSum(taps, fraction)));
        }
        this.magnitudeBound = (float) (sum * ROUNDING);
        this.straightBound = (float) ((1 + 2 * tilt) * ROUNDING);
        this.curveBound = (float) (curve * ROUNDING);
    }

    /** Points per sample that BS.1770 asks for at this rate. */
    public static int factorFor(double sampleRateHz) {
        return sampleRateHz <= 50_000 ? 4 : sampleRateHz <= 100_000 ? 2 : 1;
    }

    /**
     * Whether a point of one quantum can be larger than {@code limit}. False only if none can. Two bounds: the sum of
     * the taps' magnitudes; and, far tighter where the sound is smooth, the straight line between two samples plus a
     * weighted sum of second differences.
     *
     * @param samples read from {@code first - 11} to {@code first + 75}
     * @param magnitude largest magnitude of these samples, or more
     */
    @AudioThread
    public boolean canExceed(float limit, float[] samples, int first, float magnitude) {
        if (magnitudeBound * magnitude <= limit) {
            return false;
        }
        if (straightBound * magnitude > limit) {
            return true;
        }
        float curvature = largestCurvature(samples, first - (HALF_TAPS - 1), first + QUANTUM + HALF_TAPS);
        return straightBound * magnitude + curveBound * curvature > limit;
    }

    private static double[] design(double fraction) {
        double[] taps = new double[TAPS];
        double sum = 0;
        for (int t = 0; t < TAPS; t++) {
            double distance = t - (HALF_TAPS - 1) - fraction;
            taps[t] = KaiserWindow.sinc(distance) * KaiserWindow.at(distance / HALF_TAPS, KAISER_BETA);
            sum += taps[t];
        }
        for (int t = 0; t < TAPS; t++) {
            taps[t] /= sum;
        }
        return taps;
    }

    private static double sumOfMagnitudes(double[] taps) {
        double sum = 0;
        for (double tap : taps) {
            sum += Math.abs(tap);
        }
        return sum;
    }

    /** Mean position of the taps, counted from the sample before the point. */
    private static double firstMoment(double[] taps) {
        double moment = 0;
        for (int t = 0; t < TAPS; t++) {
            moment += (t - (HALF_TAPS - 1)) * taps[t];
        }
        return moment;
    }

    /** Weights of the second differences in what the taps give beyond the straight line, the tilt left out. */
    private static double[] secondSum(double[] taps, double fraction) {
        double[] rest = taps.clone();
        double tilt = firstMoment(taps) - fraction;
        rest[HALF_TAPS - 1] -= 1 - fraction - tilt;
        rest[HALF_TAPS] -= fraction + tilt;
        for (int pass = 0; pass < 2; pass++) {
            for (int t = 1; t < TAPS; t++) {
                rest[t] += rest[t - 1];
            }
        }
        return rest;
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
        System.arraycopy(samples, first, points, 0, QUANTUM);
        raiseTo(points, peaks);
        if (factor == 1) {
            return;
        }
        fir.load(samples, first - (HALF_TAPS - 1));
        for (int p = 0; p < factor - 1; p++) {
            fir.filter24(phases[p], points);
            raiseTo(points, peaks);
        }
    }

    /**
     * As {@link #raise}, but with the top of the parabola through each point and its two neighbours on the finer grid:
     * within 0.06 dB of the waveform's peak up to 0.45 of the sample rate at 4×, where the grid alone misses up to 0.5
     * dB.
     *
     * @param samples read from {@code first - 12} to {@code first + 75}
     */
    @AudioThread
    public void raiseToVertices(float[] samples, int first, float[] peaks) {
        fir.load(samples, first - (HALF_TAPS - 1));
        float[] last = phases[factor - 2];
        float before = 0;
        for (int t = 0; t < TAPS; t++) {
            before += last[t] * samples[first - HALF_TAPS + t];
        }
        System.arraycopy(samples, first, grid[0], 0, QUANTUM);
        System.arraycopy(samples, first + 1, grid[factor], 0, QUANTUM);
        for (int p = 1; p < factor; p++) {
            fir.filter24(phases[p - 1], grid[p]);
        }
        System.arraycopy(grid[factor - 1], 0, points, 1, QUANTUM - 1);
        points[0] = before;
        raiseToVertices(points, grid[0], grid[1], peaks);
        for (int p = 1; p < factor; p++) {
            raiseToVertices(grid[p - 1], grid[p], grid[p + 1], peaks);
        }
    }

    /**
     * The vertex is at most half a step away: else a neighbour is larger. Written without branches: with slope d and
     * second difference s the top lies d²/(2 |s|) ≤ |s|/8 above the middle value where s bends towards zero.
     */
    private static void raiseToVertices(float[] left, float[] middle, float[] right, float[] peaks) {
        for (int i = 0; i < QUANTUM; i++) {
            float y = middle[i];
            float difference = right[i] - left[i];
            float bend = (right[i] - y) - (y - left[i]);
            float bend2 = bend * bend;
            float rise = 0.0625f * Math.min(difference * difference, bend2) / (bend2 + TINY);
            peaks[i] = Math.max(peaks[i], rise * Math.abs(bend) + Math.abs(y - rise * bend));
        }
    }

    private static void raiseTo(float[] values, float[] peaks) {
        for (int i = 0; i < QUANTUM; i++) {
            peaks[i] = Math.max(peaks[i], Math.abs(values[i]));
        }
    }

    /** Largest magnitude in one quantum. */
    @AudioThread
    public static float largestMagnitude(float[] samples, int offset) {
        int a = 0;
        int b = 0;
        for (int i = offset; i < offset + QUANTUM; i += 2) {
            a = Math.max(a, SampleScrub.magnitudeBits(samples[i]));
            b = Math.max(b, SampleScrub.magnitudeBits(samples[i + 1]));
        }
        return Float.intBitsToFloat(Math.max(a, b));
    }

    private static float largestCurvature(float[] samples, int from, int to) {
        int a = 0;
        int b = 0;
        float x0 = samples[from];
        float x1 = samples[from + 1];
        for (int i = from + 2; i + 1 < to; i += 2) {
            float x2 = samples[i];
            float x3 = samples[i + 1];
            a = Math.max(a, SampleScrub.magnitudeBits((x2 - x1) - (x1 - x0)));
            b = Math.max(b, SampleScrub.magnitudeBits((x3 - x2) - (x2 - x1)));
            x0 = x2;
            x1 = x3;
        }
        float last = samples[to - 1];
        a = Math.max(a, SampleScrub.magnitudeBits((last - samples[to - 2]) - (samples[to - 2] - samples[to - 3])));
        return Float.intBitsToFloat(Math.max(a, b));
    }
}
