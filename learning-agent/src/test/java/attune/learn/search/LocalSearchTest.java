package attune.learn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.api.ParamBounds;
import attune.learn.strategy.LearningBounds;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The search on scores that need no sound; what it gives on voices is in docs/learning.md. */
final class LocalSearchTest {
    static final ParamSnapshot START = GentlePreset.params();

    private static final List<ParamTable> PARAMS = List.of(
            ParamTable.NR_ATTENUATION,
            ParamTable.NR_SENSITIVITY,
            ParamTable.NR_SMOOTHING,
            ParamTable.HPF_CORNER,
            ParamTable.EQ6_GAIN,
            ParamTable.EQ7_GAIN,
            ParamTable.EQ8_GAIN,
            ParamTable.DEESS_DEPTH);

    static SearchSpace space(int dimensions) {
        return SearchSpace.over(PARAMS.subList(0, dimensions), LearningBounds.SAFE, START);
    }

    /** 0 in the middle of the ranges but for a bit, less elsewhere. */
    static double score(SearchSpace space, ParamSnapshot set) {
        double[] at = space.coordinates(set);
        double sum = 0;
        for (int i = 0; i < at.length; i++) {
            double away = at[i] - 0.5 - 0.03 * i;
            sum -= (2 + i) * away * away;
        }
        return sum;
    }

    @Test
    void search_when_thirty_sets_may_be_tried_expect_most_of_the_way_within_bounds() throws InterruptedException {
        SearchSpace space = space(6);
        List<ParamSnapshot> tried = new ArrayList<>();
        LocalSearch.Result found = LocalSearch.run(
                space,
                START,
                set -> {
                    tried.add(set);
                    return score(space, set);
                },
                LocalSearch.MOST_AUDITIONS,
                1);

        assertThat(tried).hasSizeLessThanOrEqualTo(LocalSearch.MOST_AUDITIONS).hasSize(found.auditions());
        assertThat(tried.get(0).sameAs(START)).isTrue();
        assertThat(found.startScore()).isEqualTo(score(space, START));
        assertThat(found.score()).isEqualTo(score(space, found.best())).isGreaterThan(0.5 * found.startScore());
        assertThat(tried)
                .allSatisfy(
                        set -> assertThat(LearningBounds.SAFE.fit(set, START).sameAs(set))
                                .isTrue());
    }

    @Test
    void search_when_longer_expect_its_score_no_lower_and_the_same_for_the_same_seed() throws InterruptedException {
        SearchSpace space = space(4);
        double last = Double.NEGATIVE_INFINITY;
        for (int most : new int[] {1, 7, 13, 30, 150}) {
            double now = run(space, most).score();
            assertThat(now)
                    .isGreaterThanOrEqualTo(last)
                    .isEqualTo(run(space, most).score());
            last = now;
        }
        assertThat(last).isGreaterThan(score(space, START) / 2);
    }

    @Test
    void search_when_nothing_is_left_to_gain_expect_an_early_end() throws InterruptedException {
        SearchSpace space = space(4);
        LocalSearch.Result found = LocalSearch.run(space, START, set -> 1, 300, 1);
        assertThat(found.converged()).isTrue();
        assertThat(found.auditions()).isLessThan(LocalSearch.MOST_AUDITIONS);
        assertThat(found.best().sameAs(START)).isTrue();
    }

    @Test
    void search_when_scores_are_no_numbers_expect_the_start() throws InterruptedException {
        LocalSearch.Result found = LocalSearch.run(
                space(3), START, set -> set.sameAs(START) ? 0.5 : Double.NaN, LocalSearch.MOST_AUDITIONS, 1);
        assertThat(found.best().sameAs(START)).isTrue();
        assertThat(found.score()).isEqualTo(0.5);
    }

    @Test
    void search_when_the_budget_withdraws_expect_it_told() {
        assertThatThrownBy(() -> LocalSearch.run(
                        space(2),
                        START,
                        set -> {
                            throw new InterruptedException("late blocks");
                        },
                        30,
                        1))
                .isInstanceOf(InterruptedException.class)
                .hasMessage("late blocks");
    }

    @Test
    void space_when_parameters_are_locked_or_none_is_needed_expect_them_left_out() {
        LearningBounds locked = new LearningBounds(Map.of("nr_attenuation", new ParamBounds(null, null, true)));
        assertThat(SearchSpace.over(PARAMS, locked, START).params())
                .hasSize(PARAMS.size() - 1)
                .doesNotContain(ParamTable.NR_ATTENUATION);
        assertThatThrownBy(() -> LocalSearch.run(space(0), START, set -> 0, 30, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one is needed");
    }

    private static LocalSearch.Result run(SearchSpace space, int most) throws InterruptedException {
        return LocalSearch.run(space, START, set -> score(space, set), most, 1);
    }
}
