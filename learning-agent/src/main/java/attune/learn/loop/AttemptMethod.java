package attune.learn.loop;

import attune.learn.memory.LearningMemory;
import attune.learn.search.GradientStep;
import attune.learn.search.LocalSearch;
import attune.learn.search.SearchSpace;
import attune.learn.strategy.Proposals;
import attune.param.ParamSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a set for what is heard now is found, where a person asks for one. JSON and command line: lower case. */
public enum AttemptMethod {
    /** The newest set whose effect was measured as good in such a situation. */
    MEASURED(Proposals.EARLIER),
    /** The newest set that a person liked in such a situation. */
    LIKED(Proposals.EARLIER),
    /** What plays, adapted to the sets that served in such a situation. */
    ADAPTED(Proposals.EARLIER),
    /** The strategy that the bandit rates best of those that have a set for this sound. */
    BANDIT(""),
    /** The trained policy. */
    POLICY(Proposals.POLICY),
    /** A local search over auditions. */
    SEARCH(Proposals.SEARCH),
    /** A step up the slope of the judge's score, from auditions on either side of what plays. */
    GRADIENT(Proposals.GRADIENT);

    private static final long SEED = 20_261_127;

    private final String proposes;

    AttemptMethod(String proposes) {
        this.proposes = proposes;
    }

    /** Strategy under which its sets are proposed; empty where that of whom it chooses. */
    public String proposes() {
        return proposes;
    }

    /** Name as people write it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The method of this name. */
    public static Optional<AttemptMethod> of(String id) {
        return Arrays.stream(values()).filter(method -> method.id().equals(id)).findFirst();
    }

    Proposals.Gathered sets(LearningMemory memory, Occasion now) throws InterruptedException {
        return switch (this) {
            case MEASURED -> known(memory.proven(now.situation()), now);
            case LIKED -> known(memory.liked(now.situation()), now);
            case ADAPTED ->
                known(
                        AdaptiveParameters.of(
                                        memory.experiences(),
                                        now.situation(),
                                        now.input().inForce())
                                .orElse(null),
                        now);
            case BANDIT -> best(now);
            case POLICY -> now.proposals().gather(now.input(), List.of(Proposals.POLICY), 1);
            case SEARCH, GRADIENT -> searched(now);
        };
    }

    private static Proposals.Gathered known(@Nullable ParamSnapshot set, Occasion now) {
        return now.proposals().only(Proposals.EARLIER, set, now.input());
    }

    private static Proposals.Gathered best(Occasion now) {
        Proposals.Gathered gathered = now.proposals().only(Proposals.EARLIER, null, now.input());
        for (String strategy : now.order()) {
            gathered = now.proposals().gather(now.input(), List.of(strategy), 1);
            if (!gathered.candidates().isEmpty()) {
                break;
            }
        }
        return gathered;
    }

    private Proposals.Gathered searched(Occasion now) throws InterruptedException {
        ParamSnapshot start = now.input().inForce();
        SearchSpace space = SearchSpace.of(now.input().analysis(), now.bounds(), start);
        if (space.params().isEmpty()) {
            return now.proposals().only(Proposals.SEARCH, null, now.input());
        }
        return this == SEARCH
                ? now.proposals()
                        .only(
                                Proposals.SEARCH,
                                LocalSearch.run(space, start, now.score(), LocalSearch.MOST_AUDITIONS, SEED)
                                        .best(),
                                now.input())
                : now.proposals()
                        .only(
                                Proposals.GRADIENT,
                                GradientStep.run(space, start, now.score()).best(),
                                now.input());
    }
}
