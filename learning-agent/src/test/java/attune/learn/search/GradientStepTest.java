package attune.learn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import attune.learn.strategy.LearningBounds;
import attune.param.ParamSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The step on scores that need no sound; on voices it is held against auditions in AttemptsTest. */
final class GradientStepTest {
    private static final ParamSnapshot START = LocalSearchTest.START;

    @Test
    void slope_when_the_score_is_a_parabola_expect_its_own_and_a_step_up_it_within_bounds() throws Exception {
        SearchSpace space = LocalSearchTest.space(6);
        List<ParamSnapshot> tried = new ArrayList<>();
        GradientStep.Result found = GradientStep.run(space, START, set -> {
            tried.add(set);
            return LocalSearchTest.score(space, set);
        });

        double[] at = space.coordinates(START);
        for (int i = 0; i < at.length; i++) {
            boolean inside = at[i] > GradientStep.REACH && at[i] < 1 - GradientStep.REACH;
            // at the end of a range only one side is there: off by the reach times the curvature
            double error = inside ? 0.01 : 2 * (2 + i) * GradientStep.REACH;
            assertThat(found.slope().get(i))
                    .as("coordinate %d", i)
                    .isCloseTo(-2 * (2 + i) * (at[i] - 0.5 - 0.03 * i), within(error));
        }
        assertThat(found.score())
                .isGreaterThan(found.startScore())
                .isEqualTo(LocalSearchTest.score(space, found.best()));
        assertThat(tried).hasSize(found.auditions()).hasSizeLessThanOrEqualTo(GradientStep.MOST_AUDITIONS);
        assertThat(tried)
                .allSatisfy(
                        set -> assertThat(LearningBounds.SAFE.fit(set, START).sameAs(set))
                                .isTrue());
    }

    @Test
    void step_when_it_rises_all_the_way_expect_each_twice_as_long_as_the_one_before() throws Exception {
        SearchSpace space = LocalSearchTest.space(1);

        GradientStep.Result found = GradientStep.run(space, START, set -> space.coordinates(set)[0]);

        assertThat(found.score() - found.startScore()).isCloseTo(8 * GradientStep.REACH, within(0.01));
    }

    @Test
    void step_when_the_next_one_goes_too_far_expect_the_one_before() throws Exception {
        SearchSpace space = LocalSearchTest.space(1);
        double best = space.coordinates(START)[0] + 2 * GradientStep.REACH;

        GradientStep.Result found = GradientStep.run(space, START, set -> -Math.abs(space.coordinates(set)[0] - best));

        assertThat(space.coordinates(found.best())[0]).isCloseTo(best, within(0.01));
    }

    @Test
    void step_when_nothing_is_better_or_no_score_is_a_number_expect_the_start() throws Exception {
        assertThat(GradientStep.run(LocalSearchTest.space(3), START, set -> 1).best())
                .isSameAs(START);
        assertThat(GradientStep.run(LocalSearchTest.space(3), START, set -> Double.NaN)
                        .best())
                .isSameAs(START);
        assertThatThrownBy(() -> GradientStep.run(LocalSearchTest.space(0), START, set -> 0))
                .hasMessageContaining("space=0");
    }
}
