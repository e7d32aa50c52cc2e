package attune.learn.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ThompsonBanditTest {
    private static final double[] ARMS = {0.2, 0.35, 0.5, 0.65, 0.8};
    private static final int PULLS = 5_000;

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Expected loss against always pulling the best arm. */
    private static double regret(long seed, int pulls) {
        ThompsonBandit bandit = new ThompsonBandit(ARMS.length, random(seed));
        RandomGenerator world = random(seed + 1000);
        double regret = 0;
        for (int pull = 0; pull < pulls; pull++) {
            int arm = bandit.choose();
            bandit.learn(arm, world.nextDouble() < ARMS[arm], 1);
            regret += ARMS[ARMS.length - 1] - ARMS[arm];
        }
        return regret;
    }

    /** Lai and Robbins: no good policy does asymptotically better than this many expected losses. */
    private static double lowerBound(int pulls) {
        double best = ARMS[ARMS.length - 1];
        double sum = 0;
        for (int arm = 0; arm < ARMS.length - 1; arm++) {
            double p = ARMS[arm];
            double divergence = p * Math.log(p / best) + (1 - p) * Math.log((1 - p) / (1 - best));
            sum += (best - p) / divergence;
        }
        return sum * Math.log(pulls);
    }

    @Test
    void regret_when_arms_are_stationary_expect_within_twice_the_asymptotic_bound_and_far_below_uniform_play() {
        double mean = 0;
        for (int seed = 0; seed < 20; seed++) {
            mean += regret(seed, PULLS) / 20;
        }
        double uniform = PULLS * 0.3;

        assertThat(mean).isLessThan(2 * lowerBound(PULLS)).isLessThan(uniform / 20);
    }

    @Test
    void regret_when_played_ten_times_longer_expect_grows_like_the_logarithm_not_with_time() {
        double early = 0;
        double late = 0;
        for (int seed = 0; seed < 10; seed++) {
            early += regret(seed, 1_000);
            late += regret(seed, 10_000);
        }
        assertThat(late / early).isLessThan(2.5);
    }

    @Test
    void order_when_history_and_seed_are_the_same_expect_the_same_order() {
        List<String> names = List.of("hum", "noise", "tone");
        StrategyBandits a = new StrategyBandits(names, 7);
        StrategyBandits b = new StrategyBandits(names, 7);
        for (int i = 0; i < 10; i++) {
            assertThat(a.order("speech")).isEqualTo(b.order("speech"));
        }
    }

    @Test
    void order_when_a_strategy_always_won_in_one_class_expect_first_there_and_nothing_known_elsewhere() {
        StrategyBandits bandits = new StrategyBandits(List.of("hum", "noise", "tone"), 1);
        for (int i = 0; i < 30; i++) {
            bandits.learn("speech", "tone", true, 1);
            bandits.learn("speech", "hum", false, 1);
            bandits.learn("speech", "noise", false, 1);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(bandits.order("speech")).first().isEqualTo("tone");
        }
        assertThat(bandits.mean("music", "tone")).isEqualTo(0.5);
        bandits.learn("speech", "a strategy of last year", true, 1);
        bandits.reset();
        assertThat(bandits.mean("speech", "tone")).isEqualTo(0.5);
    }

    @Test
    void learn_when_weight_is_nothing_expect_refused_with_value() {
        ThompsonBandit bandit = new ThompsonBandit(1, random(1));

        assertThatThrownBy(() -> bandit.learn(0, true, 0)).hasMessage("weight=0.0, allowed is above 0");
        assertThatThrownBy(() -> new ThompsonBandit(0, random(1))).hasMessage("arms=0, at least 1 is needed");
        assertThat(bandit.tries(0)).isZero();
    }
}
