package attune.learn.bandit;

/**
 * LinUCB with one linear model for each arm: L. Li, W. Chu, J. Langford and R. E. Schapire, "A contextual-bandit approach
 * to personalized news article recommendation" (2010), algorithm 1. Rating: x·b + alpha · sqrt(x·A⁻¹·x), where A is what
 * was seen of the contexts plus the unit matrix. A⁻¹ is updated by Sherman and Morrison's formula. A decay below 1 makes
 * everything that was learned before count less at each pull: Y. Russac, C. Vernade and O. Cappé, "Weighted linear
 * bandits for non-stationary environments" (2019).
 */
public final class LinUcbBandit implements Bandit {
    private final double alpha;
    private final double decay;
    private final int size;
    private final double[][] inverse;
    private final double[][] response;
    private final double[][] model;
    private final double[] product;

    /**
     * All arms unknown.
     *
     * @param size numbers in a context
     * @param alpha how much the unknown attracts, 0 or more
     * @param decay what a pull leaves of all that was learned before; 1 keeps it
     */
    public LinUcbBandit(int arms, int size, double alpha, double decay) {
        if (size < 1) {
            throw new IllegalArgumentException("size=" + size + ", at least 1 is needed");
        }
        this.alpha = Checks.alpha(alpha);
        this.decay = Checks.decay(decay);
        this.size = size;
        this.inverse = new double[Checks.arms(arms)][size * size];
        this.response = new double[arms][size];
        this.model = new double[arms][size];
        this.product = new double[size];
        for (double[] matrix : inverse) {
            for (int i = 0; i < size; i++) {
                matrix[i * size + i] = 1;
            }
        }
    }

    @Override
    public int arms() {
        return model.length;
    }

    @Override
    public double rating(int arm, double[] context) {
        return mean(arm, context) + alpha * Math.sqrt(Math.max(0, spread(arm, context)));
    }

    @Override
    public double mean(int arm, double[] context) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += model[arm][i] * context[i];
        }
        return sum;
    }

    /** x·A⁻¹·x; leaves A⁻¹·x in {@link #product}. */
    private double spread(int arm, double[] context) {
        double[] matrix = inverse[arm];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double row = 0;
            for (int j = 0; j < size; j++) {
                row += matrix[i * size + j] * context[j];
            }
            product[i] = row;
            sum += row * context[i];
        }
        return sum;
    }

    @Override
    public void learn(int arm, double[] context, double reward, double weight) {
        Checks.outcome(reward, weight);
        if (context.length != size) {
            throw new IllegalArgumentException("context=" + context.length + " numbers, " + size + " are needed");
        }
        for (double value : context) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("context=" + value + ", allowed are finite numbers");
            }
        }
        double[] matrix = inverse[arm];
        for (int i = 0; decay < 1 && i < inverse.length; i++) {
            forget(i);
        }
        double scale = weight / (1 + weight * spread(arm, context));
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                matrix[i * size + j] -= scale * product[i] * product[j];
            }
            response[arm][i] += weight * reward * context[i];
        }
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int j = 0; j < size; j++) {
                sum += matrix[i * size + j] * response[arm][j];
            }
            model[arm][i] = sum;
        }
    }

    /** What is not seen again becomes unknown, and attracts, up to where nothing was known; then its model fades. */
    private void forget(int arm) {
        double[] matrix = inverse[arm];
        double trace = 0;
        for (int i = 0; i < size; i++) {
            trace += matrix[i * size + i];
            response[arm][i] *= decay;
        }
        if (trace / decay <= size) {
            for (int i = 0; i < matrix.length; i++) {
                matrix[i] /= decay;
            }
        } else {
            for (int i = 0; i < size; i++) {
                model[arm][i] *= decay;
            }
        }
    }
}
