package attune.learn.truth;

import java.util.Arrays;

/** Argument checks and sums that the measures share. */
final class Signals {
    private Signals() {}

    static void requireSameLength(double[] reference, double[] test) {
        if (reference.length != test.length) {
            throw new IllegalArgumentException(
                    "test has " + test.length + " frames, allowed is the reference's length, " + reference.length);
        }
    }

    /** Σ a·b over [from, to). */
    static double dot(double[] a, double[] b, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double energy(double[] x, int from, int to) {
        return dot(x, x, from, to);
    }

    /** Level of a power ratio; a floor far below anything heard keeps it finite. */
    static double powerDb(double power) {
        return 10 * StrictMath.log10(Math.max(power, 1e-20));
    }

    /** Hann window without its zero ends: sin²(π (i + 1) / (n + 1)). */
    static double[] openHann(int n) {
        double[] window = new double[n];
        for (int i = 0; i < n; i++) {
            double s = StrictMath.sin(Math.PI * (i + 1) / (n + 1));
            window[i] = s * s;
        }
        return window;
    }

    /**
     * Level of every 10 ms frame in dB.
     *
     * @return one value for each whole frame
     */
    static double[] frameLevelsDb(double[] x, int frameLength) {
        double[] levels = new double[x.length / frameLength];
        for (int f = 0; f < levels.length; f++) {
            levels[f] = powerDb(energy(x, f * frameLength, (f + 1) * frameLength) / frameLength);
        }
        return levels;
    }

    /** Value below which this share of the values lies. */
    static double percentile(double[] values, double share) {
        if (values.length == 0) {
            throw new IllegalArgumentException("values=none, at least one is needed");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
