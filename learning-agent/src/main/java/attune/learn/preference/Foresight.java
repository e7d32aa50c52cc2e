package attune.learn.preference;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * Of how many fresh pairs a taste names the sound that its person truly prefers, by the model's own doubt: over tastes drawn from the
 * posterior, the share of pairs on which they agree with the mean taste, on pairs drawn over the whole range of the axes. Seeded.
 *
 * @param share mean of it
 * @param from lower end of what holds 90 % of it
 * @param to upper end
 */
record Foresight(double share, double from, double to) {
    /** Positions lie between these on every axis, in just noticeable differences. */
    private static final double REACH = 3;

    private static final int TASTES = 200;
    private static final int PAIRS = 200;
    private static final double TAIL = 0.05;
    private static final long SEED = 20_261_128;

    static Foresight of(Taste taste) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] pairs = new double[PAIRS][];
        for (int i = 0; i < PAIRS; i++) {
            pairs[i] = Taste.features(position(random), position(random));
        }
        RealMatrix root =
                new CholeskyDecomposition(new Array2DRowRealMatrix(taste.covariance(), false), 1e-9, 1e-12).getL();
        double[] mean = taste.mean();
        double[] shares = new double[TASTES];
        for (int t = 0; t < TASTES; t++) {
            double[] drawn = root.operate(gaussians(random));
            for (int k = 0; k < drawn.length; k++) {
                drawn[k] += mean[k];
            }
            double sum = 0;
            for (double[] pair : pairs) {
                double believed = Taste.dot(mean, pair);
                sum += believed == 0 ? 0.5 : believed > 0 == Taste.dot(drawn, pair) > 0 ? 1 : 0;
            }
            shares[t] = sum / PAIRS;
        }
        Arrays.sort(shares);
        return new Foresight(
                Arrays.stream(shares).sum() / TASTES,
                shares[(int) (TAIL * TASTES)],
                shares[(int) ((1 - TAIL) * TASTES) - 1]);
    }

    private static double[] position(SplittableRandom random) {
        double[] at = new double[MacroAxes.COUNT];
        for (int i = 0; i < at.length; i++) {
            at[i] = REACH * (2 * random.nextDouble() - 1);
        }
        return at;
    }

    private static double[] gaussians(SplittableRandom random) {
        double[] drawn = new double[Taste.WEIGHTS];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextGaussian();
        }
        return drawn;
    }
}
