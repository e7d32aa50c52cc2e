package attune.control.change;

import attune.api.EngineInfo;
import attune.api.LearningAttempt;
import attune.api.LearningInsights;
import attune.api.LearningMode;
import attune.api.ModelInUse;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineSession;
import attune.control.stream.Events;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Between people and the agent: what a person wants tried, and what the agent says that learning has come to. In memory
 * only: the changes that come of an attempt are in the timeline. Any thread.
 */
public final class LearningDesk {
    /** An agent that has not answered by then will not. */
    public static final long ANSWERED_WITHIN_MS = 120_000;

    private static final int REMEMBERED = 20;
    private static final int LONGEST_SENTENCE = 1_000;
    private static final List<String> METHODS = LearningAttempt.Request.METHODS;

    private final Events events;
    private final Clock clock;
    private final Map<String, LearningAttempt> attempts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LearningAttempt> eldest) {
            return size() > REMEMBERED;
        }
    };
    private LearningInsights insights = LearningInsights.NONE;
    private List<ModelInUse> models = List.of();

    LearningDesk(Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * Asks the agent to try what a method finds on the last seconds of an instance's input.
     *
     * @param agentIsHere whether there is an agent to do it
     * @throws ProblemException 422 for an unknown method; 409 where nothing can be tried: frozen, learning off, nothing captured,
     *     no agent, instance gone
     */
    public LearningAttempt ask(EngineSession session, String method, boolean agentIsHere) {
        if (!METHODS.contains(method)) {
            String allowed = String.join(", ", METHODS);
            throw ProblemException.invalid(
                    "method",
                    String.valueOf(method),
                    allowed,
                    "There is no method \"" + method + "\" to try; there are " + allowed + ".");
        }
        session.requireConnected();
        requireMayTry(session.info(), session.isRendering(), agentIsHere);
        return open(session.id(), method);
    }

    /** Opens an attempt on an instance. */
    LearningAttempt open(String engineId, String method) {
        LearningAttempt attempt =
                new LearningAttempt(UUID.randomUUID().toString(), engineId, clock.millis(), method, false, null, "");
        synchronized (this) {
            attempts.put(attempt.id(), attempt);
        }
        events.tell("attempt", engineId, attempt);
        return attempt;
    }

    private static void requireMayTry(EngineInfo engine, boolean rendering, boolean agentIsHere) {
        if (engine.frozen()) {
            throw ProblemException.conflict("frozen", "Learning is frozen: nothing is tried until you resume it.");
        }
        if (engine.mode() == LearningMode.off) {
            throw ProblemException.conflict("mode", "Learning is off, which tries nothing; suggest and auto do.");
        }
        if (rendering) {
            throw ProblemException.conflict(
                    "rendering", "The host renders offline: nothing is tried until it plays live again.");
        }
        if (engine.captureWhy() != null) {
            throw ProblemException.conflict(
                    "no-capture", "There is no sound to try anything on: " + engine.captureWhy() + ".");
        }
        if (!agentIsHere) {
            throw ProblemException.conflict(
                    "agent-away",
                    "The learning agent, which tries it, is not running; it starts within seconds while a plugin plays"
                            + " and learns.");
        }
    }

    /** An attempt. @throws ProblemException 404 for an unknown one */
    public synchronized LearningAttempt attempt(String id) {
        LearningAttempt attempt = attempts.get(id);
        if (attempt == null) {
            throw ProblemException.unknown("attempt", id, "");
        }
        return attempt;
    }

    /** The agent says what came of it; said twice, the first counts. */
    public LearningAttempt answer(String id, LearningAttempt.Outcome outcome) {
        LearningAttempt done;
        synchronized (this) {
            LearningAttempt asked = attempt(id);
            if (asked.done()) {
                return asked;
            }
            String sentence = outcome.sentence();
            done = new LearningAttempt(
                    id,
                    asked.engineId(),
                    asked.at(),
                    asked.method(),
                    true,
                    outcome.change(),
                    sentence.substring(0, Math.min(LONGEST_SENTENCE, sentence.length())));
            attempts.put(id, done);
        }
        events.tell("attempt", done.engineId(), done);
        return done;
    }

    /** Gives up what no agent has answered. Called every second. */
    public void everySecond() {
        long now = clock.millis();
        List<String> late;
        synchronized (this) {
            late = attempts.values().stream()
                    .filter(attempt -> !attempt.done() && now - attempt.at() > ANSWERED_WITHIN_MS)
                    .map(LearningAttempt::id)
                    .toList();
        }
        late.forEach(id -> answer(
                id,
                new LearningAttempt.Outcome(
                        null, "The learning agent did not get round to it: the machine is busy. Ask again.")));
    }

    /** What learning has come to, as the agent says; nothing until it said anything. */
    public synchronized LearningInsights insights() {
        return insights;
    }

    /** Forgets what the agent said of learning, after that was erased; models come with the program. */
    void forget() {
        setInsights(LearningInsights.NONE);
    }

    /** Trained models that came with the program, as the agent says; none until it said anything. */
    public synchronized List<ModelInUse> models() {
        return models;
    }

    /** The agent says so. */
    public void setModels(List<ModelInUse> newModels) {
        synchronized (this) {
            models = List.copyOf(newModels);
        }
        events.tell("models", null, newModels);
    }

    /** The agent says so. */
    public void setInsights(LearningInsights newInsights) {
        synchronized (this) {
            insights = newInsights;
        }
        events.tell("insights", null, newInsights);
    }
}
