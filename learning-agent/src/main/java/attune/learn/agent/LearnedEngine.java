package attune.learn.agent;

import attune.api.EngineInfo;
import attune.api.Experience;
import attune.api.LearningMode;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * An engine that is learned for, and all that the steps of its loop share: who is spoken with, what is heard of it, when to
 * decide again. The agent's main thread, but for what says otherwise.
 *
 * @see EngineLearner
 */
final class LearnedEngine {
    private final ServerLink link;
    private final Learning learning;
    private final LiveBudget budget;
    private final LongSupplier clockMs;
    private final SourceWatch source = new SourceWatch();
    private final Pace pace = new Pace();
    private final WhyNot whyNot;
    private final HeardReport report;
    private volatile EngineInfo info;

    LearnedEngine(ServerLink link, Learning learning, LiveBudget budget, LongSupplier clockMs, EngineInfo info) {
        this.link = link;
        this.learning = learning;
        this.budget = budget;
        this.clockMs = clockMs;
        this.info = info;
        this.whyNot = new WhyNot(link, info.id());
        this.report = new HeardReport(link, info.id(), clockMs);
    }

    /** The engine as the server sees it now. Any thread. */
    void update(EngineInfo newInfo) {
        info = newInfo;
    }

    /** What is known of the engine. Any thread. */
    EngineInfo info() {
        return info;
    }

    ServerLink link() {
        return link;
    }

    Learning learning() {
        return learning;
    }

    LiveBudget budget() {
        return budget;
    }

    /** Milliseconds since 1970. */
    long nowMs() {
        return clockMs.getAsLong();
    }

    SourceWatch source() {
        return source;
    }

    Pace pace() {
        return pace;
    }

    WhyNot whyNot() {
        return whyNot;
    }

    /** What its learner does and hears. Any thread. */
    HeardReport report() {
        return report;
    }

    /** Whether there is anything to do for it. Any thread. */
    boolean isActive() {
        EngineInfo now = info;
        return now.connected() && now.mode() != LearningMode.off;
    }

    /** Whether an audition for this engine is still wanted. Any thread. */
    boolean isUnwanted() {
        return isUnwanted(info);
    }

    /** The same of an engine as the server sees it. */
    static boolean isUnwanted(EngineInfo now) {
        return !now.connected() || now.frozen() || now.mode() == LearningMode.off;
    }

    /** Learns from experiences, and keeps them over a restart. */
    void keep(List<Experience> experiences) throws LinkException {
        if (!experiences.isEmpty()) {
            learning.learn(experiences);
            link.keep(experiences);
        }
    }
}
