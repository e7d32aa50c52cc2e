package attune.learn.analysis;

import java.util.Arrays;

/** Percentiles with linear interpolation between neighbours. */
final class Percentile {
    private Percentile() {}

    /** Value below which this share of {@code values[0 .. count)} lies; sorts them. */
    static double ofSorting(double[] values, int count, double share) {
        Arrays.sort(values, 0, count);
        double place = share * (count - 1);
        int below = (int) place;
        int above = Math.min(below + 1, count - 1);
        return values[below] + (place - below) * (values[above] - values[below]);
    }

    /** The same of a copy. */
    static double of(double[] values, double share) {
        return ofSorting(values.clone(), values.length, share);
    }
}
