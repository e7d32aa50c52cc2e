package attune.dsp.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpectrumMeterTest {
    private static float[] measured(ProcessSpec spec, float[][] signal) {
        SpectrumMeter meter = new SpectrumMeter(0);
        meter.prepare(spec);
        meter.process(signal, signal[0].length);
        float[] levels = new float[LogBands.BANDS];
        meter.levelsDb(levels);
        return levels;
    }

    @ParameterizedTest
    @ValueSource(doubles = {8_000, 16_000, 44_100, 48_000, 96_000, 192_000})
    void band_when_full_scale_sine_is_at_its_centre_expect_zero_decibels(double rate) {
        for (int channels = 1; channels <= 2; channels++) {
            ProcessSpec spec = new ProcessSpec(rate, channels);
            for (int band = 0; band < LogBands.BANDS && LogBands.lowerHz(band + 1) < rate / 2; band += 3) {
                double sineHz = LogBands.centreHz(band);
                float[] levels = measured(spec, Signals.sine(spec, Signals.frames(spec, 2.5), sineHz, 1));
                assertThat(levels[band]).as("band %d", band).isCloseTo(0f, within(0.3f));
                for (int other = 0; other < LogBands.BANDS; other++) {
                    double distanceHz = Math.abs(LogBands.centreHz(other) - sineHz);
                    if (distanceHz > Math.max(12, 0.12 * sineHz)) {
                        assertThat(levels[other])
                                .as("band %d, sine in band %d", other, band)
                                .isLessThan(-30f);
                    }
                }
            }
        }
    }

    @Test
    void spectrum_when_noise_is_white_expect_three_decibels_an_octave() {
        ProcessSpec spec = new ProcessSpec(48_000, 2);
        double sumLow = 0;
        double sumHigh = 0;
        for (int seed = 0; seed < 8; seed++) {
            float[] levels = measured(spec, Signals.noise(seed, 2, Signals.frames(spec, 2), 0.5));
            for (int i = 0; i < 12; i++) {
                sumLow += levels[30 + i] / 12;
                sumHigh += levels[78 + i] / 12;
            }
        }
        double octaves = Math.log(LogBands.centreHz(78) / LogBands.centreHz(30)) / Math.log(2);
        assertThat((sumHigh - sumLow) / 8).isCloseTo(octaves * 3.01, within(1.0));
    }

    @Test
    void spectrum_when_sound_is_out_of_phase_expect_the_same_as_in_phase() {
        ProcessSpec spec = new ProcessSpec(48_000, 2);
        float[][] sine = Signals.sine(spec, Signals.frames(spec, 2), LogBands.centreHz(67), 0.5);
        for (int i = 0; i < sine[1].length; i++) {
            sine[1][i] = -sine[1][i];
        }
        assertThat(measured(spec, sine)[67]).isCloseTo(-6.02f, within(0.3f));
    }

    @Test
    void spectrum_when_silent_or_above_half_the_rate_expect_minus_infinity() {
        ProcessSpec spec = new ProcessSpec(8_000, 1);
        float[] noise = measured(spec, Signals.noise(1, 1, Signals.frames(spec, 1), 0.5));
        for (int band = 0; band < LogBands.BANDS; band++) {
            if (LogBands.centreHz(band) > 4_000) {
                assertThat(noise[band]).as("band %d", band).isEqualTo(Float.NEGATIVE_INFINITY);
            }
        }
        assertThat(noise[67]).isGreaterThan(-40f);
        float[] silence = measured(spec, Signals.silence(1, Signals.frames(spec, 1)));
        for (float level : silence) {
            assertThat(level).isEqualTo(Float.NEGATIVE_INFINITY);
        }
    }

    @Test
    void spectrum_when_blocks_are_longer_or_it_is_reset_expect_same_levels() {
        ProcessSpec spec = new ProcessSpec(44_100, 2);
        float[][] noise = Signals.noise(3, 2, 512 * 100, 0.5);
        SpectrumMeter meter = new SpectrumMeter(2);
        meter.prepare(spec);
        meter.process(noise, noise[0].length);
        float[] whole = new float[LogBands.BANDS];
        meter.levelsDb(whole);
        meter.reset();
        float[][] block = new float[2][64];
        for (int start = 0; start < noise[0].length; start += 64) {
            System.arraycopy(noise[0], start, block[0], 0, 64);
            System.arraycopy(noise[1], start, block[1], 0, 64);
            meter.process(block, 64);
        }
        float[] cut = new float[LogBands.BANDS];
        meter.levelsDb(cut);
        assertThat(cut).isEqualTo(whole);
    }
}
