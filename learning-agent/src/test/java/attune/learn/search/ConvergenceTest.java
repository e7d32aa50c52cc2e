package attune.learn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import attune.learn.search.ConvergenceStudy.Run;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** On runs whose course is known; the table is {@link ConvergenceStudy}'s. */
final class ConvergenceTest {
    private static final double[] BENDS = {1, 3, 10};

    @Test
    void hessian_when_a_run_has_been_in_all_directions_expect_the_bends_of_the_bowl() {
        Convergence seen = new Convergence(3, 1e-3);
        Random random = new Random(4);
        for (int step = 0; step < 60; step++) {
            double[] x = new double[3];
            double[] gradient = new double[3];
            double value = 0;
            for (int i = 0; i < 3; i++) {
                x[i] = random.nextGaussian();
                gradient[i] = BENDS[i] * x[i];
                value += BENDS[i] * x[i] * x[i] / 2;
            }
            seen.step(x, value, gradient);
        }
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++) {
                assertThat(seen.hessian()[i][k]).isCloseTo(i == k ? BENDS[i] : 0, within(0.01));
            }
        }
    }

    @Test
    void spectral_radius_when_steps_are_along_the_gradient_expect_the_slowest_share() {
        assertThat(Run.descent(BENDS, 0.16).watched(14).spectralRadius()).isCloseTo(1 - 0.16, within(0.01));
        Convergence tooLong = Run.descent(BENDS, 0.21).watched(14);
        assertThat(tooLong.spectralRadius()).isCloseTo(0.21 * 10 - 1, within(0.01));
        assertThat(tooLong.isConverging()).isFalse();
        assertThat(tooLong.iterationsLeft()).isInfinite();
    }

    @Test
    void iterations_left_when_halfway_expect_nearly_the_true_ones() {
        for (Run run : new Run[] {
            Run.descent(new double[] {1, 3, 10}, 0.16), Run.descent(new double[] {1, 7, 50}, 0.032), Run.logistic()
        }) {
            int half = run.end() / 2;
            Convergence seen = run.watched(half);
            assertThat(seen.isConverging()).isTrue();
            assertThat(seen.isConverged()).isFalse();
            assertThat(seen.iterationsLeft()).isCloseTo(run.end() - half, within(0.15 * run.end()));
            assertThat(run.watched(run.end()).isConverged()).isTrue();
        }
    }

    @Test
    void course_when_only_values_are_known_expect_its_limit_share_and_end() {
        Convergence seen = new Convergence(1, 1e-3);
        for (int i = 0; i < 8; i++) {
            seen.step(new double[] {i % 3}, 5 + Math.pow(0.6, i), new double[] {i % 2});
        }
        assertThat(seen.rate()).isCloseTo(0.6, within(0.01));
        assertThat(seen.gap()).isCloseTo(Math.pow(0.6, 7), within(0.002));
        assertThat(seen.iterationsLeft()).isBetween(6.0, 7.0);
    }

    @Test
    void course_when_values_rise_or_stand_expect_no_convergence_and_an_end() {
        Convergence rising = new Convergence(1, 1e-3);
        Convergence standing = new Convergence(1, 1e-3);
        for (int i = 0; i < 8; i++) {
            rising.step(new double[] {i % 3}, i, new double[] {1});
            standing.step(new double[] {i % 3}, 2, new double[] {1});
        }
        assertThat(rising.isConverging()).isFalse();
        assertThat(rising.iterationsLeft()).isInfinite();
        assertThat(standing.isConverged()).isTrue();
    }

    @Test
    void step_when_numbers_are_broken_expect_a_sentence_and_nothing_taken_in() {
        Convergence seen = new Convergence(2, 1e-3);
        assertThatThrownBy(() -> seen.step(new double[] {1}, 1, new double[] {1, 1}))
                .hasMessage("x=1 coordinates, 2 are needed");
        assertThatThrownBy(() -> seen.step(new double[] {1, 1}, Double.NaN, new double[] {1, 1}))
                .hasMessage("value=NaN, allowed are finite numbers");
        assertThatThrownBy(() -> new Convergence(2, 0)).hasMessage("tolerance=0.0, allowed is above 0");
        assertThat(seen.isConverging()).isFalse();
        assertThat(seen.spectralRadius()).isNaN();
    }
}
