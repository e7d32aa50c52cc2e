package attune.control.change;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.Feedback;
import attune.api.FeedbackRequest;
import attune.api.Situation;
import attune.control.guard.ParamSets;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineSession;
import attune.control.store.ChangeStore;
import attune.control.store.FeedbackStore;
import attune.control.store.StorageException;
import attune.control.store.StoredChange;
import attune.control.stream.Events;
import attune.param.ParamSnapshot;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opinions: stored with what was audible, told to the agent, and acted on: a "down" on a learned change of the last ten
 * minutes takes it back, a "less" takes half of it back; stars, "1" to "5", only teach. Any thread.
 */
public final class FeedbackService {
    /** A down-vote takes a learned change back that is not older than this. */
    public static final long TAKEN_BACK_WITHIN_MS = 600_000;

    private static final Logger LOG = LoggerFactory.getLogger(FeedbackService.class);
    private static final List<String> VOTES = List.of("up", "down", "less", "1", "2", "3", "4", "5");
    private static final int LONGEST_ID = 100;

    private final FeedbackStore feedback;
    private final ChangeStore changes;
    private final UndoService undo;
    private final Events events;
    private final Clock clock;
    private final Map<String, Situation> lastHeard = new ConcurrentHashMap<>();
    /** Opinions that are stored, but on which the database did not let us act: the same one again does. */
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

    FeedbackService(FeedbackStore feedback, ChangeStore changes, UndoService undo, Events events, Clock clock) {
        this.feedback = feedback;
        this.changes = changes;
        this.undo = undo;
        this.events = events;
        this.clock = clock;
    }

    /** Remembers in which situation something was decided last. */
    public void heard(String engineId, @Nullable Situation situation) {
        if (situation != null) {
            lastHeard.put(engineId, situation);
        }
    }

    /** Forgets in which situations something was decided. */
    void forget() {
        lastHeard.clear();
        unanswered.clear();
    }

    /**
     * Takes an opinion; the same sender's id again changes nothing.
     *
     * @param source "panel", "host" or "cli"
     * @throws ProblemException 404 for an unknown change, 422 for an unknown vote
     */
    public Feedback vote(EngineSession session, FeedbackRequest request, String source) {
        check(request);
        session.changes().lock();
        try {
            Optional<Feedback> known = feedback.find(request.id());
            Feedback stored = known.orElseGet(() -> keep(session, request, source));
            if (known.isEmpty() || unanswered.contains(request.id())) {
                unanswered.add(request.id());
                act(session, stored);
                unanswered.remove(request.id());
            }
            feedback.sync();
            return stored;
        } finally {
            session.changes().unlock();
        }
    }

    /**
     * "Less of that" is an opinion too: half of what is left of a change goes, and the learner hears why. What can be
     * refused is refused before either is written, and where the change can't be written there is no opinion either. Where
     * only the opinion can't be, the change stands, and the log says that the learner will not hear of it. Where
     * the engine ends between writing and posting the opinion stands, and the change is replaced by what was before.
     *
     * @throws ProblemException 404 for an unknown change; 409 where nothing of it is left, or the engine is gone
     * @throws StorageException where the change could not be written down
     */
    public Change less(EngineSession session, long id, String source) {
        session.changes().lock();
        try {
            session.requireConnected();
            // The learner is to know why before it hears what came of it.
            return undo.push(session, undo.half(session, id), () -> keepLess(session, id, source));
        } finally {
            session.changes().unlock();
        }
    }

    private void keepLess(EngineSession session, long id, String source) {
        try {
            keep(session, new FeedbackRequest("less-" + UUID.randomUUID(), "less", null, id), source);
        } catch (StorageException e) {
            LOG.warn("Less of change {} is played, but the learner will not hear of it: {}", id, e.getMessage());
        }
    }

    private Feedback keep(EngineSession session, FeedbackRequest request, String source) {
        Feedback stored = feedback.commit(attributed(session, request, source));
        events.tell("feedback", session.id(), stored);
        return stored;
    }

    private static void check(FeedbackRequest request) {
        if (!VOTES.contains(request.vote())) {
            throw ProblemException.invalid(
                    "vote",
                    request.vote(),
                    "up, down, less, 1 to 5",
                    "A vote is up, down, less or stars from 1 to 5, not \"" + request.vote() + "\".");
        }
        if (request.id().isBlank() || request.id().length() > LONGEST_ID) {
            throw ProblemException.invalid(
                    "id", request.id(), "1 to 100 characters", "A vote's id has 1 to 100 characters.");
        }
    }

    private Feedback attributed(EngineSession session, FeedbackRequest request, String source) {
        EngineSession.Audible audible = session.audibleAt(request.frame());
        Long changeId = request.changeId() == null ? audible.changeId() : request.changeId();
        StoredChange change = changeId == null ? null : require(changeId);
        StoredChange named = request.changeId() == null ? null : change;
        if (named != null && !named.change().engineId().equals(session.id())) {
            throw ProblemException.invalid(
                    "changeId",
                    Long.toString(named.change().id()),
                    "a change of " + session.id(),
                    "Change " + named.change().id() + " is of the plugin instance \""
                            + named.change().engineId() + "\", not of \"" + session.id() + "\".");
        }
        ParamSnapshot before = named == null ? audible.before() : named.before();
        ParamSnapshot after = named == null ? audible.after() : named.after();
        Situation situation = change == null ? null : change.change().situation();
        return new Feedback(
                0,
                request.id(),
                session.id(),
                clock.millis(),
                source,
                request.vote(),
                changeId,
                before == null ? null : ParamSets.toMap(before),
                ParamSets.toMap(after),
                situation == null ? lastHeard.get(session.id()) : situation);
    }

    private StoredChange require(long id) {
        return changes.find(id).orElseThrow(() -> ProblemException.unknown("change", Long.toString(id), ""));
    }

    /** The opinion is stored by now: what can't be done about it is no failure of the vote. */
    private void act(EngineSession session, Feedback stored) {
        Long id = stored.changeId();
        StoredChange change = id == null ? null : undo.inForce(id);
        if (change == null || !session.isConnected() || change.slot() != session.slot()) {
            return;
        }
        boolean recent = change.change().kind() == ChangeKind.learned
                && clock.millis() - change.change().at() <= TAKEN_BACK_WITHIN_MS;
        try {
            if (stored.vote().equals("down") && recent) {
                Change taken =
                        undo.takeBackForVote(session, change, stored.source().equals("host") ? "host" : "you");
                LOG.debug("Change {} was voted down and taken back by {}.", id, taken.id());
            } else if (stored.vote().equals("less")) {
                undo.push(session, undo.half(session, change.change().id()), () -> {});
            }
        } catch (ProblemException e) {
            LOG.info("A vote on change {} changed nothing: {}", id, e.getMessage());
        }
    }
}
