package attune.learn.bandit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * One {@link ThompsonBandit} for each content class; arms are strategies, found by name. Decides who is rendered first,
 * never what is pushed. Seeded by class, so that the same history gives the same order. One thread.
 */
public final class StrategyBandits {
    private static final String GENERATOR = "L64X128MixRandom";

    private final List<String> strategies;
    private final long seed;
    private final Map<String, ThompsonBandit> byClass = new HashMap<>();

    /** Nothing known yet about any of these strategies. */
    public StrategyBandits(List<String> strategies, long seed) {
        this.strategies = List.copyOf(strategies);
        this.seed = seed;
    }

    /** Strategies for this class, the most promising draw first. */
    public List<String> order(String contentClass) {
        double[] draws = bandit(contentClass).draw();
        List<String> order = new ArrayList<>(strategies);
        order.sort(Comparator.comparingDouble((String name) -> -draws[strategies.indexOf(name)]));
        return order;
    }

    /** What came of a strategy's set in this class; strategies that are not here any more are passed over. */
    public void learn(String contentClass, String strategy, boolean success, double weight) {
        int arm = strategies.indexOf(strategy);
        if (arm >= 0) {
            bandit(contentClass).learn(arm, success, weight);
        }
    }

    /** Believed share of tries in which this strategy was better than what played. */
    public double mean(String contentClass, String strategy) {
        return bandit(contentClass).mean(strategies.indexOf(strategy));
    }

    /** Forgets everything. */
    public void reset() {
        byClass.clear();
    }

    private ThompsonBandit bandit(String contentClass) {
        return byClass.computeIfAbsent(contentClass, name -> {
            RandomGenerator random = RandomGeneratorFactory.of(GENERATOR).create(seed + name.hashCode());
            return new ThompsonBandit(strategies.size(), random);
        });
    }
}
