package attune.learn.env;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Spearman's rank correlation. */
final class RankCorrelation {
    private RankCorrelation() {}

    /** Of two rows of equal length, −1 to 1; what is equal ranks in its order. */
    static double of(double[] first, double[] second) {
        double[] a = ranks(first);
        double[] b = ranks(second);
        double mean = (a.length - 1) / 2.0;
        double ab = 0;
        double aa = 1e-12;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - mean) * (b[i] - mean);
            aa += (a[i] - mean) * (a[i] - mean);
        }
        return ab / aa; // both rows hold every rank once, so both spread alike
    }

    private static double[] ranks(double[] values) {
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        double[] ranks = new double[values.length];
        for (int r = 0; r < order.length; r++) {
            ranks[order[r]] = r;
        }
        return ranks;
    }
}
