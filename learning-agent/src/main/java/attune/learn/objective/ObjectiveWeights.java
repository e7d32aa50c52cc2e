package attune.learn.objective;

import java.util.Map;

/** Weights by objective, not negative, adding up to 1. Immutable. */
public final class ObjectiveWeights {
    private final double[] values;

    private ObjectiveWeights(double[] values) {
        this.values = values;
    }

    /**
     * From weights by permanent name; one that is missing is 1. All zero counts as all equal.
     *
     * @throws IllegalArgumentException for a weight that is negative or no number
     */
    public static ObjectiveWeights of(Map<String, Double> weights) {
        double[] values = new double[Objective.COUNT];
        double sum = 0;
        for (Objective objective : Objective.values()) {
            double weight = weights.getOrDefault(objective.id(), 1.0);
            if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(objective.id() + "=" + weight + ", allowed is 0 and above");
            }
            values[objective.ordinal()] = weight;
            sum += weight;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = sum == 0 ? 1.0 / values.length : values[i] / sum;
        }
        return new ObjectiveWeights(values);
    }

    /** Share of one objective. */
    public double of(Objective objective) {
        return values[objective.ordinal()];
    }

    /** Weights of the six that are heard, 1 each where all are equal: as an observation has them. */
    public double[] heard() {
        double[] heard = new double[Objective.COST.ordinal()];
        for (int i = 0; i < heard.length; i++) {
            heard[i] = Objective.COUNT * values[i];
        }
        return heard;
    }

    /** The objective with the largest weight, the first of several. */
    public Objective first() {
        Objective first = Objective.CLARITY;
        for (Objective objective : Objective.values()) {
            first = of(objective) > of(first) ? objective : first;
        }
        return first;
    }
}
