package attune.learn.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PreferenceModelTest {
    private static final ParamSnapshot NOW = denoised(6);
    private static final ParamSnapshot MORE = denoised(15);
    private static final double NOTHING = 1e-9;

    private final PreferenceModel model = new PreferenceModel();

    private static ParamSnapshot denoised(double db) {
        ParamSnapshot set = new ParamSnapshot();
        set.set(ParamTable.NR_ATTENUATION, db);
        return set;
    }

    private static ParamSnapshot with(ParamTable param, double value) {
        ParamSnapshot set = new ParamSnapshot();
        set.set(param, value);
        return set;
    }

    private double bonus(ParamSnapshot set) {
        return model.bonus("speech", "rules", set, NOW);
    }

    private void manual(int key, ParamSnapshot after, ParamSnapshot before) {
        model.answer("m" + key, "speech", Answer.manual(MacroAxes.of(after), MacroAxes.of(before)));
    }

    @Test
    void axes_when_one_control_moves_expect_its_axis_moves_most() {
        ParamTable[] moves = {
            ParamTable.EQ8_GAIN,
            ParamTable.EQ2_GAIN,
            ParamTable.EQ6_GAIN,
            ParamTable.LEVELER_RANGE,
            ParamTable.NR_ATTENUATION,
            ParamTable.WIDENER_WIDTH
        };
        double[] to = {6, 6, 6, 12, 12, 140};
        double[] off = MacroAxes.of(new ParamSnapshot());
        for (int axis = 0; axis < MacroAxes.COUNT; axis++) {
            double[] moved = MacroAxes.of(with(moves[axis], to[axis]));
            for (int other = 0; other < MacroAxes.COUNT; other++) {
                if (other != axis) {
                    assertThat(moved[axis] - off[axis])
                            .as(moves[axis].id())
                            .isGreaterThan(0.5)
                            .isGreaterThan(Math.abs(moved[other] - off[other]));
                }
            }
        }
    }

    @Test
    void bonus_when_nobody_said_anything_expect_none() {
        assertThat(bonus(MORE)).isZero();
    }

    @Test
    void bonus_when_a_person_turns_noise_reduction_down_expect_less_of_it_is_liked_in_this_class_only() {
        for (int i = 0; i < 3; i++) {
            manual(i, denoised(3), denoised(12));
        }

        assertThat(bonus(MORE)).isBetween(-PreferenceModel.LARGEST_BONUS, -0.1);
        assertThat(bonus(denoised(0))).isBetween(0.02, PreferenceModel.LARGEST_BONUS);
        assertThat(model.bonus("music", "rules", MORE, NOW)).isZero();
    }

    @Test
    void bonus_when_the_same_answer_is_told_again_expect_it_counts_once_and_not_at_all_when_forgotten() {
        manual(1, denoised(3), denoised(12));
        double once = bonus(MORE);
        manual(1, denoised(3), denoised(12));

        assertThat(bonus(MORE)).isEqualTo(once);
        assertThat(model.answers("speech")).isEqualTo(1);
        model.forget("m1");
        assertThat(bonus(MORE)).isZero();
    }

    @Test
    void bonus_when_answers_contradict_each_other_expect_next_to_nothing() {
        for (int i = 0; i < 20; i++) {
            boolean up = i % 2 == 0;
            model.answer("v" + i, "speech", Answer.vote(MacroAxes.of(MORE), MacroAxes.of(NOW), up));
        }

        assertThat(Math.abs(bonus(MORE))).isLessThan(0.1);
    }

    /** Whatever is played: a habit, and no taste. */
    @Test
    void bonus_when_a_person_always_clicks_the_same_button_expect_next_to_nothing() {
        RandomGenerator random = SimulatedListener.random(6);
        for (int i = 0; i < 60; i++) {
            double[] a = SimulatedListener.position(random);
            double[] b = SimulatedListener.position(random);
            model.answer("p" + i, "speech", Answer.pair(a, b, true, Answer.Degree.CLEARLY));
            model.answer("v" + i, "speech", Answer.vote(b, a, true));
        }
        for (ParamSnapshot set : new ParamSnapshot[] {MORE, denoised(0), with(ParamTable.EQ8_GAIN, 6)}) {
            assertThat(Math.abs(bonus(set))).isLessThan(0.2);
        }
    }

    @Test
    void bonus_when_answers_are_without_end_expect_bounded_and_old_ones_forgotten() {
        for (int i = 0; i < 450; i++) {
            manual(i, denoised(0), denoised(18));
            model.opinion(i, "speech", "rules", -1);
        }

        assertThat(model.answers("speech")).isEqualTo(400);
        assertThat(bonus(denoised(18))).isBetween(-PreferenceModel.LARGEST_BONUS, -0.4);
    }

    @Test
    void bonus_when_a_strategy_was_refused_again_and_again_expect_a_little_less_for_it_alone() {
        for (int i = 0; i < 10; i++) {
            model.opinion(i, "speech", "rules", -1);
        }

        assertThat(bonus(MORE)).isBetween(-0.1, -0.03);
        assertThat(model.bonus("speech", "tone", MORE, NOW)).isZero();
        assertThatThrownBy(() -> model.opinion(1, "speech", "rules", Double.NaN))
                .hasMessage("opinion=NaN, allowed is -1 to 1");
        assertThat(model.bonus("speech", "rules", NOW, NOW)).isCloseTo(bonus(MORE), within(NOTHING));
    }
}
