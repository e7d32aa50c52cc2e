package attune.learn.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.api.Situation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StrategyBanditsTest {
    private static final List<String> NAMES = List.of("hum", "noise", "tone");
    private static final Situation SPEECH = new Situation("speech", 0, List.of());
    private static final Situation MUSIC = new Situation("music", 0, List.of());

    private static StrategyBandits bandits(BanditConfig.Method method, long seed) {
        return new StrategyBandits(NAMES, new BanditConfig(method, 0.2, 1), seed);
    }

    @ParameterizedTest
    @EnumSource
    void order_when_history_and_seed_are_the_same_expect_the_same_order(BanditConfig.Method method) {
        StrategyBandits a = bandits(method, 7);
        StrategyBandits b = bandits(method, 7);
        for (int i = 0; i < 10; i++) {
            assertThat(a.order(SPEECH)).isEqualTo(b.order(SPEECH)).containsExactlyInAnyOrderElementsOf(NAMES);
        }
    }

    @ParameterizedTest
    @EnumSource
    void order_when_a_strategy_always_won_in_one_class_expect_first_there_and_nothing_known_elsewhere(
            BanditConfig.Method method) {
        StrategyBandits bandits = bandits(method, 1);
        double unknown = bandits.mean(MUSIC, "tone");
        for (int i = 0; i < 30; i++) {
            bandits.learn(SPEECH, "tone", 1, 1);
            bandits.learn(SPEECH, "hum", 0, 1);
            bandits.learn(SPEECH, "noise", 0, 1);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(bandits.order(SPEECH)).first().isEqualTo("tone");
        }
        assertThat(bandits.mean(MUSIC, "tone")).isEqualTo(unknown);
        bandits.learn(SPEECH, "a strategy of last year", 1, 1);
        bandits.reset();
        assertThat(bandits.mean(SPEECH, "tone")).isEqualTo(unknown);
    }

    @ParameterizedTest
    @EnumSource
    void learn_when_reward_or_weight_is_no_such_number_expect_refused_with_value_and_nothing_learned(
            BanditConfig.Method method) {
        StrategyBandits bandits = bandits(method, 1);
        double before = bandits.mean(SPEECH, "hum");

        assertThatThrownBy(() -> bandits.learn(SPEECH, "hum", Double.NaN, 1))
                .hasMessage("reward=NaN, allowed is 0 to 1");
        assertThatThrownBy(() -> bandits.learn(SPEECH, "hum", 1.5, 1)).hasMessage("reward=1.5, allowed is 0 to 1");
        assertThatThrownBy(() -> bandits.learn(SPEECH, "hum", 1, 0)).hasMessage("weight=0.0, allowed is above 0");
        assertThat(bandits.mean(SPEECH, "hum")).isEqualTo(before);
    }

    @Test
    void create_when_settings_are_out_of_range_expect_refused_with_value() {
        assertThatThrownBy(() -> new BanditConfig(BanditConfig.Method.UCB, -1, 1))
                .hasMessage("alpha=-1.0, allowed is 0 or more");
        assertThatThrownBy(() -> new BanditConfig(BanditConfig.Method.UCB, 1, 0))
                .hasMessage("decay=0.0, allowed is above 0 to 1");
        assertThatThrownBy(() -> new UcbBandit(0, 1, 1)).hasMessage("arms=0, at least 1 is needed");
        assertThatThrownBy(() -> new LinUcbBandit(2, 0, 1, 1)).hasMessage("size=0, at least 1 is needed");
        assertThatThrownBy(() -> new LinUcbBandit(2, 1, 1, 1).learn(0, new double[] {Double.NaN}, 1, 1))
                .hasMessage("context=NaN, allowed are finite numbers");
        assertThatThrownBy(() -> new LinUcbBandit(2, 1, 1, 1).learn(0, new double[2], 1, 1))
                .hasMessage("context=2 numbers, 1 are needed");
    }
}
