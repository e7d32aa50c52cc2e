package attune.control.change;

import attune.api.AbstentionRequest;
import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Explanation;
import attune.api.LearningMode;
import attune.api.MeasurementRequest;
import attune.api.ProposalRequest;
import attune.api.Situation;
import attune.control.guard.OnAirLock;
import attune.control.guard.ParamSets;
import attune.control.guard.SafetyGuard;
import attune.control.guard.UserBounds;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineSession;
import attune.control.store.ChangeStore;
import attune.control.store.NewChange;
import attune.control.store.StoredChange;
import attune.control.words.Numbers;
import attune.param.ParamSnapshot;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the agent asks for: proposals, abstentions, what it measured afterwards. Any thread. */
public final class ProposalService {
    private static final long ABSTAINED_AGAIN_MS = 60_000;
    private static final long MOVED_CLOCK_NS_TO_MS = 1_000_000;

    private record Abstained(String reason, long at, Change change) {}

    private final ChangeStore store;
    private final Pusher pusher;
    private final UndoService undo;
    private final Supplier<UserBounds> bounds;
    private final BooleanSupplier keepsFeatures;
    private final Clock clock;
    private final Map<String, Abstained> lastAbstained = new ConcurrentHashMap<>();

    /** @param keepsFeatures whether what was heard may be written down with a change */
    ProposalService(
            ChangeStore store,
            Pusher pusher,
            UndoService undo,
            Supplier<UserBounds> bounds,
            BooleanSupplier keepsFeatures,
            Clock clock) {
        this.store = store;
        this.pusher = pusher;
        this.undo = undo;
        this.bounds = bounds;
        this.keepsFeatures = keepsFeatures;
        this.clock = clock;
    }

    /**
     * Takes a proposal: pushed at once in mode auto, kept for a click in mode suggest.
     *
     * @throws ProblemException 409 when learning may not propose now or the proposal is stale, 422 outside bounds
     */
    public Change propose(EngineSession session, ProposalRequest request) {
        session.changes().lock();
        try {
            LearningMode mode = session.mode();
            requireMayPropose(session, mode);
            requireFresh(session, request.baseGeneration(), request.slot());
            ParamSnapshot inForce = session.wanted();
            ParamSnapshot wanted = ParamSets.complete(request.params());
            SafetyGuard.check(inForce, wanted, bounds.get());
            if (wanted.sameAs(inForce)) {
                throw ProblemException.conflict("nothing", "The proposal moves nothing.");
            }
            return mode == LearningMode.auto
                    ? pushNow(session, request, inForce, wanted).change()
                    : keep(session, request, inForce, wanted).change();
        } finally {
            session.changes().unlock();
        }
    }

    private static void requireMayPropose(EngineSession session, LearningMode mode) {
        if (session.isFrozen()) {
            throw ProblemException.conflict("frozen", "Learning is frozen: nothing changes until you resume it.");
        }
        if (session.isRendering()) {
            throw ProblemException.conflict(
                    "rendering", "The host renders offline: nothing is learned until it plays live again.");
        }
        if (mode == LearningMode.off || mode == LearningMode.observe) {
            throw ProblemException.conflict(
                    "mode", "Learning is set to " + mode + ", which proposes nothing; suggest and auto do.");
        }
    }

    private static void requireFresh(EngineSession session, long baseGeneration, int slot) {
        if (baseGeneration != session.generation() || slot != session.slot()) {
            throw ProblemException.conflict(
                    "stale",
                    "The proposal was made for set " + baseGeneration + " in slot " + slotName(slot) + "; set "
                            + session.generation() + " in slot " + slotName(session.slot()) + " is in force.");
        }
    }

    private @Nullable Situation kept(@Nullable Situation situation) {
        return keepsFeatures.getAsBoolean() ? situation : null;
    }

    static String slotName(int slot) {
        return slot >= 0 && slot < 4 ? String.valueOf("ABCD".charAt(slot)) : Integer.toString(slot);
    }

    private StoredChange pushNow(
            EngineSession session, ProposalRequest request, ParamSnapshot inForce, ParamSnapshot wanted) {
        long nowMs = System.nanoTime() / MOVED_CLOCK_NS_TO_MS;
        double share = session.isOnAir() ? session.onAirLock().share(inForce, wanted, nowMs) : 1;
        if (share == 0) {
            throw ProblemException.conflict(
                    "on-air",
                    "The on-air lock lets a level move " + Numbers.plain(OnAirLock.LEVEL_PER_MINUTE, 1)
                            + " dB a minute, and this minute's is used up.");
        }
        ParamSnapshot after = OnAirLock.scaled(inForce, wanted, share);
        StoredChange pushed = pusher.push(
                session,
                new Push(
                        ChangeKind.learned,
                        ChangeStatus.watching,
                        "agent",
                        request.strategy(),
                        share < 1 ? onAir(request.explanation(), share) : request.explanation(),
                        request.slot(),
                        after,
                        request.evidence(),
                        kept(request.situation()),
                        null),
                Map.of());
        session.onAirLock().moved(inForce, after, nowMs);
        return pushed;
    }

    private static Explanation onAir(Explanation explanation, double share) {
        return new Explanation(
                explanation.sentence() + " On air: " + Numbers.plain(100 * share, 0) + "\u202F% of that move for now.",
                explanation.parts());
    }

    private StoredChange keep(
            EngineSession session, ProposalRequest request, ParamSnapshot inForce, ParamSnapshot wanted) {
        Map<Long, ChangeStatus> older = pusher.waiting(session);
        StoredChange kept = store.add(
                new NewChange(
                        session.id(),
                        clock.millis(),
                        ChangeKind.learned,
                        ChangeStatus.proposed,
                        "agent",
                        request.strategy(),
                        request.explanation(),
                        ParamSets.toMap(inForce),
                        ParamSets.toMap(wanted),
                        0,
                        request.evidence(),
                        kept(request.situation()),
                        null,
                        request.slot(),
                        request.baseGeneration()),
                older);
        pusher.tellAll(older);
        pusher.tell(kept);
        return kept;
    }

    /**
     * A person says yes to a waiting proposal; saying so twice changes nothing.
     *
     * @throws ProblemException 409 when another set is in force since, 422 when bounds became tighter
     */
    public Change accept(EngineSession session, long id) {
        session.changes().lock();
        try {
            StoredChange proposal = require(id);
            if (Pusher.isInForce(proposal.change().status())) {
                return proposal.change();
            }
            requireStatus(proposal, ChangeStatus.proposed, "accepted");
            if (proposal.baseGeneration() != session.generation() || proposal.slot() != session.slot()) {
                Map<Long, ChangeStatus> expired = Map.of(id, ChangeStatus.replaced);
                store.setStatus(expired);
                pusher.tellAll(expired);
                throw ProblemException.conflict(
                        "stale", "The sound has changed since this was proposed, so it does not fit any more.");
            }
            SafetyGuard.check(session.wanted(), proposal.after(), bounds.get());
            return pusher.pushProposal(session, proposal, proposal.after()).change();
        } finally {
            session.changes().unlock();
        }
    }

    /** A person says no; saying so twice changes nothing. */
    public Change reject(EngineSession session, long id) {
        session.changes().lock();
        try {
            StoredChange proposal = require(id);
            if (proposal.change().status() == ChangeStatus.rejected) {
                return proposal.change();
            }
            requireStatus(proposal, ChangeStatus.proposed, "rejected");
            Map<Long, ChangeStatus> rejected = Map.of(id, ChangeStatus.rejected);
            store.setStatus(rejected);
            pusher.tellAll(rejected);
            return require(id).change();
        } finally {
            session.changes().unlock();
        }
    }

    /** Forgets why nothing was changed. */
    void forget() {
        lastAbstained.clear();
    }

    /** Writes down why nothing was changed; the same reason again within a minute is answered with the entry there is. */
    public Change abstain(EngineSession session, AbstentionRequest request) {
        session.changes().lock();
        try {
            long now = clock.millis();
            Abstained last = lastAbstained.get(session.id());
            if (last != null && last.reason().equals(request.reason()) && now - last.at() < ABSTAINED_AGAIN_MS) {
                return last.change();
            }
            Map<String, Double> inForce = ParamSets.toMap(session.wanted());
            StoredChange written = store.add(
                    new NewChange(
                            session.id(),
                            now,
                            ChangeKind.abstained,
                            ChangeStatus.left_alone,
                            "agent",
                            request.reason(),
                            request.explanation(),
                            inForce,
                            inForce,
                            0,
                            request.evidence(),
                            kept(request.situation()),
                            null,
                            session.slot(),
                            session.generation()),
                    Map.of());
            lastAbstained.put(session.id(), new Abstained(request.reason(), now, written.change()));
            pusher.tell(written);
            return written.change();
        } finally {
            session.changes().unlock();
        }
    }

    /**
     * What the watcher found. A "fail" takes the change back, unless learning is frozen or a person was faster.
     *
     * @return the change; where it was taken back, with that status
     */
    public Change measured(EngineSession session, long id, MeasurementRequest request) {
        session.changes().lock();
        try {
            StoredChange change = require(id);
            ChangeStatus status = change.change().status();
            boolean fails = request.verdict().equals("fail");
            boolean takeBack = fails
                    && Pusher.isInForce(status)
                    && !session.isFrozen()
                    && session.isConnected()
                    && change.slot() == session.slot()
                    && change.isHeardIn(session.wanted());
            ChangeStatus held = status == ChangeStatus.watching && !takeBack ? ChangeStatus.in_force : status;
            StoredChange measured = store.setMeasured(id, request.measured(), request.verdict(), held);
            if (takeBack) {
                undo.rollBack(session, measured, request.reason());
            } else {
                pusher.tell(measured);
            }
            return require(id).change();
        } finally {
            session.changes().unlock();
        }
    }

    private StoredChange require(long id) {
        return store.find(id).orElseThrow(() -> ProblemException.unknown("change", Long.toString(id), ""));
    }

    private static void requireStatus(StoredChange change, ChangeStatus wanted, String done) {
        if (change.change().status() != wanted) {
            throw ProblemException.conflict(
                    "status",
                    "Change " + change.change().id() + " can't be " + done + ": its status is "
                            + change.change().status().name().replace('_', ' ') + ".");
        }
    }
}
