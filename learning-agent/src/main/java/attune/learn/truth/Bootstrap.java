package attune.learn.truth;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Mean of independent values with its interval by the percentile bootstrap (B. Efron and R. J. Tibshirani, 1993): what the
 * mean would be over other clips of the kind.
 *
 * @param mean of the values
 * @param low lower end of the 95 % interval
 * @param high upper end
 */
public record Bootstrap(double mean, double low, double high) {
    private static final int RESAMPLES = 10_000;
    private static final double TAIL = 0.025;
    private static final long SEED = 1_979;

    /** Resamples the values with a fixed seed: the same interval at every run. */
    public static Bootstrap of(double[] values) {
        requireSome("values", values);
        SplittableRandom random = new SplittableRandom(SEED);
        double[] means = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            means[r] = resampledMean(values, random);
        }
        return new Bootstrap(mean(values), Signals.percentile(means, TAIL), Signals.percentile(means, 1 - TAIL));
    }

    /**
     * The mean of some values as a share of the mean of others, both resampled, each by itself.
     *
     * @param whole whose mean is 1; where it may be 0 or below the interval says nothing
     */
    public static Bootstrap share(double[] part, double[] whole) {
        requireSome("part", part);
        requireSome("whole", whole);
        SplittableRandom random = new SplittableRandom(SEED);
        double[] shares = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            shares[r] = resampledMean(part, random) / resampledMean(whole, random);
        }
        return new Bootstrap(
                mean(part) / mean(whole), Signals.percentile(shares, TAIL), Signals.percentile(shares, 1 - TAIL));
    }

    private static void requireSome(String name, double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException(name + "=none, at least one is needed");
        }
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double resampledMean(double[] values, SplittableRandom random) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[random.nextInt(values.length)];
        }
        return sum / values.length;
    }
}
