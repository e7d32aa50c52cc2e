package attune.learn.loop;

import attune.api.Experience;
import attune.api.LearningInsights.Pattern;
import attune.learn.bandit.StrategyBandits;
import attune.learn.explain.Wording;
import attune.learn.memory.LearningMemory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Learning from experience: what was tried goes once into the memory of sets that served and into the bandits that say who
 * is tried first; patterns and insights come out of it. One thread.
 */
public final class SelfLearningSystem {
    /** A verdict of live sound counts as much as so many auditions. */
    private static final double MEASURED_WEIGHT = 3;

    /** An insight is told from this confidence on: better than a coin. */
    private static final double TOLD_FROM = 0.5;

    private final LearningMemory memory;
    private final StrategyBandits bandits;
    private final double noise;
    private final Deque<Experience> waiting = new ArrayDeque<>();
    private final Map<Key, Boolean> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
            return size() > 2 * LearningMemory.LARGEST_EXPERIENCES;
        }
    };

    /** What makes an experience another one: the server gives it a number only after it was learned from. */
    private record Key(String engineId, long at, String strategy, Map<String, Double> params, boolean measured) {
        private static Key of(Experience e) {
            return new Key(e.engineId(), e.at(), e.strategy(), e.params(), e.measured() != null);
        }
    }

    /**
     * A learner that knows nothing yet.
     *
     * @param noise of the judge, in steps: an effect below it is no success
     */
    public SelfLearningSystem(LearningMemory memory, StrategyBandits bandits, double noise) {
        this.memory = memory;
        this.bandits = bandits;
        this.noise = noise;
    }

    /**
     * Takes an experience in, unless it is known already; it counts with the next {@link #updateModels}.
     *
     * @return whether it is new
     */
    public boolean learnFromExperience(Experience experience) {
        if (known.put(Key.of(experience), true) != null) {
            memory.seen(experience.number());
            return false;
        }
        waiting.addLast(experience);
        return true;
    }

    /** Forgets all of them: those that still count are to be taken in again. */
    public void beginAnew() {
        waiting.clear();
        known.clear();
        memory.beginAnew();
        bandits.reset();
    }

    /** Whether anything has come in since the last update. */
    public boolean shouldUpdate() {
        return !waiting.isEmpty();
    }

    /**
     * Learns from what waits, oldest first.
     *
     * @param batchSize at most so many
     * @return how many
     */
    public int updateModels(int batchSize) {
        int done = 0;
        for (; done < batchSize && !waiting.isEmpty(); done++) {
            learn(waiting.removeFirst());
        }
        return done;
    }

    private void learn(Experience experience) {
        memory.experience(experience);
        Double measured = experience.measured();
        double gain = gain(experience);
        if (Double.isNaN(gain)) {
            return; // an audition without a figure says nothing about its strategy
        }
        bandits.learn(
                experience.situation(),
                experience.strategy(),
                gain > noise ? 1 : 0,
                measured == null ? 1 : MEASURED_WEIGHT);
    }

    private static double gain(Experience experience) {
        Double measured = experience.measured();
        return measured == null ? experience.overIncumbent() : measured;
    }

    /**
     * What each strategy did for each kind of content, of all experiences that are kept; the surest first.
     *
     * @param minConfidence of a pattern's confidence, 0 to 1
     */
    public List<Pattern> extractPatterns(double minConfidence) {
        Map<List<String>, double[]> sums = new LinkedHashMap<>();
        for (Experience experience : memory.experiences()) {
            double gain = gain(experience);
            if (Double.isFinite(gain)) {
                double[] sum = sums.computeIfAbsent(
                        List.of(experience.strategy(), experience.situation().contentClass()), key -> new double[3]);
                sum[0]++;
                sum[1] += gain > noise ? 1 : 0;
                sum[2] += gain;
            }
        }
        List<Pattern> patterns = new ArrayList<>();
        sums.forEach((key, sum) ->
                patterns.add(Wilson.pattern(key.get(0), key.get(1), (int) sum[0], (int) sum[1], sum[2] / sum[0])));
        patterns.removeIf(pattern -> pattern.confidence() < minConfidence);
        patterns.sort(Comparator.comparingDouble(Pattern::confidence)
                .thenComparingDouble(Pattern::improvement)
                .reversed());
        return patterns;
    }

    /** What is sure enough to be told, a sentence each. */
    public List<String> generateInsights() {
        return extractPatterns(TOLD_FROM).stream()
                .map(pattern -> "On " + pattern.contentClass() + ", " + pattern.strategy() + " helped in "
                        + pattern.successes() + " of " + pattern.tries() + " tries, by "
                        + Wording.scoreChange(pattern.improvement()) + " steps on average.")
                .toList();
    }
}
