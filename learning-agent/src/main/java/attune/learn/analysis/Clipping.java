package attune.learn.analysis;

/** Finds flat tops: at least three samples in a row that stand still within 10 % of the largest one. */
final class Clipping {
    private static final int FEWEST = 3;
    private static final double NEAR_PEAK = 0.9;
    private static final double STILL = 1e-5;

    private Clipping() {}

    /** Share of samples that belong to flat tops, over all channels. */
    static double share(float[][] channels) {
        long flat = 0;
        long all = 0;
        for (float[] x : channels) {
            flat += flatSamples(x);
            all += x.length;
        }
        return all == 0 ? 0 : (double) flat / all;
    }

    private static long flatSamples(float[] x) {
        float peak = 0;
        for (float v : x) {
            peak = Math.max(peak, Math.abs(v));
        }
        if (peak == 0) {
            return 0;
        }
        long flat = 0;
        int run = 1;
        for (int i = 1; i <= x.length; i++) {
            boolean still =
                    i < x.length && Math.abs(x[i]) >= NEAR_PEAK * peak && Math.abs(x[i] - x[i - 1]) <= STILL * peak;
            if (still) {
                run++;
            } else {
                flat += run >= FEWEST ? run : 0;
                run = 1;
            }
        }
        return flat;
    }
}
