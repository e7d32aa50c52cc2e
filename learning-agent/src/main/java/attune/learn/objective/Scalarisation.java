package attune.learn.objective;

import attune.api.ObjectiveWish;

/**
 * Makes one number of all objectives, larger is better: how a person's wish chooses a point of the front. Weights add up to 1.
 * After K. Miettinen, Nonlinear Multiobjective Optimization (1999), parts II.3.1 (weighting), II.3.2 (epsilon-constraint) and
 * II.3.4 (weighted Chebyshev, augmented).
 */
public sealed interface Scalarisation {
    /** Value of a point. */
    double value(ObjectivePoint point);

    /** Mean of the objectives by weight: reaches the convex part of a front. */
    record WeightedSum(ObjectiveWeights weights) implements Scalarisation {
        @Override
        public double value(ObjectivePoint point) {
            double sum = 0;
            for (Objective objective : Objective.values()) {
                sum += weights.of(objective) * point.get(objective);
            }
            return sum;
        }
    }

    /**
     * The objective that falls shortest of 1, by weight, decides; a hundredth of the weighted sum settles ties, so that what is
     * chosen is on the front: reaches all of it, also where it bends inwards.
     */
    record Chebyshev(ObjectiveWeights weights) implements Scalarisation {
        private static final double AUGMENTATION = 0.01;

        @Override
        public double value(ObjectivePoint point) {
            double worst = 0;
            double sum = 0;
            for (Objective objective : Objective.values()) {
                double missing = weights.of(objective) * (1 - point.get(objective));
                worst = Math.max(worst, missing);
                sum += missing;
            }
            return -worst - AUGMENTATION * sum;
        }
    }

    /**
     * Weighted sum of what keeps to the least values asked for; what misses them comes behind everything that does not, the
     * smaller the whole miss the better.
     */
    record EpsilonConstraint(ObjectiveWeights weights, ObjectivePoint least) implements Scalarisation {
        @Override
        public double value(ObjectivePoint point) {
            double missing = 0;
            for (Objective objective : Objective.values()) {
                missing += Math.max(0, least.get(objective) - point.get(objective));
            }
            return missing > 0 ? -1 - missing : new WeightedSum(weights).value(point);
        }
    }

    /** What a person asked for. */
    static Scalarisation of(ObjectiveWish wish) {
        ObjectiveWeights weights = ObjectiveWeights.of(wish.weights());
        return switch (wish.method()) {
            case sum -> new WeightedSum(weights);
            case chebyshev -> new Chebyshev(weights);
            case limits -> {
                double[] least = new double[Objective.COUNT];
                wish.least().forEach((id, value) -> Objective.byId(id).ifPresent(o -> least[o.ordinal()] = value));
                yield new EpsilonConstraint(weights, ObjectivePoint.of(least));
            }
        };
    }
}
