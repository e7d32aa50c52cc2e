package attune.learn.agent;

import attune.api.Experience;
import attune.learn.bandit.StrategyBandits;
import attune.learn.env.Audition;
import attune.learn.judge.Judge;
import attune.learn.judge.LinearJudge;
import attune.learn.memory.LearningMemory;
import attune.learn.strategy.Proposals;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all engines of a user learn together. Memory may be filled from any thread; bandits and auditions belong to the
 * agent's main thread.
 */
final class Learning {
    /** A verdict of live sound counts as much as so many auditions. */
    private static final double MEASURED_WEIGHT = 3;

    private final Judge judge = new LinearJudge();
    private final Audition audition = new Audition(judge);
    private final Decider decider = new Decider(judge, audition);
    private final LearningMemory memory = new LearningMemory();
    private final StrategyBandits bandits;
    private final AtomicLong auditions = new AtomicLong();
    private volatile double xRealTime;
    private volatile boolean forget;

    /** @param seed of everything that is drawn by chance */
    Learning(long seed) {
        this.bandits = new StrategyBandits(Proposals.strategies(), seed);
    }

    Judge judge() {
        return judge;
    }

    Audition audition() {
        return audition;
    }

    Decider decider() {
        return decider;
    }

    LearningMemory memory() {
        return memory;
    }

    /** Learns from one experience: from the server's store at the start, or a new one. */
    void learn(Experience experience) {
        memory.experience(experience);
        Double measured = experience.measured();
        double gain = measured == null ? experience.overIncumbent() : measured;
        bandits.learn(
                experience.situation().contentClass(),
                experience.strategy(),
                gain > judge.noise(),
                measured == null ? 1 : MEASURED_WEIGHT);
    }

    /** Learns from several. */
    void learn(List<Experience> experiences) {
        experiences.forEach(this::learn);
    }

    /** Starts anew: experiences count no more, opinions do. Any thread; takes effect before the next decision. */
    void forgetExperiences() {
        memory.forgetExperiences();
        forget = true;
    }

    /** Strategies, the most promising first. */
    List<String> order(String contentClass) {
        if (forget) {
            forget = false;
            bandits.reset();
        }
        return bandits.order(contentClass);
    }

    /** Counts an audition. */
    void auditioned(double timesRealTime) {
        auditions.incrementAndGet();
        xRealTime = timesRealTime;
    }

    long auditions() {
        return auditions.get();
    }

    double xRealTime() {
        return xRealTime;
    }
}
