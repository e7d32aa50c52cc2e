package attune.learn.preference;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Feedback;
import attune.api.Situation;
import attune.learn.strategy.ParamMaps;
import attune.param.GentlePreset;
import attune.param.MacroAxis;
import attune.param.ParamSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What stars for a sound do to the choice between sounds. */
class StarsTest {
    private static final Situation SPEECH = new Situation("speech", 1, List.of());

    private static ParamSnapshot brighter() {
        ParamSnapshot set = GentlePreset.params();
        MacroAxis.BRIGHTNESS.move(set, 2);
        return set;
    }

    private static Opinions after(int stars, boolean isChange) {
        return after(stars, isChange ? GentlePreset.params() : null, brighter());
    }

    private static Opinions after(int stars, @Nullable ParamSnapshot before, ParamSnapshot after) {
        Opinions opinions = new Opinions();
        for (int i = 1; i <= 8; i++) {
            opinions.feedback(new Feedback(
                    i,
                    "id" + i,
                    "4711-0",
                    i,
                    "panel",
                    Integer.toString(stars),
                    null,
                    before == null ? null : ParamMaps.map(before),
                    ParamMaps.map(after),
                    SPEECH));
        }
        return opinions;
    }

    private static double bonus(Opinions opinions) {
        return opinions.bonus(SPEECH, "tone", brighter(), GentlePreset.params());
    }

    @Test
    void stars_when_given_to_a_change_expect_five_for_it_three_for_nothing_one_against_it() {
        assertThat(bonus(after(5, true))).isPositive();
        assertThat(bonus(after(3, true))).isZero();
        assertThat(bonus(after(1, true))).isNegative();
    }

    @Test
    void stars_when_given_to_a_change_back_expect_them_against_what_was_before_it() {
        assertThat(bonus(after(5, brighter(), GentlePreset.params()))).isNegative();
    }

    @Test
    void stars_when_no_change_was_before_expect_counted_against_everything_off() {
        assertThat(after(5, false).answers("speech")).isEqualTo(8);
        assertThat(bonus(after(5, false))).isPositive();
    }
}
