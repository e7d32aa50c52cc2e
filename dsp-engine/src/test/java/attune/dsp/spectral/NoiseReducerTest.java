package attune.dsp.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.LatencyMode;
import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.ProcessorContract;
import attune.dsp.core.Signals;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every stage, and what a noise reducer must do to noise and must not do to sound. */
final class NoiseReducerTest extends ProcessorContract {
    @Override
    protected Processor create() {
        return new NoiseReducer();
    }

    @Override
    protected ParamSnapshot neutral() {
        return attenuation(0);
    }

    @Override
    protected ParamSnapshot active() {
        return attenuation(18);
    }

    static ParamSnapshot attenuation(double db) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.NR_ATTENUATION, db);
        return params;
    }

    private float[][] reduce(ProcessSpec spec, double attenuationDb, float[][] in) {
        return run(prepared(spec, attenuation(attenuationDb)), in);
    }

    private static double levelDb(float[] x, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) x[i] * x[i];
        }
        return 10 * Math.log10(sum / (to - from));
    }

    @ParameterizedTest
    @CsvSource({
        "48000,2,6,QUALITY",
        "48000,2,12,QUALITY",
        "48000,2,18,QUALITY",
        "48000,1,12,QUALITY",
        "48000,1,18,QUALITY",
        "16000,1,6,QUALITY",
        "16000,1,12,QUALITY",
        "16000,2,18,QUALITY",
        "8000,1,12,QUALITY",
        "192000,2,12,QUALITY",
        "48000,2,6,LIVE",
        "48000,1,18,LIVE",
        "16000,1,12,LIVE",
        "8000,1,12,LIVE",
        "192000,2,12,LIVE"
    })
    void noise_reducer_when_noise_is_white_and_steady_expect_it_lowered_by_the_knob(
            double rateHz, int channels, double attenuationDb, LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(rateHz, channels, mode);
        float[][] in = Signals.noise(21, channels, Signals.frames(spec, 5), 0.01);
        float[][] out = reduce(spec, attenuationDb, in);
        int from = Signals.frames(spec, 2);
        for (int c = 0; c < channels; c++) {
            double change = levelDb(out[c], from, out[c].length) - levelDb(in[c], from, in[c].length);
            assertThat(change).isCloseTo(-attenuationDb, within(1.0));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {16_000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000})
    void noise_reducer_when_mode_is_live_expect_at_most_6_ms(double rateHz) {
        ProcessSpec spec = new ProcessSpec(rateHz, 2, LatencyMode.LIVE);
        int latency = prepared(spec, attenuation(12)).latencyFrames();
        assertThat(latency).isEqualTo(LatencyTable.synthesisFrames(rateHz, LatencyMode.LIVE) - 64);
        assertThat(1000 * latency / rateHz).isLessThanOrEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"16000,QUALITY", "48000,QUALITY", "16000,LIVE", "48000,LIVE"})
    void noise_reducer_when_sound_starts_after_a_pause_expect_its_onset_kept(double rateHz, LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(rateHz, 1, mode);
        int pause = Signals.frames(spec, 1.5);
        int burst = Signals.frames(spec, 0.5);
        float[][] clean = Signals.concat(
                Signals.silence(1, pause), voice(spec, burst), Signals.silence(1, pause), voice(spec, burst));
        float[][] in = Signals.copy(clean);
        float[][] noise = Signals.noise(22, 1, in[0].length, 0.05);
        for (int i = 0; i < in[0].length; i++) {
            in[0][i] += noise[0][i];
        }
        Processor reducer = prepared(spec, attenuation(18));
        float[][] out = run(reducer, in);
        for (int start : new int[] {pause, 2 * pause + burst}) {
            int middle = start + Signals.frames(spec, 0.05);
            int end = middle + Signals.frames(spec, 0.25);
            double onset = coherentGain(clean[0], out[0], reducer.latencyFrames(), start, middle);
            double body = coherentGain(clean[0], out[0], reducer.latencyFrames(), middle, end);
            assertThat(20 * Math.log10(onset / body)).isGreaterThan(-1);
            assertThat(20 * Math.log10(body)).isGreaterThan(-1);
        }
    }

    /** Harmonics of 150 Hz, falling by 6 dB an octave, at once at full level. */
    private static float[][] voice(ProcessSpec spec, int frames) {
        float[][] out = new float[1][frames];
        for (int h = 1; h <= 20; h++) {
            float[][] partial = Signals.sine(spec, frames, 150.0 * h, 0.2 / h);
            for (int i = 0; i < frames; i++) {
                out[0][i] += partial[0][i];
            }
        }
        return out;
    }

    private static double coherentGain(float[] clean, float[] out, int latency, int from, int to) {
        double cross = 0;
        double energy = 0;
        for (int i = from; i < to && i + latency < out.length; i++) {
            cross += (double) clean[i] * out[i + latency];
            energy += (double) clean[i] * clean[i];
        }
        return cross / energy;
    }

    @Test
    void noise_reducer_when_channels_differ_expect_the_same_gain_on_both() {
        ProcessSpec spec = new ProcessSpec(48_000, 2);
        float[][] in = Signals.noise(23, 1, Signals.frames(spec, 3), 0.02);
        float[][] tone = Signals.sine(spec, in[0].length, 700, 0.1);
        float[][] panned = new float[2][in[0].length];
        for (int i = 0; i < in[0].length; i++) {
            float both = in[0][i] + (i / 24_000 % 2) * tone[0][i];
            panned[0][i] = both;
            panned[1][i] = 0.25f * both;
        }
        float[][] out = reduce(spec, 12, panned);
        for (int i = 0; i < out[0].length; i++) {
            assertThat(out[1][i]).isCloseTo(0.25f * out[0][i], within(1e-6f));
        }
    }

    @ParameterizedTest
    @EnumSource
    void noise_reducer_when_a_vowel_lasts_expect_it_not_taken_for_noise(LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(48_000, 1, mode);
        int lead = Signals.frames(spec, 3);
        int vowel = Signals.frames(spec, 1.5);
        float[][] in = Signals.concat(Signals.silence(1, lead), voice(spec, vowel));
        float[][] noise = Signals.noise(24, 1, in[0].length, 0.01);
        for (int i = 0; i < in[0].length; i++) {
            in[0][i] += noise[0][i];
        }
        Processor reducer = prepared(spec, attenuation(18));
        float[][] out = run(reducer, in);
        int end = lead + vowel;
        int window = Signals.frames(spec, 0.2);
        double before = levelDb(in[0], end - window - reducer.latencyFrames(), end - reducer.latencyFrames());
        assertThat(levelDb(out[0], end - window, end)).isCloseTo(before, within(0.5));
    }

    /** A sum of one-pole low passes an octave apart: power falls by 3 dB an octave. One alone: 6 dB. */
    private static float[] sloping(long seed, ProcessSpec spec, int frames, double lowestHz, int poles) {
        float[] white = Signals.noise(seed, 1, frames, 1)[0];
        double[] sum = new double[frames];
        for (int p = 0; p < poles; p++) {
            double cornerHz = lowestHz * Math.pow(4, p);
            double share = Math.min(1, 2 * Math.PI * cornerHz / spec.sampleRateHz());
            double state = 0;
            for (int i = 0; i < frames; i++) {
                state += share * (white[i] - state);
                sum[i] += state * Math.pow(2, -p);
            }
        }
        float[] out = new float[frames];
        double energy = 0;
        for (double x : sum) {
            energy += x * x;
        }
        double scale = 1 / Math.sqrt(energy / frames);
        for (int i = 0; i < frames; i++) {
            out[i] = (float) (scale * sum[i]);
        }
        return out;
    }

    private static float[] pink(long seed, ProcessSpec spec, int frames) {
        return sloping(seed, spec, frames, 20, 5);
    }

    private static float[] brown(long seed, ProcessSpec spec, int frames) {
        return sloping(seed, spec, frames, 20, 1);
    }

    private static float[] chord(ProcessSpec spec, int frames, double... notesHz) {
        float[] out = new float[frames];
        for (double note : notesHz) {
            float[] partial = Signals.sine(spec, frames, note, 0.1)[0];
            for (int i = 0; i < frames; i++) {
                out[i] += partial[i];
            }
        }
        return out;
    }

    /** Power of a band around a frequency by correlation with it, Hann window. */
    private static double powerDb(ProcessSpec spec, float[] x, int from, int to, double hz) {
        double re = 0;
        double im = 0;
        int n = to - from;
        for (int i = 0; i < n; i++) {
            double w = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / n);
            double phase = 2 * Math.PI * hz * i / spec.sampleRateHz();
            re += w * x[from + i] * Math.cos(phase);
            im += w * x[from + i] * Math.sin(phase);
        }
        return 10 * Math.log10(re * re + im * im);
    }

    @ParameterizedTest
    @CsvSource({"16000,500,630,750", "48000,440,554.37,659.26", "48000,1000,1500,2200", "96000,880,1760,2640"})
    void noise_reducer_when_a_chord_is_held_over_noise_expect_it_kept_and_the_noise_lowered(
            double rateHz, double firstHz, double secondHz, double thirdHz) {
        ProcessSpec spec = new ProcessSpec(rateHz, 1);
        int frames = Signals.frames(spec, 8);
        float[] notes = chord(spec, frames, firstHz, secondHz, thirdHz);
        float[] noise = pink(30, spec, frames);
        double level = Math.pow(10, (levelDb(notes, 0, frames) - 30) / 20);
        float[][] in = new float[1][frames];
        for (int i = 0; i < frames; i++) {
            in[0][i] = notes[i] + (float) level * noise[i];
        }
        float[][] out = reduce(spec, 12, in);
        int from = Signals.frames(spec, 6);
        for (double hz : new double[] {firstHz, secondHz, thirdHz}) {
            double change = powerDb(spec, out[0], from, frames, hz) - powerDb(spec, in[0], from, frames, hz);
            assertThat(change).as("%.0f Hz", hz).isCloseTo(0, within(0.5));
        }
        double before = 0;
        double after = 0;
        for (double hz = 1.5 * thirdHz; hz < 2.5 * thirdHz; hz += 7) {
            before += Math.pow(10, powerDb(spec, in[0], from, frames, hz) / 10);
            after += Math.pow(10, powerDb(spec, out[0], from, frames, hz) / 10);
        }
        assertThat(10 * Math.log10(after / before)).isCloseTo(-12, within(2.0));
    }

    @ParameterizedTest
    @CsvSource({
        "16000,500,QUALITY",
        "48000,82.4,QUALITY",
        "48000,220,QUALITY",
        "48000,1000,QUALITY",
        "192000,440,QUALITY",
        "48000,220,LIVE",
        "48000,1000,LIVE"
    })
    void noise_reducer_when_a_clean_chord_is_held_expect_it_left_alone(double rateHz, double rootHz, LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(rateHz, 2, mode);
        float[] notes = chord(spec, Signals.frames(spec, 6), rootHz, 1.26 * rootHz, 1.5 * rootHz);
        float[][] out = reduce(spec, 12, new float[][] {notes.clone(), notes.clone()});
        int from = Signals.frames(spec, 4);
        int to = notes.length;
        assertThat(levelDb(out[0], from, to) - levelDb(notes, from, to)).isCloseTo(0, within(0.5));
    }

    /** Harmonics at once and for long: the voice of an organ rather than of a person. */
    @Test
    void noise_reducer_when_a_rich_tone_is_held_expect_it_kept() {
        ProcessSpec spec = new ProcessSpec(48_000, 1);
        int lead = Signals.frames(spec, 2);
        int held = Signals.frames(spec, 6);
        float[][] in = Signals.concat(Signals.silence(1, lead), voice(spec, held));
        float[][] noise = Signals.noise(30, 1, in[0].length, 0.002);
        for (int i = 0; i < in[0].length; i++) {
            in[0][i] += noise[0][i];
        }
        float[][] out = reduce(spec, 12, in);
        int second = Signals.frames(spec, 1);
        for (int at = lead + second; at < lead + held; at += second) {
            double change = levelDb(out[0], at, at + second) - levelDb(in[0], at, at + second);
            assertThat(change).isCloseTo(0, within(0.5));
        }
    }

    /** A known limit, kept in sight: partials too close for the transform are broad and steady, as noise is. */
    @Test
    void noise_reducer_when_a_dense_drone_is_held_expect_it_lowered_by_the_knob_at_most() {
        ProcessSpec spec = new ProcessSpec(48_000, 1);
        double[] partials = new double[60];
        for (int h = 0; h < partials.length; h++) {
            partials[h] = 31.0 * (h + 1);
        }
        float[] drone = chord(spec, Signals.frames(spec, 6), partials);
        float[][] out = reduce(spec, 12, new float[][] {drone.clone()});
        int from = Signals.frames(spec, 4);
        double change = levelDb(out[0], from, drone.length) - levelDb(drone, from, drone.length);
        assertThat(change).isBetween(-12.5, 0.5);
    }

    @ParameterizedTest
    @CsvSource({"16000,1,QUALITY", "48000,1,QUALITY", "48000,2,QUALITY", "192000,2,QUALITY", "48000,2,LIVE"})
    void noise_reducer_when_noise_slopes_expect_it_lowered_by_the_knob(double rateHz, int channels, LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(rateHz, channels, mode);
        int frames = Signals.frames(spec, 8);
        int from = Signals.frames(spec, 3);
        for (boolean steep : new boolean[] {false, true}) {
            float[][] in = new float[channels][];
            for (int c = 0; c < channels; c++) {
                in[c] = steep ? brown(31 + c, spec, frames) : pink(31 + c, spec, frames);
                for (int i = 0; i < frames; i++) {
                    in[c][i] *= 0.02f;
                }
            }
            float[][] out = reduce(spec, 12, in);
            double change = levelDb(out[0], from, frames) - levelDb(in[0], from, frames);
            // at 16 kHz in mono a rumble of a few bins opens now and then, held tones or not
            double tolerance = steep && rateHz < 48_000 ? 2.5 : 1;
            assertThat(change).as("steep %s", steep).isCloseTo(-12, within(tolerance));
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0x1p30f, 0x1p60f, 0x1p120f})
    void noise_reducer_when_input_is_far_too_loud_expect_it_well_again_afterwards(float loud) {
        ProcessSpec spec = new ProcessSpec(48_000, 2);
        int second = Signals.frames(spec, 1);
        float[][] far = Signals.noise(33, 2, second, 1);
        for (float[] x : far) {
            for (int i = 0; i < x.length; i++) {
                x[i] *= loud;
            }
        }
        float[][] in =
                Signals.concat(Signals.noise(34, 2, 2 * second, 0.01), far, Signals.noise(35, 2, 6 * second, 0.01));
        float[][] out = reduce(spec, 12, in);
        int from = 7 * second;
        double change = levelDb(out[0], from, out[0].length) - levelDb(in[0], from, out[0].length);
        assertThat(change).isCloseTo(-12, within(1.0));
    }

    @Test
    void noise_reducer_when_noise_gets_louder_expect_it_lowered_again_within_seconds() {
        ProcessSpec spec = new ProcessSpec(48_000, 2);
        int part = Signals.frames(spec, 4);
        float[][] in = Signals.concat(Signals.noise(25, 2, part, 0.01), Signals.noise(26, 2, part, 0.0316));
        float[][] out = reduce(spec, 12, in);
        int from = part + Signals.frames(spec, 2.6);
        double change = levelDb(out[0], from, 2 * part) - levelDb(in[0], from, 2 * part);
        assertThat(change).isCloseTo(-12, within(1.0));
    }

    @Test
    void noise_reducer_when_sound_returns_after_digital_silence_expect_its_noise_still_known() {
        ProcessSpec spec = new ProcessSpec(48_000, 1);
        int part = Signals.frames(spec, 3);
        float[][] in = Signals.concat(
                Signals.noise(27, 1, part, 0.01), Signals.silence(1, part), Signals.noise(28, 1, part, 0.01));
        float[][] out = reduce(spec, 12, in);
        int from = 2 * part + 2 * 1024;
        double change = levelDb(out[0], from, from + Signals.frames(spec, 0.3))
                - levelDb(in[0], from, from + Signals.frames(spec, 0.3));
        assertThat(change).isCloseTo(-12, within(1.5));
        assertThat(Signals.peak(new float[][] {Arrays.copyOfRange(out[0], part + 2048, 2 * part)}, 0))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void noise_reducer_when_a_file_begins_with_sound_expect_it_let_through(LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(48_000, 1, mode);
        float[][] in = voice(spec, Signals.frames(spec, 0.4));
        Processor reducer = prepared(spec, attenuation(18));
        float[][] out = run(reducer, in);
        int to = Signals.frames(spec, 0.25);
        double gain = coherentGain(in[0], out[0], reducer.latencyFrames(), 0, to);
        assertThat(20 * Math.log10(gain)).isGreaterThan(-1);
    }

    @ParameterizedTest
    @EnumSource
    void noise_reducer_when_switched_on_and_off_expect_neither_click_nor_gap(LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(48_000, 2, mode);
        float[][] in = Signals.sine(spec, Signals.frames(spec, 1), 1000, 0.5);
        ParamSnapshot off = attenuation(0);
        ParamSnapshot on = attenuation(12);
        Processor reducer = prepared(spec, off);
        float[][] out = runBlocks(reducer, in, 64, start -> start / 9_600 % 2 == 0 ? off : on);
        int latency = reducer.latencyFrames();
        for (int i = latency; i < out[0].length; i++) {
            // so short after the start nothing is lowered yet: any difference would be the switch itself
            assertThat(out[0][i]).isCloseTo(in[0][i - latency], within(1e-5f));
        }
    }

    @Test
    void telemetry_when_noise_is_known_expect_its_level_and_reduction() {
        ProcessSpec spec = new ProcessSpec(48_000, 2);
        NoiseReducer reducer = new NoiseReducer();
        reducer.prepare(spec);
        assertThat(reducer.noiseFloorDbfs()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(reducer.meanReductionDb()).isZero();
        reducer.update(attenuation(12));
        float[][] in = Signals.noise(29, 2, Signals.frames(spec, 4), 0.01);
        double levelDb = levelDb(in[0], 0, in[0].length);
        run(reducer, in);
        assertThat(reducer.noiseFloorDbfs()).isCloseTo(levelDb, within(1.0));
        assertThat(reducer.meanReductionDb()).isCloseTo(-12, within(1.0));
    }
}
