package attune.dsp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelayLineTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 256, 1000})
    void delay_line_when_samples_pass_expect_them_later_bit_for_bit(int delay) {
        DelayLine line = new DelayLine();
        line.prepare(2, delay);
        float[][] in = Signals.noise(1, 2, 4096, 1);
        float[][] out = Signals.copy(in);
        line.process(out, 4096);
        for (int c = 0; c < 2; c++) {
            for (int i = 0; i < 4096; i++) {
                assertThat(out[c][i]).isEqualTo(i < delay ? 0f : in[c][i - delay]);
            }
        }
    }

    @Test
    void delay_line_when_reset_expect_silence_first() {
        DelayLine line = new DelayLine();
        line.prepare(1, 100);
        line.process(Signals.noise(2, 1, 130, 1), 130);
        line.reset();
        float[][] out = Signals.noise(3, 1, 100, 1);
        line.process(out, 100);
        assertThat(Signals.peak(out, 0)).isEqualTo(0);
    }

    @Test
    void delay_line_when_delay_is_negative_expect_it_named() {
        assertThatThrownBy(() -> new DelayLine().prepare(1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("delayFrames=-1, allowed are 0 and above");
    }
}
