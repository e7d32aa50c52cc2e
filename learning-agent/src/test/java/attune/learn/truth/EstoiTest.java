package attune.learn.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Against an independent implementation; src/test/reference/estoi_reference.py makes the numbers. */
final class EstoiTest {
    @ParameterizedTest
    @CsvFileSource(resources = "estoi.csv", numLinesToSkip = 1)
    void estoi_when_speech_is_degraded_expect_the_reference_implementations_value(
            int rateHz, double noise, double lowPass, double clip, double expected) {
        double[] clean = SyntheticSpeech.speech(rateHz, 3);
        double[] test = SyntheticSpeech.mix(clean, noise, SyntheticSpeech.noise(2, clean.length));
        for (int i = 0; i < test.length; i++) {
            test[i] = Math.max(-clip, Math.min(clip, test[i]));
        }
        double value = Estoi.measure(clean, SyntheticSpeech.lowPass(test, lowPass), rateHz);
        assertThat(value).isCloseTo(expected, within(rateHz == 10_000 ? 1e-5 : 0.01));
    }

    @Test
    void estoi_when_lengths_differ_expect_a_clear_refusal() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Estoi.measure(new double[100], new double[99], 16_000))
                .withMessageContaining("99 frames")
                .withMessageContaining("100");
    }

    @Test
    void estoi_when_sound_is_too_short_expect_a_clear_refusal() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Estoi.measure(new double[1_000], new double[1_000], 16_000))
                .withMessageContaining("at least 30");
    }
}
