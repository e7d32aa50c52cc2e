package attune.learn.loop;

import static attune.learn.loop.LoopFixtures.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import attune.api.Change;
import attune.api.ChangeStatus;
import attune.api.LearningInsights.Pattern;
import attune.param.ParamTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PerformanceAnalysisTest {
    /** So many changes of {@code hum.depth}; their effect grows with the depth, plus chance. */
    private static List<Change> changes(int count, double stepsPerDb) {
        Random random = new Random(7);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double depthDb = 6 + 3 * (i * 7 % 9);
            double effect = 0.2 + stepsPerDb * depthDb + 0.05 * random.nextGaussian();
            changes.add(change(
                    i, ChangeStatus.replaced, i % 2 == 0 ? "rules" : "gentle", "speech", depthDb, 0.5, effect, "ok"));
        }
        return changes;
    }

    @Test
    void parameters_when_the_effect_goes_with_one_of_them_expect_it_named_and_none_by_chance() {
        List<Performance.Correlation> found =
                PerformanceAnalysis.of(changes(60, 0.02), 100).correlations();

        assertThat(found).singleElement().satisfies(correlation -> {
            assertThat(correlation.parameter()).isEqualTo(ParamTable.HUM_DEPTH.id());
            assertThat(correlation.changes()).isEqualTo(60);
            assertThat(correlation.r()).isGreaterThan(0.8);
        });
        assertThat(PerformanceAnalysis.of(changes(60, 0), 100).correlations()).isEmpty();
        assertThat(PerformanceAnalysis.of(changes(7, 0.02), 100).correlations())
                .as("too few")
                .isEmpty();
    }

    @Test
    void promises_when_too_much_was_promised_expect_bias_and_size_of_the_error() {
        List<Change> changes = List.of(
                change(1, ChangeStatus.replaced, "rules", "speech", 24, 0.5, 0.3, "ok"),
                change(2, ChangeStatus.replaced, "rules", "speech", 24, 0.3, 0.4, "ok"),
                change(3, ChangeStatus.replaced, "rules", "speech", 24, 0.3, null, "inconclusive"));

        Performance performance = PerformanceAnalysis.of(changes, 100);

        assertThat(performance.error().count()).isEqualTo(2);
        assertThat(performance.error().bias()).isCloseTo(-0.05, within(1e-12));
        assertThat(performance.error().absolute()).isCloseTo(0.15, within(1e-12));
        assertThat(performance.meanEffect()).isCloseTo(0.35, within(1e-12));
    }

    @Test
    void successes_and_failures_when_strategies_differ_expect_the_surest_first_and_the_best_set_of_each_content() {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            changes.add(change(i, ChangeStatus.replaced, "rules", "speech", 12, 0.3, 0.3 + 0.01 * (3 * i % 10), "ok"));
            changes.add(change(100 + i, ChangeStatus.taken_back, "gentle", "music", 24, 0.3, -0.4, "fail"));
        }
        changes.add(change(200, ChangeStatus.rejected, "gentle", "music", 24, 0.3, null, null));
        changes.add(change(201, ChangeStatus.undone, "gentle", "music", 24, 0.3, null, null));
        Collections.shuffle(changes, new Random(3));

        Performance performance = PerformanceAnalysis.of(changes, 100);

        assertThat(performance.patterns())
                .extracting(Pattern::strategy, Pattern::successes, Pattern::tries)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("rules", 10, 10),
                        org.assertj.core.groups.Tuple.tuple("gentle", 0, 10));
        assertThat(performance.better()).isEqualTo(10);
        assertThat(performance.worse()).isEqualTo(10);
        assertThat(performance.refused()).isEqualTo(2);
        assertThat(performance.best()).containsOnlyKeys("speech");
        Performance.Best best = Objects.requireNonNull(performance.best().get("speech"));
        assertThat(best.change()).isEqualTo(3);
        assertThat(best.params()).containsEntry(ParamTable.HUM_DEPTH.id(), 12.0);

        assertThat(PerformanceAnalysis.of(changes, 12).patterns())
                .as("the newest twelve, in whichever order they are told")
                .extracting(Pattern::strategy)
                .containsExactly("gentle");
    }

    @Test
    void confidence_when_tries_are_few_expect_less_of_it() {
        // Wilson's interval of 10 in 10 begins at 0.7225, of 1 in 1 at 0.2065, of 5 in 10 at 0.2366.
        assertThat(Wilson.lowerBound(10, 10)).isCloseTo(0.7225, within(1e-4));
        assertThat(Wilson.lowerBound(1, 1)).isCloseTo(0.2065, within(1e-4));
        assertThat(Wilson.lowerBound(5, 10)).isCloseTo(0.2366, within(1e-4));
        assertThat(Wilson.lowerBound(0, 0)).isZero();
    }

    @Test
    void window_when_nothing_is_measured_or_it_is_empty_expect_no_figure_and_a_refusal() {
        Performance performance =
                PerformanceAnalysis.of(List.of(change(1, ChangeStatus.watching, Double.NaN, null)), 100);

        assertThat(performance.changes()).isEqualTo(1);
        assertThat(performance.measured()).isZero();
        assertThat(performance.meanEffect()).isNull();
        assertThat(performance.best()).isEmpty();
        assertThatThrownBy(() -> PerformanceAnalysis.of(List.of(), 0)).hasMessageContaining("window=0");
    }
}
