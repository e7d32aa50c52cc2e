package attune.learn.td3;

import java.nio.FloatBuffer;

/**
 * Mean and variance of all observations seen (B. P. Welford, "Note on a method for calculating corrected sums of squares and
 * products", 1962), as the graphs take them. Allocates nothing.
 */
final class ObservationStatistics {
    private static final double SMALLEST_VARIANCE = 1e-8;

    private final double[] mean;
    private final double[] squares;
    private long count;
    private final FloatBuffer meanOut;
    private final FloatBuffer inverseOut;

    /** Nothing seen: mean 0, deviation 1. */
    ObservationStatistics(int observations, FloatBuffer meanOut, FloatBuffer inverseOut) {
        this.mean = new double[observations];
        this.squares = new double[observations];
        this.meanOut = meanOut;
        this.inverseOut = inverseOut;
        publish();
    }

    void add(float[] observation) {
        count++;
        for (int i = 0; i < mean.length; i++) {
            double off = observation[i] - mean[i];
            mean[i] += off / count;
            squares[i] += off * (observation[i] - mean[i]);
        }
        publish();
    }

    private void publish() {
        for (int i = 0; i < mean.length; i++) {
            meanOut.put(i, (float) mean[i]);
            // one observation has no variance, and what never changed says nothing
            double variance = count < 2 ? 1 : squares[i] / count;
            inverseOut.put(i, variance < SMALLEST_VARIANCE ? 1 : (float) (1 / Math.sqrt(variance)));
        }
    }

    long count() {
        return count;
    }

    double mean(int index) {
        return mean[index];
    }

    double squares(int index) {
        return squares[index];
    }

    void restore(long newCount, double[] newMean, double[] newSquares) {
        count = newCount;
        System.arraycopy(newMean, 0, mean, 0, mean.length);
        System.arraycopy(newSquares, 0, squares, 0, squares.length);
        publish();
    }
}
