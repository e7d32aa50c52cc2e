package attune.learn.memory;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Situation;
import attune.learn.analysis.ContentClass;
import attune.learn.strategy.ParamMaps;
import attune.param.ParamSnapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sets under which voices were left alone, by engine and situation. One is told again only where everything that was
 * done since then was done by learning for other sounds: a person's hand, preset or undo, another slot, a later change in the
 * same situation end it, for then it is not what the person has there any more. Made of the timeline at
 * the agent's start, and of what was left alone since. Not thread-safe; {@link LearningMemory} guards it.
 */
final class SettledSets {
    /** Sets kept for one engine, one for each situation. */
    static final int LARGEST = 64;

    private static final int LARGEST_HISTORY = 200;
    private static final Set<ChangeStatus> UNHEARD =
            Set.of(ChangeStatus.proposed, ChangeStatus.rejected, ChangeStatus.left_alone);

    private final Map<String, Engine> engines = new HashMap<>();

    /** Left alone after the entry of this number. */
    private record Settled(long after, Situation situation, ParamSnapshot params) {}

    private static final class Engine {
        private final Deque<Settled> settled = new ArrayDeque<>();
        /** What was heard to change, by number. */
        private final SortedMap<Long, Change> changes = new TreeMap<>();

        private long newest;

        private void add(Settled one) {
            settled.removeIf(
                    old -> old.after() <= one.after() && SituationMatcher.same(old.situation(), one.situation()));
            settled.addLast(one);
            if (settled.size() > LARGEST) {
                settled.removeFirst();
            }
        }
    }

    /** A sound was left alone while this set plays. */
    void leftAlone(String engineId, Situation situation, ParamSnapshot inForce) {
        if (isVoice(situation)) {
            Engine engine = engine(engineId);
            engine.add(new Settled(engine.newest, situation, new ParamSnapshot(inForce)));
        }
    }

    /** Takes in an entry of the timeline, new or with another status. */
    void change(Change change) {
        Engine engine = engine(change.engineId());
        engine.newest = Math.max(engine.newest, change.id());
        Situation situation = change.situation();
        if (change.kind() == ChangeKind.abstained) {
            if (situation != null && isVoice(situation)) {
                engine.add(new Settled(change.id(), situation, ParamMaps.snapshot(change.after())));
            }
        } else if (!UNHEARD.contains(change.status())) {
            engine.changes.put(change.id(), change);
            if (engine.changes.size() > LARGEST_HISTORY) {
                long forgotten = engine.changes.firstKey();
                engine.changes.remove(forgotten);
                engine.settled.removeIf(one -> one.after() < forgotten);
            }
        }
    }

    /** The set under which this sound was last left alone; null where there is none, or it is what plays. */
    @Nullable
    ParamSnapshot of(String engineId, Situation now, ParamSnapshot inForce) {
        Engine engine = engine(engineId);
        Settled newest = null;
        for (Settled one : engine.settled) {
            boolean newer = newest == null || one.after() >= newest.after();
            newest = newer && SituationMatcher.same(one.situation(), now) ? one : newest;
        }
        return newest != null && !newest.params().sameAs(inForce) && isLeftByLearningAlone(engine, newest, now, inForce)
                ? new ParamSnapshot(newest.params())
                : null;
    }

    /** Whether learned changes for other sounds lead from this set to what plays, without a gap. */
    private static boolean isLeftByLearningAlone(Engine engine, Settled from, Situation now, ParamSnapshot inForce) {
        ParamSnapshot at = from.params();
        for (Change change : engine.changes.tailMap(from.after() + 1).values()) {
            boolean byLearning = change.kind() == ChangeKind.rollback || isForAnotherSound(change, now);
            if (!byLearning || !ParamMaps.snapshot(change.before()).sameAs(at)) {
                return false;
            }
            at = ParamMaps.snapshot(change.after());
        }
        return at.sameAs(inForce);
    }

    private static boolean isForAnotherSound(Change change, Situation now) {
        Situation situation = change.situation();
        return change.kind() == ChangeKind.learned && situation != null && !SituationMatcher.same(situation, now);
    }

    private static boolean isVoice(Situation situation) {
        return situation.contentClass().equals(ContentClass.SPEECH.id());
    }

    void clear() {
        engines.values().forEach(engine -> engine.settled.clear());
    }

    private Engine engine(String id) {
        return engines.computeIfAbsent(id, key -> new Engine());
    }
}
