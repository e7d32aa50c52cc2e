package attune.control.change;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Explanation;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineSession;
import attune.control.store.ChangeStore;
import attune.control.store.StoredChange;
import attune.control.words.Sentences;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Scale;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes changes back. What a change moved and nobody moved since returns to where it was, bit for bit; where it is the
 * newest in force, that is exactly the set before it. Any thread.
 */
public final class UndoService {
    private final ChangeStore store;
    private final Pusher pusher;

    UndoService(ChangeStore store, Pusher pusher) {
        this.store = store;
        this.pusher = pusher;
    }

    /**
     * A person takes a change back. Taking an undo back brings the change again.
     *
     * @return the new entry; the one there is where it was undone already
     * @throws ProblemException 409 where nothing of it is left
     */
    public Change undo(EngineSession session, long id) {
        session.changes().lock();
        try {
            StoredChange change = require(id);
            if (change.change().status() == ChangeStatus.undone) {
                return store.childOf(id, ChangeKind.undo).orElse(change).change();
            }
            return takeBack(session, change, ChangeKind.undo, ChangeStatus.undone, "you", "")
                    .change();
        } finally {
            session.changes().unlock();
        }
    }

    /**
     * Takes the newest change in force back that is not itself an undo.
     *
     * @throws ProblemException 409 where there is none
     */
    public Change undoLast(EngineSession session) {
        session.changes().lock();
        try {
            StoredChange last = store.withStatus(session.id(), ChangeStatus.in_force, ChangeStatus.watching).stream()
                    .filter(change -> change.slot() == session.slot() && change.movedAnything())
                    .filter(change -> change.change().kind() != ChangeKind.undo
                            && change.change().kind() != ChangeKind.rollback)
                    .findFirst()
                    .orElseThrow(() -> ProblemException.conflict(
                            "nothing", "There is nothing to undo: no change is in force in this slot."));
            return takeBack(session, last, ChangeKind.undo, ChangeStatus.undone, "you", "")
                    .change();
        } finally {
            session.changes().unlock();
        }
    }

    /** The watcher takes a change back. Under the session's changes. */
    void rollBack(EngineSession session, StoredChange change, String reason) {
        takeBack(session, change, ChangeKind.rollback, ChangeStatus.taken_back, "agent", reason);
    }

    /** A down-vote takes a change back. */
    Change takeBackForVote(EngineSession session, StoredChange change, String who) {
        session.changes().lock();
        try {
            return takeBack(session, change, ChangeKind.undo, ChangeStatus.undone, who, "It was voted down.")
                    .change();
        } finally {
            session.changes().unlock();
        }
    }

    private StoredChange takeBack(
            EngineSession session, StoredChange change, ChangeKind kind, ChangeStatus status, String who, String why) {
        requireSlot(session, change);
        requireInForce(change);
        ParamSnapshot now = session.wanted();
        ParamSnapshot back = mixed(now, change, 0);
        if (back.sameAs(now)) {
            throw ProblemException.conflict(
                    "nothing", "Nothing of change " + change.change().id() + " is left to take back.");
        }
        Explanation explanation =
                Sentences.takenBack(change.change().explanation().sentence(), why, now, back);
        Push push = new Push(
                kind,
                ChangeStatus.in_force,
                who,
                "",
                explanation,
                change.slot(),
                back,
                null,
                null,
                change.change().id());
        return pusher.push(session, push, statusesBy(change, status));
    }

    /** The change itself, those that it had replaced, and where it was an undo, what that took back. */
    private Map<Long, ChangeStatus> statusesBy(StoredChange change, ChangeStatus status) {
        Map<Long, ChangeStatus> statuses = new LinkedHashMap<>();
        statuses.put(change.change().id(), status);
        for (StoredChange replaced : store.replacedBy(change.change().id())) {
            if (replaced.change().generation() > 0) {
                statuses.put(replaced.change().id(), ChangeStatus.in_force);
            }
        }
        Long parent = change.change().parent();
        boolean takesBack =
                change.change().kind() == ChangeKind.undo || change.change().kind() == ChangeKind.rollback;
        if (takesBack && parent != null) {
            statuses.put(parent, ChangeStatus.in_force);
        }
        return statuses;
    }

    /**
     * "Less of that": half of what is left of a change goes. Under the session's changes.
     *
     * @return what {@link #push} does about it
     * @throws ProblemException 409 where nothing of it is left
     */
    Push half(EngineSession session, long id) {
        StoredChange change = require(id);
        requireSlot(session, change);
        requireInForce(change);
        ParamSnapshot now = session.wanted();
        ParamSnapshot less = mixed(now, change, 0.5);
        if (less.sameAs(now)) {
            throw ProblemException.conflict("nothing", "Nothing of change " + id + " is left to make less of.");
        }
        Explanation explanation = Sentences.lessOf(change.change().explanation().sentence(), now, less);
        return Push.byPerson(ChangeKind.manual, explanation, change.slot(), less, id);
    }

    /**
     * Under the session's changes.
     *
     * @param whenWritten done when the change is written down, before it is posted and told
     */
    Change push(EngineSession session, Push push, Runnable whenWritten) {
        return pusher.push(session, push, Map.of(), whenWritten).change();
    }

    /** {@code now} with what the change moved and nobody moved since at a share of that move. */
    private static ParamSnapshot mixed(ParamSnapshot now, StoredChange change, double share) {
        ParamSnapshot mixed = new ParamSnapshot(now);
        for (ParamTable param : ParamTable.all()) {
            if (change.moved(param) && now.get(param) == change.after().get(param)) {
                mixed.set(
                        param,
                        between(
                                param,
                                change.before().get(param),
                                change.after().get(param),
                                share));
            }
        }
        return mixed;
    }

    private static double between(ParamTable param, double before, double after, double share) {
        if (share == 0) {
            return before;
        }
        return param.spec().scale() == Scale.LOG
                ? before * StrictMath.pow(after / before, share)
                : before + share * (after - before);
    }

    private static void requireSlot(EngineSession session, StoredChange change) {
        if (change.slot() != session.slot()) {
            throw ProblemException.conflict(
                    "slot",
                    "Change " + change.change().id() + " is of slot " + ProposalService.slotName(change.slot())
                            + ", and slot " + ProposalService.slotName(session.slot()) + " plays.");
        }
    }

    private static void requireInForce(StoredChange change) {
        ChangeStatus status = change.change().status();
        if (status == ChangeStatus.undone || status == ChangeStatus.taken_back) {
            throw ProblemException.conflict(
                    "status", "Change " + change.change().id() + " was taken back already; nothing is done.");
        }
        if (!Pusher.isInForce(status)) {
            throw ProblemException.conflict(
                    "status",
                    "Change " + change.change().id() + " is not in force: its status is "
                            + status.name().replace('_', ' ') + ".");
        }
    }

    private StoredChange require(long id) {
        return store.find(id).orElseThrow(() -> ProblemException.unknown("change", Long.toString(id), ""));
    }

    /** The change with this number where it is in force; null otherwise. */
    @Nullable
    StoredChange inForce(long id) {
        return store.find(id)
                .filter(change -> Pusher.isInForce(change.change().status()))
                .orElse(null);
    }
}
