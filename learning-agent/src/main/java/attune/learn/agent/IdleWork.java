package attune.learn.agent;

import attune.api.Experience;
import attune.api.Situation;
import attune.learn.analysis.ContentClass;
import attune.learn.env.Audition;
import attune.learn.env.Candidate;
import attune.learn.env.RenderBudget;
import attune.learn.judge.Judge;
import attune.learn.memory.SituationMatcher;
import attune.learn.search.LocalSearch;
import attune.learn.search.SearchSpace;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.ParamMaps;
import attune.param.ParamSnapshot;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one engine's learner does on the sound of its last decision while nothing is due: looks where the sets that passed the gate
 * lie on the objectives, then searches around the best set tried. What the search finds is one candidate of the next decision,
 * which is made on later sound. One thread.
 */
final class IdleWork {
    private static final long SEED = 20_261_126;

    /** A search tries no further set after this: what is heard meanwhile is not followed. */
    private static final long LONGEST_MS = 8_000;

    private final Learning learning;
    private final LongSupplier clockMs;
    /** Who must be pleased by what a search finds: all that there are, trained otherwise. */
    private final List<Judge> judges = Judge.ofVoices();

    private @Nullable Last last;
    private @Nullable Found found;
    private boolean pointsDone;
    private boolean searched;

    /** The last decision. */
    private record Last(Moment moment, Decision decision, LearningBounds bounds, ToDoubleFunction<Candidate> taste) {}

    /**
     * What a search found.
     *
     * @param from set that it began with
     * @param set the best
     */
    private record Found(Situation situation, ParamSnapshot from, ParamSnapshot set) {}

    IdleWork(Learning learning, LongSupplier clockMs) {
        this.learning = learning;
        this.clockMs = clockMs;
    }

    /** A decision was made; what was left of the one before is dropped. */
    void decided(Moment moment, Decision decision, LearningBounds bounds, ToDoubleFunction<Candidate> taste) {
        last = new Last(moment, decision, bounds, taste);
        pointsDone = decision.passed().isEmpty();
        searched = !learning.searchesWhileIdle();
        if (!decision.points().isEmpty()) {
            decision.points().forEach(learning.front(moment.situation().contentClass())::add);
            pointsDone = true;
        }
    }

    /** What was heard is gone. */
    void forget() {
        last = null;
    }

    /** Whether there is anything to do. */
    boolean isWaiting() {
        return last != null && !(pointsDone && searched);
    }

    /** The set that a search found for such a situation; none where it found nothing better than what was tried. */
    List<ParamSnapshot> found(Situation situation) {
        Found known = found;
        return known != null
                        && SituationMatcher.same(known.situation(), situation)
                        && !known.set().sameAs(known.from())
                ? List.of(known.set())
                : List.of();
    }

    /**
     * Works until all is done.
     *
     * @throws InterruptedException when the budget abandons it; the same work waits again
     */
    void run(RenderBudget budget) throws InterruptedException {
        Last work = last;
        if (work == null) {
            return;
        }
        Moment moment = work.moment();
        Learning.Bench bench = learning.bench(moment.analysis(), moment.inForce());
        bench.audition()
                .run(
                        moment.clip(),
                        moment.analysis(),
                        moment.macros(),
                        moment.levelerGainDb(),
                        moment.inForce(),
                        List.of(),
                        budget);
        if (!pointsDone) {
            bench.decider()
                    .points(moment, work.decision().passed(), work.taste())
                    .forEach(learning.front(moment.situation().contentClass())::add);
            pointsDone = true;
        }
        if (!searched) {
            search(work, bench.audition());
            searched = true;
        }
    }

    private void search(Last work, Audition audition) throws InterruptedException {
        Moment moment = work.moment();
        ParamSnapshot start = best(work, audition.score(moment.inForce()));
        SearchSpace space = SearchSpace.of(moment.analysis(), work.bounds(), start);
        Found known = found;
        boolean done = known != null
                && SituationMatcher.same(known.situation(), moment.situation())
                && (known.from().sameAs(start) || known.set().sameAs(start));
        if (done || space.params().isEmpty() || !moment.analysis().isSurely(ContentClass.SPEECH)) {
            return;
        }
        long end = clockMs.getAsLong() + LONGEST_MS;
        LocalSearch.Result result = LocalSearch.run(
                space,
                start,
                set -> clockMs.getAsLong() > end ? Double.NaN : audition.score(set, judges),
                LocalSearch.MOST_AUDITIONS,
                SEED);
        found = new Found(moment.situation(), start, result.best());
    }

    /** The set with the best score of those that were tried and the one that played. */
    private static ParamSnapshot best(Last work, double scoreInForce) {
        ParamSnapshot best = work.moment().inForce();
        double most = scoreInForce;
        for (Experience tried : work.decision().experiences()) {
            if (tried.score() > most) {
                most = tried.score();
                best = ParamMaps.snapshot(tried.params());
            }
        }
        return best;
    }
}
