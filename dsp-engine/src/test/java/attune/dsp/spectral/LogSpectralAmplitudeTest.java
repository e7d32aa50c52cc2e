package attune.dsp.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The estimator's gain against the formula of Ephraim and Malah 1985, with the integral done by quadrature. */
final class LogSpectralAmplitudeTest {
    private static final double TOLERANCE_DB = 0.01;

    private final LogSpectralAmplitude estimator = new LogSpectralAmplitude();

    @Test
    void gain_when_ratios_vary_expect_the_papers_formula() {
        for (double priorDb = -25; priorDb <= 30; priorDb += 2.5) {
            for (double posteriorDb = -20; posteriorDb <= 30; posteriorDb += 1.7) {
                double prior = Math.pow(10, priorDb / 10);
                double posterior = Math.pow(10, posteriorDb / 10);
                double wiener = prior / (1 + prior);
                double expected = Math.min(1, wiener * Math.exp(0.5 * integral(wiener * posterior)));
                double gain = estimator.gain((float) prior, (float) posterior);
                assertThat(20 * Math.log10(gain / expected))
                        .as("ξ %.1f dB, γ %.1f dB", priorDb, posteriorDb)
                        .isCloseTo(0, within(TOLERANCE_DB));
            }
        }
    }

    // Abramowitz and Stegun, Handbook of Mathematical Functions, tables 5.1 and 5.2
    @ParameterizedTest
    @CsvSource({"0.01, 4.037929577", "0.5, 0.559773595", "1, 0.219383934", "2, 0.048900511", "10, 4.15697e-6"})
    void integral_when_argument_is_tabulated_expect_the_handbooks_value(double x, double expected) {
        assertThat(LogSpectralAmplitude.exponentialIntegral(x) / expected).isCloseTo(1, within(1e-6));
    }

    @Test
    void gain_when_ratios_are_extreme_expect_it_between_zero_and_one() {
        float[] extremes = {
            0,
            Float.MIN_VALUE,
            1e-6f,
            1,
            1e6f,
            Float.MAX_VALUE,
            Float.POSITIVE_INFINITY,
            Float.NaN,
            -1,
            Float.NEGATIVE_INFINITY
        };
        for (float prior : extremes) {
            for (float posterior : extremes) {
                assertThat(estimator.gain(prior, posterior)).isBetween(0f, 1f);
            }
        }
    }

    /** E₁(x) = ∫ exp(−x eᵘ) du from u = 0 to where it has died away: trapezoid over a smooth function. */
    private static double integral(double x) {
        double end = Math.log(Math.max(1, 40 / x)) + 1;
        int steps = 20_000;
        double h = end / steps;
        double sum = 0.5 * (Math.exp(-x) + Math.exp(-x * Math.exp(end)));
        for (int i = 1; i < steps; i++) {
            sum += Math.exp(-x * Math.exp(i * h));
        }
        return sum * h;
    }
}
