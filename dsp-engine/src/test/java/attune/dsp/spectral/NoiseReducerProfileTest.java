package attune.dsp.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.LatencyMode;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Signals;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A noise that was learned once and is kept. */
final class NoiseReducerProfileTest {
    private static final double KNOB_DB = 12;
    private static final double AMPLITUDE = 0.01;

    private static NoiseReducer prepared(ProcessSpec spec, double[] bandsDb) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.NR_ATTENUATION, KNOB_DB);
        for (int b = 0; b < bandsDb.length; b++) {
            params.set(ParamTable.NR_PROFILE1.index() + b, bandsDb[b]);
        }
        NoiseReducer reducer = new NoiseReducer();
        reducer.prepare(spec);
        reducer.update(params);
        return reducer;
    }

    private static float[][] run(NoiseReducer reducer, float[][] in) {
        float[][] out = Signals.copy(in);
        reducer.process(out, out[0].length);
        return out;
    }

    private static double[] learned(ProcessSpec spec, float[][] noise) {
        double[] bandsDb = new double[ParamTable.NOISE_PROFILE_BANDS];
        NoiseReducer reducer = prepared(spec, new double[0]);
        run(reducer, noise);
        reducer.learnedProfile(bandsDb);
        return bandsDb;
    }

    private static double changeDb(float[][] in, float[][] out, int latency, int from, int to) {
        return 20 * Math.log10(Signals.rms(out[0], from + latency, to + latency) / Signals.rms(in[0], from, to));
    }

    @ParameterizedTest
    @CsvSource({
        "48000,1,QUALITY",
        "48000,2,QUALITY",
        "16000,1,QUALITY",
        "192000,2,QUALITY",
        "48000,2,LIVE",
        "8000,1,LIVE"
    })
    void learned_profile_when_noise_is_white_expect_its_level_in_every_band(
            double rateHz, int channels, LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(rateHz, channels, mode);
        double[] bandsDb = learned(spec, Signals.noise(60, channels, Signals.frames(spec, 4), AMPLITUDE));
        double perHzDb = 10 * Math.log10(AMPLITUDE * AMPLITUDE / 3 / (rateHz / 2));
        for (int b = 0; b < bandsDb.length; b++) {
            double lowerHz = 40 * Math.pow(2, b / 2.0);
            double widthHz = lowerHz * (Math.sqrt(2) - 1);
            if (lowerHz >= rateHz / 2) {
                assertThat(bandsDb[b]).isEqualTo(ParamTable.NO_NOISE_DB);
            } else if (lowerHz > 250) {
                double expectedDb = perHzDb + 10 * Math.log10(widthHz);
                assertThat(bandsDb[b]).as("band %d", b).isCloseTo(expectedDb, within(1.5));
            }
        }
    }

    @Test
    void learned_profile_when_nothing_was_heard_expect_no_noise() {
        double[] bandsDb = new double[ParamTable.NOISE_PROFILE_BANDS];
        prepared(new ProcessSpec(48_000, 2), bandsDb).learnedProfile(bandsDb);
        assertThat(bandsDb).containsOnly(ParamTable.NO_NOISE_DB);
    }

    @ParameterizedTest
    @CsvSource({"48000,2,48000,2,QUALITY", "48000,1,48000,2,LIVE", "48000,2,192000,1,QUALITY", "192000,2,48000,2,LIVE"})
    void reducer_when_the_profile_fits_expect_noise_lowered_from_the_first_frame(
            double learnedHz, int learnedChannels, double rateHz, int channels, LatencyMode mode) {
        ProcessSpec before = new ProcessSpec(learnedHz, learnedChannels);
        ProcessSpec spec = new ProcessSpec(rateHz, channels, mode);
        // the same noise a Hz in both
        double amplitude = AMPLITUDE * Math.sqrt(learnedHz / 48_000);
        double[] bandsDb = learned(before, Signals.noise(61, learnedChannels, Signals.frames(before, 4), amplitude));
        float[][] noise =
                Signals.noise(62, channels, Signals.frames(spec, 0.6), AMPLITUDE * Math.sqrt(rateHz / 48_000));
        NoiseReducer reducer = prepared(spec, bandsDb);
        float[][] out = run(reducer, noise);
        int to = Signals.frames(spec, 0.25);
        // what the profile says nothing about (above 20 kHz) is lowered later
        double tolerance = rateHz > 48_000 ? 2 : 1;
        assertThat(changeDb(noise, out, reducer.latencyFrames(), 0, to)).isCloseTo(-KNOB_DB, within(tolerance));
        assertThat(reducer.meanReductionDb()).isCloseTo(-KNOB_DB, within(1.5));
    }

    @ParameterizedTest
    @EnumSource
    void reducer_when_the_profile_is_far_too_loud_expect_no_more_than_the_knob(LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(48_000, 2, mode);
        double[] bandsDb = new double[ParamTable.NOISE_PROFILE_BANDS];
        java.util.Arrays.fill(bandsDb, -10);
        float[][] noise = Signals.noise(63, 2, Signals.frames(spec, 4), AMPLITUDE);
        NoiseReducer reducer = prepared(spec, bandsDb);
        float[][] out = run(reducer, noise);
        int step = Signals.frames(spec, 0.1);
        for (int at = 0; at + 2 * step < out[0].length; at += step) {
            assertThat(changeDb(noise, out, reducer.latencyFrames(), at, at + step))
                    .isGreaterThan(-KNOB_DB - 0.2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void reducer_when_the_noise_has_stopped_expect_faint_sound_whole_again_after_seconds(LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(48_000, 1, mode);
        double[] bandsDb = learned(spec, Signals.noise(64, 1, Signals.frames(spec, 4), 0.03));
        int second = Signals.frames(spec, 1);
        float[][] faint = Signals.noise(65, 1, 12 * second, 0.0001);
        for (int at = second / 2; at < faint[0].length; at += second) {
            float[] tone = Signals.sine(spec, second / 4, 500, 0.001)[0];
            for (int i = 0; i < tone.length; i++) {
                faint[0][at + i] += tone[i];
            }
        }
        NoiseReducer reducer = prepared(spec, bandsDb);
        float[][] out = run(reducer, faint);
        int from = second / 2;
        int to = from + second / 4;
        int latency = reducer.latencyFrames();
        assertThat(changeDb(faint, out, latency, from, to)).isLessThan(-6);
        assertThat(changeDb(faint, out, latency, 8 * second + from, 8 * second + to))
                .isCloseTo(0, within(0.5));
    }

    @Test
    void reducer_when_the_share_is_zero_expect_the_samples_of_one_without_a_profile() {
        ProcessSpec spec = new ProcessSpec(48_000, 2);
        double[] bandsDb = learned(spec, Signals.noise(66, 2, Signals.frames(spec, 3), AMPLITUDE));
        float[][] noise = Signals.noise(67, 2, Signals.frames(spec, 1), AMPLITUDE);
        float[][] without = run(prepared(spec, new double[0]), noise);
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.NR_ATTENUATION, KNOB_DB);
        for (int b = 0; b < bandsDb.length; b++) {
            params.set(ParamTable.NR_PROFILE1.index() + b, bandsDb[b]);
        }
        params.set(ParamTable.NR_PROFILE, 0);
        NoiseReducer reducer = new NoiseReducer();
        reducer.prepare(spec);
        reducer.update(params);
        assertThat(run(reducer, noise)).isDeepEqualTo(without);
    }
}
