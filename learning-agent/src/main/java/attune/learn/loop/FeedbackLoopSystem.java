package attune.learn.loop;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.LearningInsights.Suggestion;
import attune.api.LearningInsights.Threshold;
import attune.api.MeasurementRequest;
import attune.api.Situation;
import attune.learn.memory.LearningMemory;
import attune.learn.preference.Opinions;
import attune.learn.strategy.Breakers;
import attune.learn.strategy.Proposals;
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
 * The way of feedback: collected from wherever it comes, kept by what it is about, taken in exactly once by refusals,
 * tastes and breakers, and looked at as a whole. The server keeps it over restarts; what it tells again counts no more. Any thread.
 */
public final class FeedbackLoopSystem {
    /** Oldest items beyond this many are forgotten here. */
    public static final int LARGEST = 4_000;

    private static final String FAIL = "fail";

    /** Whoever can take a change back: the server, which does so when it is told that a change has failed. */
    @FunctionalInterface
    public interface Failed<E extends Exception> {
        void tell(long change, MeasurementRequest verdict) throws E;
    }

    private final LearningMemory memory;
    private final Opinions opinions;
    private final Breakers breakers;
    private final Deque<FeedbackItem> waiting = new ArrayDeque<>();
    /** The newest item of each place. */
    private final Map<String, FeedbackItem> kept = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FeedbackItem> eldest) {
            return size() > LARGEST;
        }
    };

    /** Feedback goes to these. */
    public FeedbackLoopSystem(LearningMemory memory, Opinions opinions, Breakers breakers) {
        this.memory = memory;
        this.opinions = opinions;
        this.breakers = breakers;
    }

    /** Takes an item in at once, so that it counts for the next decision. */
    public synchronized void take(FeedbackItem item) {
        collectFeedback(item);
        process(Integer.MAX_VALUE);
    }

    /** Takes in a change that was just made, unless the server has told of it meanwhile. */
    public synchronized void made(Change change) {
        FeedbackItem item = new FeedbackItem.Entry(change);
        if (!kept.containsKey(item.place())) {
            take(item);
        }
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
                memory.feedback(vote.feedback());
                opinions.feedback(vote.feedback());
                breakers.feedback(vote.feedback());
            } else if (item instanceof FeedbackItem.Entry entry) {
                memory.change(entry.change());
                opinions.change(entry.change());
                breakers.change(entry.change());
            } // what was measured is looked at below, and learned from as an experience
        }
        return done;
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

    /** Learned changes that are kept, each as it last was. */
    private List<Change> learned() {
        List<Change> learned = new ArrayList<>();
        for (FeedbackItem item : kept.values()) {
            if (item instanceof FeedbackItem.Entry entry && entry.change().kind() == ChangeKind.learned) {
                learned.add(entry.change());
            }
        }
        return learned;
    }

    /**
     * How the newest learned changes went.
     *
     * @param window at most so many, above 0; {@link PerformanceAnalysis#WINDOW}
     */
    public synchronized Performance analyzePerformance(int window) {
        return PerformanceAnalysis.of(learned(), window);
    }

    /** Proposals that wait for an answer, with what speaks for them. */
    public synchronized List<Suggestion> suggestions() {
        return Dealings.waiting(
                learned(), analyzePerformance(PerformanceAnalysis.WINDOW).patterns());
    }

    /**
     * What a judge must promise, after what became of his promises.
     *
     * @param shipped before anything was measured, in steps
     */
    public synchronized Threshold threshold(String judge, double shipped) {
        return Calibration.of(judge, shipped, learned());
    }

    /** What plays, adapted to the sets that served in such a situation; nothing where too little is known. */
    public Optional<ParamSnapshot> adapted(Situation now, ParamSnapshot inForce) {
        return AdaptiveParameters.of(memory.experiences(), now, inForce);
    }

    /**
     * The set that a method finds for what is heard now, within bounds and without the moves that were refused here. It plays
     * only when it passes the gate like any other.
     *
     * @return with one candidate; with none where it has nothing for this sound
     * @throws InterruptedException when the budget abandons an audition
     */
    public Proposals.Gathered updateParameters(AttemptMethod method, Occasion now) throws InterruptedException {
        return method.sets(memory, now);
    }

    /** Whether a change that still plays has done harm, by what was measured after it. */
    public synchronized boolean shouldRollback(long changeId) {
        return harm(changeId) != null;
    }

    /**
     * Takes such a change back.
     *
     * @param server is told that the change has failed, and puts the set before it back bit by bit
     * @return whether there was a reason to
     */
    public <E extends Exception> boolean rollback(long changeId, Failed<E> server) throws E {
        MeasurementRequest harm;
        synchronized (this) {
            harm = harm(changeId);
        }
        if (harm == null) {
            return false;
        }
        server.tell(changeId, harm);
        return true;
    }

    private @Nullable MeasurementRequest harm(long changeId) {
        boolean plays = kept.get("change-" + changeId) instanceof FeedbackItem.Entry entry
                && (entry.change().status() == ChangeStatus.watching
                        || entry.change().status() == ChangeStatus.in_force);
        return plays
                        && kept.get("measurement-" + changeId) instanceof FeedbackItem.Measurement measurement
                        && measurement.found().verdict().equals(FAIL)
                ? measurement.found()
                : null;
    }
}
