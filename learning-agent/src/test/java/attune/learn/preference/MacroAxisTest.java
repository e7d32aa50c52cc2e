package attune.learn.preference;

import static org.assertj.core.api.Assertions.assertThat;

import attune.param.GentlePreset;
import attune.param.MacroAxis;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a step along an axis does, in the figures that tastes are learned in. */
class MacroAxisTest {
    @ParameterizedTest
    @EnumSource(MacroAxis.class)
    void step_when_taken_from_a_usual_sound_expect_about_one_on_its_axis_and_less_on_every_other(MacroAxis axis) {
        ParamSnapshot from = GentlePreset.params();
        ParamSnapshot to = new ParamSnapshot(from);
        axis.move(to, 1);

        double[] before = MacroAxes.of(from);
        double[] after = MacroAxes.of(to);
        assertThat(MacroAxis.values()).hasSize(MacroAxes.COUNT);
        assertThat(axis.id()).isEqualTo(axis.name().toLowerCase(java.util.Locale.ROOT));
        assertThat(after[axis.ordinal()] - before[axis.ordinal()]).isBetween(0.8, 1.3);
        for (int other = 0; other < MacroAxes.COUNT; other++) {
            if (other != axis.ordinal()) {
                assertThat(Math.abs(after[other] - before[other])).isLessThan(0.55);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(MacroAxis.class)
    void steps_when_far_too_many_expect_the_safe_range_kept(MacroAxis axis) {
        for (double steps : new double[] {-100, 100}) {
            ParamSnapshot set = GentlePreset.params();
            axis.move(set, steps);
            for (ParamTable param : ParamTable.all()) {
                if (set.get(param) != GentlePreset.params().get(param)) {
                    assertThat(set.get(param))
                            .isBetween(param.spec().safeMin(), param.spec().safeMax());
                }
            }
        }
    }
}
