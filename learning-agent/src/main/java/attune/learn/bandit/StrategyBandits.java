package attune.learn.bandit;

import attune.api.Situation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * One {@link Bandit} for each content class; arms are strategies, found by name. Decides who is rendered first,
 * never what is pushed. Seeded by class, so that the same history gives the same order. One thread.
 */
public final class StrategyBandits {
    private static final String GENERATOR = "L64X128MixRandom";

    private final List<String> strategies;
    private final BanditConfig config;
    private final long seed;
    private final Map<String, Bandit> byClass = new HashMap<>();

    /** Nothing known yet about any of these strategies. */
    public StrategyBandits(List<String> strategies, BanditConfig config, long seed) {
        this.strategies = List.copyOf(strategies);
        this.config = config;
        this.seed = seed;
    }

    /** Strategies for this situation, the most promising first. */
    public List<String> order(Situation situation) {
        return order(situation.contentClass(), SituationContext.of(situation));
    }

    List<String> order(String contentClass, double[] context) {
        Bandit bandit = bandit(contentClass);
        double[] ratings = new double[strategies.size()];
        for (int arm = 0; arm < ratings.length; arm++) {
            ratings[arm] = bandit.rating(arm, context);
        }
        List<String> order = new ArrayList<>(strategies);
        order.sort(Comparator.comparingDouble((String name) -> -ratings[strategies.indexOf(name)]));
        return order;
    }

    /**
     * What came of a strategy's set in this situation; strategies that are not here any more are passed over.
     *
     * @param reward 0 to 1
     * @param weight how much it counts, above 0; 1 for one try
     * @throws IllegalArgumentException for anything else, with name and value; nothing is learned then
     */
    public void learn(Situation situation, String strategy, double reward, double weight) {
        learn(situation.contentClass(), SituationContext.of(situation), strategy, reward, weight);
    }

    void learn(String contentClass, double[] context, String strategy, double reward, double weight) {
        int arm = strategies.indexOf(strategy);
        if (arm >= 0) {
            bandit(contentClass).learn(arm, context, reward, weight);
        }
    }

    /** Expected reward of this strategy. */
    public double mean(Situation situation, String strategy) {
        return bandit(situation.contentClass()).mean(strategies.indexOf(strategy), SituationContext.of(situation));
    }

    /** Forgets everything. */
    public void reset() {
        byClass.clear();
    }

    private Bandit bandit(String contentClass) {
        return byClass.computeIfAbsent(contentClass, name -> {
            RandomGenerator random = RandomGeneratorFactory.of(GENERATOR).create(seed + name.hashCode());
            return config.create(strategies.size(), SituationContext.SIZE, random);
        });
    }
}
