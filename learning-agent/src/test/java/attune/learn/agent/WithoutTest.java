package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.learn.strategy.Proposals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WithoutTest {
    private static final List<String> CHOSEN = chosen();
    private static final Set<String> OFF_AT_FIRST = Set.of("policy", "factory-presets");

    @Test
    void learners_when_nothing_is_left_out_expect_all_that_are_on_at_first_in_the_order_that_was_chosen() {
        assertThat(Without.NOTHING.of(CHOSEN))
                .isEqualTo(CHOSEN.stream()
                        .filter(name -> !OFF_AT_FIRST.contains(name))
                        .toList());
    }

    @Test
    void learner_when_off_at_first_expect_it_where_it_is_added_and_only_those_can_be() {
        assertThat(Without.with(OFF_AT_FIRST).of(CHOSEN)).isEqualTo(CHOSEN);
        assertThat(Without.with(Set.of("policy")).label()).isEqualTo("with policy");
        assertThatThrownBy(() -> Without.with(Set.of("hum")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("with=hum")
                .hasMessageContaining("policy");
    }

    @Test
    void learners_when_left_out_expect_each_of_its_strategies_gone_and_no_other() {
        assertThat(new Without(Set.of("hum")).of(CHOSEN))
                .hasSize(Without.NOTHING.of(CHOSEN).size() - 1)
                .doesNotContain("hum");
        assertThat(new Without(Set.of("presets")).of(CHOSEN))
                .doesNotContain("factory-presets", "own-presets")
                .contains("rules");
        assertThat(new Without(Set.of("rules")).of(CHOSEN))
                .contains("neutral", "own-presets")
                .noneMatch(Proposals::isByRules);
    }

    @Test
    void order_when_the_bandit_is_left_out_expect_that_of_the_list() {
        assertThat(new Without(Set.of("bandit")).of(CHOSEN))
                .isEqualTo(Proposals.strategies().stream()
                        .filter(name -> !OFF_AT_FIRST.contains(name))
                        .toList());
    }

    @Test
    void judge_when_trees_are_left_out_expect_the_linear_one() {
        assertThat(new Without(Set.of("trees")).judge()).isEqualTo("linear");
    }

    @Test
    void name_when_unknown_expect_it_refused_with_those_that_are_known() {
        assertThatThrownBy(() -> new Without(Set.of("magic")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without=magic")
                .hasMessageContaining("policy");
    }

    private static List<String> chosen() {
        List<String> names = new ArrayList<>(Proposals.strategies());
        Collections.reverse(names);
        return names;
    }
}
