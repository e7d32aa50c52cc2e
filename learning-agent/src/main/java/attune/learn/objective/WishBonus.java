package attune.learn.objective;

import attune.api.ObjectiveWish;
import attune.learn.env.Candidate;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a person's wish adds to the judge's score of sets that pass the gate, in steps: all of {@link #LARGEST} for the one that
 * the wish likes best, nothing for the one that it likes least, in between by its value. Where values hardly differ it adds less:
 * what is within the objectives' own error is no reason for a choice. Immutable.
 */
public final class WishBonus implements ToDoubleFunction<Candidate> {
    /** Most that a wish may cost of the judge's score, in steps. */
    public static final double LARGEST = 1;

    /** Differences in value of so many times the objectives' error are taken for whole ones. */
    private static final double SURE = 2;

    private final Map<Candidate, Double> bonus = new HashMap<>();
    private final Objective most;

    /**
     * For the sets of one audition.
     *
     * @param points of all sets that pass the gate
     */
    public WishBonus(ObjectiveWish wish, Map<Candidate, ObjectivePoint> points) {
        ObjectiveWeights weights = ObjectiveWeights.of(wish.weights());
        Scalarisation value = Scalarisation.of(wish);
        double least = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (ObjectivePoint point : points.values()) {
            least = Math.min(least, value.value(point));
            largest = Math.max(largest, value.value(point));
        }
        double range = Math.max(largest - least, SURE * noise(weights));
        for (Map.Entry<Candidate, ObjectivePoint> entry : points.entrySet()) {
            bonus.put(entry.getKey(), LARGEST * (value.value(entry.getValue()) - least) / range);
        }
        most = weights.first();
    }

    /** Error of a difference in the weighted sum. */
    private static double noise(ObjectiveWeights weights) {
        double square = 0;
        for (Objective objective : Objective.values()) {
            double part = weights.of(objective) * objective.noise();
            square += part * part;
        }
        return Math.sqrt(square);
    }

    /** What is wanted most. */
    public Objective most() {
        return most;
    }

    /** Steps for one set; nothing for one without a point. */
    @Override
    public double applyAsDouble(Candidate candidate) {
        return bonus.getOrDefault(candidate, 0.0);
    }
}
