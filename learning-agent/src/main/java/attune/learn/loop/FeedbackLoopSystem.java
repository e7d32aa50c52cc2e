package attune.learn.loop;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Evidence;
import attune.api.Feedback;
import attune.api.MeasurementRequest;
import attune.api.Situation;
import attune.learn.memory.LearningMemory;
import attune.learn.preference.Opinions;
import attune.param.ParamSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way of feedback: collected from wherever it comes, kept by what it is about, taken in exactly once by refusals and
 * tastes, and looked at as a whole. The server keeps it over restarts; what it tells again counts no more. Any thread.
 */
public final class FeedbackLoopSystem {
    /** Oldest items beyond this many are forgotten here. */
    public static final int LARGEST = 4_000;

    /** Where a set for now comes from. */
    public enum Strategy {
        /** The newest set whose effect was measured as good in such a situation. */
        MEASURED,
        /** The newest set that a person liked in such a situation. */
        LIKED
    }

    /** Whoever can take a change back: the server, which does so when it is told that a change has failed. */
    @FunctionalInterface
    public interface Failed<E extends Exception> {
        void tell(long change, MeasurementRequest verdict) throws E;
    }

    private final LearningMemory memory;
    private final Opinions opinions;
    private final Deque<FeedbackItem> waiting = new ArrayDeque<>();
    /** The newest item of each place. */
    private final Map<String, FeedbackItem> kept = limited();

    private final Map<Long, Change> learned = limited();
    private final Map<Long, String> votes = limited();

    /** Feedback goes to these. */
    public FeedbackLoopSystem(LearningMemory memory, Opinions opinions) {
        this.memory = memory;
        this.opinions = opinions;
    }

    private static <K, V> Map<K, V> limited() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > LARGEST;
            }
        };
    }

    /**
     * Keeps an item until {@link #process} takes it in.
     *
     * @return whether it is news
     */
    public synchronized boolean collectFeedback(FeedbackItem item) {
        FeedbackItem before = kept.put(item.place(), item);
        if (before != null && before.news().equals(item.news())) {
            return false;
        }
        waiting.addLast(item);
        return true;
    }

    /**
     * Takes in what waits, in the order in which it came.
     *
     * @param batch at most so many
     * @return how many
     */
    public synchronized int process(int batch) {
        int done = 0;
        for (; done < batch && !waiting.isEmpty(); done++) {
            FeedbackItem item = waiting.removeFirst();
            if (item instanceof FeedbackItem.Vote vote) {
                take(vote.feedback());
            } else if (item instanceof FeedbackItem.Entry entry) {
                take(entry.change());
            }
        }
        return done;
    }

    private void take(Feedback feedback) {
        memory.feedback(feedback);
        opinions.feedback(feedback);
        if (feedback.changeId() != null) {
            votes.put(feedback.changeId(), feedback.vote());
        }
    }

    private void take(Change change) {
        memory.change(change);
        opinions.change(change);
        if (change.kind() == ChangeKind.learned) {
            learned.put(change.id(), change);
        }
    }

    /** How many items wait. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** What is kept about a change ("change-12") or an engine, each change as it last was. */
    public synchronized List<FeedbackItem> about(String entity) {
        return kept.values().stream()
                .filter(item -> item.entity().equals(entity))
                .toList();
    }

    /** What is kept of one kind, each change as it last was. */
    public synchronized List<FeedbackItem> ofType(FeedbackItem.Type type) {
        return kept.values().stream().filter(item -> item.type() == type).toList();
    }

    /**
     * How the newest learned changes went.
     *
     * @param window at most so many, above 0; {@link PerformanceAnalysis#WINDOW}
     */
    public synchronized Performance analyzePerformance(int window) {
        return PerformanceAnalysis.of(new ArrayList<>(learned.values()), window);
    }

    /**
     * A set for what is heard now, of what such a situation has shown; without the moves that were refused in it.
     *
     * @return nothing where nothing is known, or nothing is left of it
     */
    public Optional<ParamSnapshot> updateParameters(Strategy strategy, Situation now, ParamSnapshot inForce) {
        ParamSnapshot set = strategy == Strategy.MEASURED ? memory.proven(now) : memory.liked(now);
        return Optional.ofNullable(set)
                .map(known -> memory.allowed(now, known, inForce).params())
                .filter(allowed -> !allowed.sameAs(inForce));
    }

    /** Whether a change that still plays has done harm by what was measured, or was voted down. */
    public synchronized boolean shouldRollback(long changeId) {
        Change change = learned.get(changeId);
        return change != null && reason(change) != null;
    }

    /**
     * Takes such a change back.
     *
     * @param server is told that the change has failed, and puts the set before it back bit by bit
     * @return whether there was a reason to
     */
    public <E extends Exception> boolean rollback(long changeId, Failed<E> server) throws E {
        Change change;
        String reason;
        synchronized (this) {
            change = learned.get(changeId);
            reason = change == null ? null : reason(change);
        }
        if (change == null || reason == null) {
            return false;
        }
        server.tell(changeId, new MeasurementRequest(change.measured(), "fail", reason));
        return true;
    }

    private @Nullable String reason(Change change) {
        boolean plays = change.status() == ChangeStatus.watching || change.status() == ChangeStatus.in_force;
        if (!plays) {
            return null;
        }
        Double effect = change.measured();
        Evidence evidence = change.evidence();
        double noise = evidence == null ? 0 : evidence.noise();
        if ("fail".equals(change.verdict()) || (effect != null && effect < -noise)) {
            return "The sound got worse.";
        }
        return "down".equals(votes.get(change.id())) ? "You voted it down." : null;
    }
}
