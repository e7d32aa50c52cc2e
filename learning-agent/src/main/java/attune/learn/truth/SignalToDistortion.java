package attune.learn.truth;

/**
 * How much of a signal is a linearly filtered reference: energy of the best least-squares filtering of the reference over
 * the energy of what is left, −10 to 40 dB. The filter excuses an equaliser and its phase. Optionally a gain that changes
 * slowly (one knot a second) is divided out first, so that levelling is no damage. Does not see equalisation: pair it with
 * {@link LogSpectralDistance}.
 */
public final class SignalToDistortion {
    private static final double SMALLEST_DB = -10;
    private static final double LARGEST_DB = 40;
    private static final double LOADING = 1e-6;
    private static final int LAGS_AT_ONCE = 4;

    private final double[] reference;
    private final int taps;
    private final int ahead;
    private final int knotFrames;
    private final double[] autocorrelation;

    /**
     * Prepares for tests against one reference.
     *
     * @param taps length of the filter, a multiple of four
     * @param ahead how many of them look into the future
     */
    public SignalToDistortion(double[] reference, int rateHz, int taps, int ahead) {
        this.reference = reference.clone();
        this.taps = taps;
        this.ahead = ahead;
        this.knotFrames = rateHz;
        this.autocorrelation = new double[taps];
        correlate(reference, reference, 0, autocorrelation);
        autocorrelation[0] = autocorrelation[0] * (1 + LOADING) + 1e-20;
    }

    /** Ratio in dB. */
    public double measureDb(double[] test) {
        Signals.requireSameLength(reference, test);
        return ratioDb(test, explained(test));
    }

    /** Ratio in dB after a slow gain curve has been divided out of {@code test}. */
    public double measureAtSteadyGainDb(double[] test) {
        Signals.requireSameLength(reference, test);
        double[] explained = explained(test);
        double[] gains = gains(explained, test);
        double[] steady = new double[test.length];
        for (int i = 0; i < test.length; i++) {
            double place = Math.max(0, Math.min(gains.length - 1, (double) i / knotFrames - 0.5));
            int knot = Math.min((int) place, Math.max(0, gains.length - 2));
            double next = gains[Math.min(knot + 1, gains.length - 1)];
            steady[i] = test[i] / (gains[knot] + (place - knot) * (next - gains[knot]));
        }
        return ratioDb(steady, explained(steady));
    }

    /** Gain of {@code test} over what the filter explains, second by second; where nothing sounds, as before. */
    private double[] gains(double[] explained, double[] test) {
        double[] gains = new double[Math.max(1, test.length / knotFrames)];
        double total = Signals.energy(explained, 0, test.length) / gains.length;
        double last = 1;
        for (int s = 0; s < gains.length; s++) {
            int from = s * knotFrames;
            int to = Math.min(test.length, from + knotFrames);
            double energy = Signals.energy(explained, from, to);
            if (energy > 0.01 * total) {
                last = Math.max(0.1, Math.min(10, Signals.dot(explained, test, from, to) / energy));
            }
            gains[s] = last;
        }
        return gains;
    }

    /** The reference through the filter that comes closest to {@code test}. */
    private double[] explained(double[] test) {
        double[] right = new double[taps];
        correlate(reference, test, -ahead, right);
        double[] filter = solve(autocorrelation, right);
        double[] out = new double[test.length];
        for (int j = 0; j < taps; j++) {
            int lag = j - ahead;
            for (int i = Math.max(0, lag); i < Math.min(out.length, out.length + lag); i++) {
                out[i] += filter[j] * reference[i - lag];
            }
        }
        return out;
    }

    /** Σ a(i) b(i + lag) for as many lags from {@code firstLag} on as {@code out} takes, a multiple of four. */
    private static void correlate(double[] a, double[] b, int firstLag, double[] out) {
        double[] padded = new double[a.length + out.length + Math.abs(firstLag)];
        int shift = Math.max(0, -firstLag);
        System.arraycopy(b, 0, padded, shift, b.length);
        for (int j = 0; j < out.length; j += LAGS_AT_ONCE) {
            int from = shift + firstLag + j;
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            for (int i = 0; i < a.length; i++) {
                double x = a[i];
                s0 += x * padded[from + i];
                s1 += x * padded[from + i + 1];
                s2 += x * padded[from + i + 2];
                s3 += x * padded[from + i + 3];
            }
            out[j] = s0;
            out[j + 1] = s1;
            out[j + 2] = s2;
            out[j + 3] = s3;
        }
    }

    private static double ratioDb(double[] test, double[] explained) {
        double wanted = 0;
        double rest = 0;
        for (int i = 0; i < test.length; i++) {
            wanted += explained[i] * explained[i];
            rest += (test[i] - explained[i]) * (test[i] - explained[i]);
        }
        double ratio = 10 * StrictMath.log10(Math.max(wanted, 1e-20) / Math.max(rest, 1e-20));
        return Math.max(SMALLEST_DB, Math.min(LARGEST_DB, ratio));
    }

    /** Solves a symmetric Toeplitz system by Levinson's recursion. */
    private static double[] solve(double[] r, double[] right) {
        int n = r.length;
        double[] forward = new double[n];
        double[] next = new double[n];
        double[] x = new double[n];
        forward[0] = 1 / r[0];
        x[0] = right[0] / r[0];
        for (int m = 1; m < n; m++) {
            double error = 0;
            double miss = 0;
            for (int i = 0; i < m; i++) {
                error += r[m - i] * forward[i];
                miss += r[m - i] * x[i];
            }
            double scale = 1 / (1 - error * error);
            for (int i = 0; i <= m; i++) {
                next[i] = scale * ((i < m ? forward[i] : 0) - error * (i > 0 ? forward[m - i] : 0));
            }
            System.arraycopy(next, 0, forward, 0, m + 1);
            for (int i = 0; i <= m; i++) {
                x[i] += (right[m] - miss) * forward[m - i];
            }
        }
        return x;
    }
}
