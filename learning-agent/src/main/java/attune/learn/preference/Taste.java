package attune.learn.preference;

/**
 * What is believed of one person's taste: weights of a utility over the six axes, and how sure they are. The utility rises
 * along each axis and bends: u(x) = Σ slope·x − bend·x²/2, so that a person may like a bit more treble, and not much more.
 * Beside them stand two habits of answering that say nothing about sound. Immutable.
 */
public final class Taste {
    /** Slopes and bends of all axes, then the habits of votes and of pairs. */
    static final int WEIGHTS = 2 * MacroAxes.COUNT + 2;

    private static final int VOTE_HABIT = 2 * MacroAxes.COUNT;
    private static final int PAIR_HABIT = VOTE_HABIT + 1;
    /** Axes are counted in this many just noticeable differences. */
    private static final double SCALE = 2;

    private final double[] mean;
    private final double[][] covariance;

    Taste(double[] mean, double[][] covariance) {
        this.mean = mean;
        this.covariance = covariance;
    }

    double[] mean() {
        return mean;
    }

    double[][] covariance() {
        return covariance;
    }

    /** How much better one sound is than another, in units of a Bradley–Terry model's logit. */
    public double difference(double[] a, double[] b) {
        return dot(mean, features(a, b));
    }

    /** Standard error of {@link #difference}. */
    public double spread(double[] a, double[] b) {
        double[] x = features(a, b);
        double variance = 0;
        for (int i = 0; i < WEIGHTS; i++) {
            variance += x[i] * dot(covariance[i], x);
        }
        return Math.sqrt(Math.max(0, variance));
    }

    /** Chance that this person takes the first, doubt about the taste included (MacKay's approximation). */
    public double chance(double[] a, double[] b) {
        double spread = spread(a, b);
        return logistic(difference(a, b) / Math.sqrt(1 + Math.PI * spread * spread / 8));
    }

    /** Features of a pair without habits. */
    static double[] features(double[] a, double[] b) {
        double[] x = new double[WEIGHTS];
        for (int axis = 0; axis < MacroAxes.COUNT; axis++) {
            double p = a[axis] / SCALE;
            double q = b[axis] / SCALE;
            x[axis] = p - q;
            x[MacroAxes.COUNT + axis] = -(p * p - q * q) / 2;
        }
        return x;
    }

    /** Features of an answer, its habit included. */
    static double[] features(Answer answer) {
        double[] x = features(answer.first(), answer.second());
        switch (answer.kind()) {
            case VOTE -> x[VOTE_HABIT] = 1;
            case PAIR -> x[PAIR_HABIT] = 1;
            case MANUAL -> {
                // nobody moves a control out of habit
            }
        }
        return x;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
