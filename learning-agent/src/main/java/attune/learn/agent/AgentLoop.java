package attune.learn.agent;

import attune.api.AgentStatus;
import attune.api.ApiVersion;
import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.EngineInfo;
import attune.api.Experience;
import attune.api.Feedback;
import attune.api.HealthSample;
import attune.api.LearningAttempt;
import attune.api.LearningInsights;
import attune.api.TasteAnswer;
import attune.api.TasteQuestion;
import attune.api.VersionPair;
import attune.learn.loop.FeedbackItem;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All engines of one connection to the server: gives each its turn, takes the server's events in, knows what the agent is
 * doing. {@link #step} belongs to the main thread; events and {@link #status} to any.
 */
final class AgentLoop implements ServerEvents {
    private static final int PAGE = 500;
    private static final int LARGEST_HISTORY = 500;
    /** Newest entries of the timeline in which hands on the controls are looked for. */
    private static final int LARGEST_TIMELINE = 1_000;

    /** What the agent is told to do most about comes first. */
    private static final List<String> STATES = List.of("auditioning", "watching", "listening", "frozen", "off");

    private final ServerLink link;
    private final Learning learning;
    private final LiveBudget budget;
    private final LongSupplier clockMs;
    private final String version;
    private final Runnable opinionTold;
    private final Map<String, EngineLearner> learners = new ConcurrentHashMap<>();
    private final TasteDesk desk;
    private final VersionDesk versions;
    private LearningInsights toldInsights = LearningInsights.NONE;
    private long listenedOnMs = Long.MIN_VALUE / 2;

    /**
     * A loop.
     *
     * @param opinionTold called on the socket's thread as soon as an opinion counts
     */
    AgentLoop(
            ServerLink link,
            Learning learning,
            LiveBudget budget,
            LongSupplier clockMs,
            String version,
            Runnable opinionTold) {
        this.link = link;
        this.learning = learning;
        this.budget = budget;
        this.clockMs = clockMs;
        this.version = version;
        this.opinionTold = opinionTold;
        Executor renders = TasteDesk.worker();
        LiveBudget rendersBudget = new LiveBudget(new MachineLoad()::freeShare);
        this.desk = new TasteDesk(link, learning, rendersBudget, renders, this::engineNow);
        this.versions = new VersionDesk(link, rendersBudget, renders, this::engineNow);
        budget.meanwhile(this::listenOn);
    }

    /** Loads what was learned and said before, as far as it is not known yet. */
    void remember() throws LinkException {
        SwitchedOff known = learning.switchedOff();
        learning.switchedOff(known, link.switchedOff());
        List<Feedback> opinions;
        do {
            opinions = link.feedbackAfter(learning.memory().feedbackSeen());
            opinions.forEach(this::take);
        } while (opinions.size() >= PAGE);
        SortedMap<Long, Change> timeline = new TreeMap<>();
        link.learnedChanges(LARGEST_HISTORY).forEach(change -> timeline.put(change.id(), change));
        link.changes(LARGEST_TIMELINE).forEach(change -> timeline.put(change.id(), change));
        timeline.values().forEach(this::take);
        readExperiences();
        desk.remember();
        link.models(learning.models());
        link.engines().forEach(this::engine);
        link.askedPairs().forEach(desk::question);
        link.askedVersions().forEach(versions::asked);
    }

    /** Those that are not known yet; all of them, where some of the known ones were deleted. */
    private void readExperiences() throws LinkException {
        if (learning.isOutdated()) {
            learning.beginAnew();
        }
        List<Experience> experiences;
        do {
            experiences = link.experiencesAfter(learning.memory().experienceSeen(), PAGE);
            learning.learn(experiences);
        } while (!experiences.isEmpty());
    }

    private @Nullable EngineInfo engineNow(String id) {
        EngineLearner learner = learners.get(id);
        return learner == null ? null : learner.info();
    }

    /** One turn for every engine. */
    void step() throws LinkException, InterruptedException {
        if (learning.isOutdated()) {
            readExperiences();
        }
        boolean alone =
                learners.values().stream().filter(EngineLearner::isActive).count() < 2;
        for (EngineLearner learner : learners.values()) {
            learner.tick(alone);
        }
        desk.tellFront();
        tellInsights();
    }

    private void tellInsights() throws LinkException {
        LearningInsights now = learning.insights();
        if (!now.equals(toldInsights)) {
            link.insights(now);
            toldInsights = now;
        }
    }

    /** On a busy machine one engine's audition may take minutes; what every engine hears is told all the same. */
    private void listenOn() {
        long now = clockMs.getAsLong();
        if (now - listenedOnMs >= HeardReport.ANALYSIS_MS) {
            listenedOnMs = now;
            learners.values().forEach(EngineLearner::listenOn);
        }
    }

    @Override
    public void engine(EngineInfo engine) {
        if (engine.connected()) {
            learners.computeIfAbsent(engine.id(), id -> new EngineLearner(link, learning, budget, clockMs, engine))
                    .update(engine);
        } else {
            EngineLearner gone = learners.remove(engine.id());
            if (gone != null) {
                gone.update(engine);
            }
        }
    }

    @Override
    public void change(Change change) {
        if (change.kind() != ChangeKind.abstained) { // it is this agent's own, who knows more of it
            take(change);
        }
        EngineLearner learner = learners.get(change.engineId());
        if (learner != null) {
            learner.changed(change);
        }
    }

    @Override
    public void feedback(Feedback feedback) {
        take(feedback);
        opinionTold.run();
        desk.tell();
    }

    @Override
    public void question(TasteQuestion question) {
        desk.question(question);
    }

    @Override
    public void versions(VersionPair pair) {
        versions.asked(pair);
    }

    @Override
    public void answer(TasteAnswer answer) {
        desk.answer(answer);
    }

    private void take(Change change) {
        learning.feedback().take(new FeedbackItem.Entry(change));
    }

    private void take(Feedback opinion) {
        learning.feedback().take(new FeedbackItem.Vote(opinion));
    }

    @Override
    public void attempt(LearningAttempt attempt) {
        EngineLearner learner = learners.get(attempt.engineId());
        if (learner != null && !attempt.done()) {
            learner.attempt(attempt);
        }
    }

    @Override
    public void health(HealthSample health) {
        budget.health(health);
        desk.health(health);
    }

    @Override
    public void switchedOff(SwitchedOff off) {
        learning.switchedOff(off);
    }

    @Override
    public void reset() {
        learning.forgetExperiences();
    }

    /** What the agent does now. */
    AgentStatus status() {
        String state = learners.isEmpty() ? "listening" : "off";
        String detail = learners.isEmpty() ? "No plugin plays." : "";
        for (EngineLearner learner : learners.values()) {
            HeardReport report = learner.report();
            if (STATES.indexOf(report.doing()) <= STATES.indexOf(state)) {
                state = report.doing();
                detail = report.detail();
            }
        }
        boolean paused = budget.isPaused();
        return new AgentStatus(
                ApiVersion.NUMBER,
                version,
                (int) ProcessHandle.current().pid(),
                paused ? "paused" : state,
                paused ? "paused: the machine is busy" : detail,
                learning.auditions(),
                learning.xRealTime(),
                learning.memory().feedbackSeen(),
                learning.breakers().resting(clockMs.getAsLong()));
    }
}
