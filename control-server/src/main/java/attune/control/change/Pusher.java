package attune.control.change;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Explanation;
import attune.bridge.telemetry.ParamMailbox;
import attune.control.guard.ParamSets;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineSession;
import attune.control.store.ChangeStore;
import attune.control.store.NewChange;
import attune.control.store.StoredChange;
import attune.control.stream.Events;
import attune.param.ParamSnapshot;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one way on which a set reaches an engine: written down first, posted then, told last. What could not be written is
 * not posted; what is heard outlives the server, and what was acknowledged is on the disk, for which no listener waits.
 * Under the session's {@link EngineSession#changes()}.
 */
final class Pusher {
    private final ChangeStore store;
    private final Events events;
    private final Clock clock;

    Pusher(ChangeStore store, Events events, Clock clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Pushes a set.
     *
     * @param others what becomes of other entries through it
     */
    StoredChange push(EngineSession session, Push push, Map<Long, ChangeStatus> others) {
        return push(session, push, others, () -> {});
    }

    /** The same; {@code whenWritten} is done when the set is written down, before it is posted and told. */
    StoredChange push(EngineSession session, Push push, Map<Long, ChangeStatus> others, Runnable whenWritten) {
        session.requireConnected(); // before anything is written: an instance that is gone takes nothing
        ParamSnapshot before = session.wanted(push.slot());
        long generation = session.nextGeneration();
        List<StoredChange> inForce = inForce(session, others);
        Map<Long, ChangeStatus> statuses = new LinkedHashMap<>(others);
        boolean everything = push.kind() == ChangeKind.preset && !push.after().sameAs(before);
        statuses.putAll(replaced(inForce, push.slot(), push.after(), everything));
        statuses.putAll(waiting(session));
        Map<Long, ChangeStatus> earlier = earlier(statuses.keySet());
        StoredChange written = store.commit(
                new NewChange(
                        session.id(),
                        clock.millis(),
                        push.kind(),
                        push.status(),
                        push.who(),
                        push.strategy(),
                        push.explanation(),
                        ParamSets.toMap(before),
                        ParamSets.toMap(push.after()),
                        generation,
                        push.evidence(),
                        push.situation(),
                        push.parent(),
                        push.slot(),
                        session.generation()),
                statuses);
        whenWritten.run();
        earlier.put(written.change().id(), ChangeStatus.replaced);
        post(session, written, generation, push.mailboxKind(), inForce, statuses, earlier);
        return written;
    }

    /** Pushes a proposal that waited. */
    StoredChange pushProposal(EngineSession session, StoredChange proposal, ParamSnapshot after) {
        session.requireConnected();
        ParamSnapshot before = session.wanted(proposal.slot());
        long generation = session.nextGeneration();
        List<StoredChange> inForce = inForce(session, Map.of());
        Map<Long, ChangeStatus> statuses = replaced(inForce, proposal.slot(), after, false);
        Map<Long, ChangeStatus> earlier = earlier(statuses.keySet());
        earlier.put(proposal.change().id(), ChangeStatus.replaced);
        StoredChange pushed = store.setPushed(
                proposal.change().id(), ParamSets.toMap(before), ParamSets.toMap(after), generation, statuses);
        post(session, pushed, generation, ParamMailbox.KIND_ACCEPTED, inForce, statuses, earlier);
        return pushed;
    }

    /** Pushes the next part of a movement that a person has begun: its entry goes from where it began to here. */
    StoredChange goOn(EngineSession session, StoredChange begun, Explanation explanation, ParamSnapshot after) {
        session.requireConnected();
        Change was = begun.change();
        long generation = session.nextGeneration();
        List<StoredChange> inForce = inForce(session, Map.of());
        inForce.removeIf(change -> change.change().id() == was.id());
        Map<Long, ChangeStatus> statuses = replaced(inForce, begun.slot(), after, false);
        statuses.putAll(waiting(session));
        Map<Long, ChangeStatus> earlier = earlier(statuses.keySet());
        StoredChange moved =
                store.setMoved(was.id(), explanation, ParamSets.toMap(after), generation, clock.millis(), statuses);
        try {
            post(session, moved, generation, ParamMailbox.KIND_CHOSEN, inForce, statuses, earlier);
        } catch (ProblemException e) {
            tell(store.setMoved(was.id(), was.explanation(), was.after(), was.generation(), was.at(), Map.of()));
            throw e;
        }
        return moved;
    }

    private Map<Long, ChangeStatus> earlier(Set<Long> ids) {
        Map<Long, ChangeStatus> earlier = new LinkedHashMap<>();
        for (long id : ids) {
            store.find(id).ifPresent(change -> earlier.put(id, change.change().status()));
        }
        return earlier;
    }

    /**
     * Posts what is written down and tells about it.
     *
     * @param earlier what holds again where the engine has ended between the two, and nothing of it is heard
     */
    private void post(
            EngineSession session,
            StoredChange written,
            long generation,
            int kind,
            List<StoredChange> inForce,
            Map<Long, ChangeStatus> statuses,
            Map<Long, ChangeStatus> earlier) {
        List<StoredChange> heard = new ArrayList<>();
        heard.add(written);
        inForce.stream()
                .filter(change -> isInForce(statuses.getOrDefault(
                        change.change().id(), change.change().status())))
                .forEach(heard::add);
        Optional<StoredChange> learned = heard.stream()
                .filter(change -> change.change().kind() == ChangeKind.learned)
                .findFirst();
        try {
            session.post(
                    generation,
                    kind,
                    written.slot(),
                    written.after(),
                    learned.map(change -> change.change().id()).orElse(null),
                    learned.map(StoredChange::before).orElse(null));
        } catch (ProblemException e) {
            store.setStatus(earlier);
            tellAll(earlier);
            throw e;
        }
        tellAll(statuses);
        events.tell("change", session.id(), written.change());
        events.tell("parameters", session.id(), session.parameters());
        events.tell("engine", session.id(), session.info());
        store.sync();
    }

    /** In force now, or made so by {@code others}; newest first. */
    private List<StoredChange> inForce(EngineSession session, Map<Long, ChangeStatus> others) {
        List<StoredChange> inForce =
                new ArrayList<>(store.withStatus(session.id(), ChangeStatus.in_force, ChangeStatus.watching));
        inForce.removeIf(change -> others.containsKey(change.change().id()));
        others.forEach((id, status) -> {
            if (isInForce(status)) {
                store.find(id).ifPresent(inForce::add);
            }
        });
        inForce.sort(
                (one, other) -> Long.compare(other.change().id(), one.change().id()));
        return inForce;
    }

    /** Proposals that wait for a click: another set makes them stale. */
    Map<Long, ChangeStatus> waiting(EngineSession session) {
        Map<Long, ChangeStatus> waiting = new LinkedHashMap<>();
        store.withStatus(session.id(), ChangeStatus.proposed, ChangeStatus.proposed)
                .forEach(change -> waiting.put(change.change().id(), ChangeStatus.replaced));
        return waiting;
    }

    /** What is over by a new set: entries of which nothing is left in it. */
    private static Map<Long, ChangeStatus> replaced(
            List<StoredChange> inForce, int slot, ParamSnapshot after, boolean everything) {
        Map<Long, ChangeStatus> replaced = new LinkedHashMap<>();
        for (StoredChange change : inForce) {
            if (change.slot() == slot && (everything || !change.isHeardIn(after))) {
                replaced.put(change.change().id(), ChangeStatus.replaced);
            }
        }
        return replaced;
    }

    static boolean isInForce(ChangeStatus status) {
        return status == ChangeStatus.in_force || status == ChangeStatus.watching;
    }

    /** Tells about entries whose status changed. */
    void tellAll(Map<Long, ChangeStatus> statuses) {
        for (long id : statuses.keySet()) {
            store.find(id).ifPresent(this::tell);
        }
    }

    void tell(StoredChange change) {
        events.tell("change", change.change().engineId(), change.change());
    }
}
