package attune.dsp.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.LatencyMode;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Signals;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StftTest {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;

    @ParameterizedTest
    @CsvSource({
        "8000,QUALITY", "16000,QUALITY", "44100,QUALITY", "48000,QUALITY", "96000,QUALITY", "192000,QUALITY",
        "8000,LIVE", "16000,LIVE", "44100,LIVE", "48000,LIVE", "96000,LIVE", "192000,LIVE"
    })
    void stft_when_gain_is_one_expect_delayed_input(double rateHz, LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(rateHz, 2, mode);
        Stft stft = new Stft(spec);
        float[][] in = Signals.noise(1, 2, Signals.frames(spec, 0.25), 0.5);
        float[][] out = Signals.copy(in);
        for (int at = 0; at < in[0].length; at += QUANTUM) {
            if (stft.push(out, at)) {
                stft.analyse();
                stft.synthesise(1);
            }
            stft.pull(out, at);
        }
        for (int c = 0; c < 2; c++) {
            for (int i = stft.latencyFrames(); i < out[c].length; i++) {
                assertThat((double) out[c][i]).isCloseTo(in[c][i - stft.latencyFrames()], within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,QUALITY", "2,QUALITY", "2,LIVE"})
    void power_when_noise_is_white_expect_its_mean_square(int channels, LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(48_000, channels, mode);
        Stft stft = new Stft(spec);
        double amplitude = 0.3;
        float[][] in = Signals.noise(2, channels, Signals.frames(spec, 3), amplitude);
        float[] power = new float[stft.bins()];
        double sum = 0;
        int count = 0;
        for (int at = 0; at < in[0].length; at += QUANTUM) {
            if (stft.push(in, at) && at > stft.frames()) {
                stft.analyse();
                stft.power(power, 0, Float.MAX_VALUE);
                for (float p : power) {
                    sum += p;
                }
                count++;
            }
        }
        double expected = channels * amplitude * amplitude / 3; // even distribution in ±a
        assertThat(sum / count * stft.meanSquarePerPower() / expected).isCloseTo(1, within(0.02));
    }

    @ParameterizedTest
    @CsvSource({"0,QUALITY", "5,QUALITY", "20,QUALITY", "0,LIVE", "20,LIVE"})
    void scale_when_one_band_is_closed_expect_only_its_tone_gone(int closedFrom, LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(48_000, 2, mode);
        Stft stft = new Stft(spec);
        double binHz = spec.sampleRateHz() / stft.frames();
        int toneBin = 100 + closedFrom;
        float[][] in = Signals.sine(spec, Signals.frames(spec, 0.3), toneBin * binHz, 0.5);
        Arrays.fill(in[1], 0); // left only: the gain must work for one channel alone
        float[] gain = new float[stft.bins()];
        Arrays.fill(gain, 1);
        Arrays.fill(gain, 95, 110, 0.1f);
        for (int at = 0; at < in[0].length; at += QUANTUM) {
            if (stft.push(in, at)) {
                stft.analyse();
                stft.scale(gain);
                stft.synthesise(1);
            }
            stft.pull(in, at);
        }
        int from = 3 * stft.frames();
        double expected = toneBin < 107 ? 0.1 : 1;
        assertThat(Signals.rms(in[0], from, in[0].length) / (0.5 / Math.sqrt(2)))
                .isCloseTo(expected, within(0.01));
        assertThat(Signals.rms(in[1], from, in[1].length)).isLessThan(1e-6);
    }

    @Test
    void power_when_input_is_far_too_loud_expect_it_held_between_its_bounds() {
        ProcessSpec spec = new ProcessSpec(48_000, 1);
        Stft stft = new Stft(spec);
        float[] power = new float[stft.bins()];
        for (float loud : new float[] {0x1p30f, 0x1p100f, Float.NaN}) {
            float[][] in = Signals.noise(5, 1, stft.frames(), 1);
            for (int i = 0; i < in[0].length; i++) {
                in[0][i] *= loud;
            }
            for (int at = 0; at < in[0].length; at += QUANTUM) {
                stft.push(in, at);
            }
            stft.analyse();
            stft.power(power, 1e-12f, 0x1p50f);
            for (float p : power) {
                assertThat(p).isBetween(1e-12f, 0x1p50f);
            }
        }
    }
}
