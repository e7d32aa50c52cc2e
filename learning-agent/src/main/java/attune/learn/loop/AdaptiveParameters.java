package attune.learn.loop;

import attune.api.Experience;
import attune.api.Situation;
import attune.learn.memory.SituationMatcher;
import attune.learn.search.SearchSpace;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.ParamMaps;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A base set adapted to what served in such a situation: each parameter goes from the base towards the mean of the sets whose
 * effect was measured as good there, by the share of such changes that surely succeed, and at most {@link #FARTHEST} of its safe
 * range. What comes of it is a proposal like any other. Pure functions.
 */
final class AdaptiveParameters {
    /** Fewer successes in such a situation adapt nothing. */
    static final int NEEDED = 3;
    /** Largest move of a parameter, as a share of its safe range. */
    static final double FARTHEST = 0.25;

    private static final List<ParamTable> CONTINUOUS = ParamTable.all().stream()
            .filter(param -> param.spec().learnable() && !param.spec().scale().isDiscrete())
            .toList();

    private AdaptiveParameters() {}

    /**
     * The adapted set.
     *
     * @param history experiences of any kind; those that played and were measured count
     * @param base set from which each parameter goes
     * @return nothing where too little is known, or nothing moves
     */
    static Optional<ParamSnapshot> of(List<Experience> history, Situation now, ParamSnapshot base) {
        List<ParamSnapshot> served = new ArrayList<>();
        int tries = 0;
        for (Experience experience : history) {
            Double measured = experience.measured();
            if (experience.chosen()
                    && measured != null
                    && Double.isFinite(measured)
                    && SituationMatcher.same(experience.situation(), now)) {
                tries++;
                if (measured > PerformanceAnalysis.DEFAULT_NOISE) {
                    served.add(ParamMaps.snapshot(experience.params()));
                }
            }
        }
        return served.size() < NEEDED
                ? Optional.empty()
                : adapted(served, Wilson.lowerBound(served.size(), tries), base);
    }

    private static Optional<ParamSnapshot> adapted(List<ParamSnapshot> served, double share, ParamSnapshot base) {
        List<ParamTable> moved = CONTINUOUS.stream()
                .filter(param -> served.stream().anyMatch(set -> set.get(param) != base.get(param)))
                .toList();
        SearchSpace space = SearchSpace.overAll(moved, LearningBounds.SAFE, base);
        double[] at = space.coordinates(base);
        double[] to = at.clone();
        for (ParamSnapshot set : served) {
            double[] there = space.coordinates(set);
            for (int i = 0; i < at.length; i++) {
                to[i] += Math.max(-FARTHEST, Math.min(FARTHEST, share * (there[i] - at[i]))) / served.size();
            }
        }
        ParamSnapshot set = space.set(to);
        return set.sameAs(base) ? Optional.empty() : Optional.of(set);
    }
}
