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

    /** Resamples the values with a fixed seed: the same interval at every run. */
    public static Bootstrap of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("values=none, at least one is needed");
        }
        SplittableRandom random = new SplittableRandom(1_979);
        double[] means = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[r] = sum / values.length;
        }
        return new Bootstrap(
                Arrays.stream(values).sum() / values.length,
                Signals.percentile(means, TAIL),
                Signals.percentile(means, 1 - TAIL));
    }
}
