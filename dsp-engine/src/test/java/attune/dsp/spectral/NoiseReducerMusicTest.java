package attune.dsp.spectral;

import static attune.dsp.spectral.NoiseReducerTest.attenuation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.LatencyMode;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.ProcessorContract;
import attune.dsp.core.Signals;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract with the floor for music; that music stays and noise under it goes. */
final class NoiseReducerMusicTest extends ProcessorContract {
    private static final double KNOB_DB = 12;
    /** After the window of eight seconds. */
    private static final int SETTLED_SECONDS = 10;

    @Override
    protected Processor create() {
        return new NoiseReducer(NoiseReducer.Floor.MUSIC);
    }

    @Override
    protected ParamSnapshot neutral() {
        return attenuation(0);
    }

    @Override
    protected ParamSnapshot active() {
        return attenuation(18);
    }

    private static double changeDb(float[][] in, float[][] out, int latency, int from, int to) {
        return 20 * Math.log10(Signals.rms(out[0], from + latency, to + latency) / Signals.rms(in[0], from, to));
    }

    /** A plucked note of 20 partials every second, which dies away by 60 dB in half of it. */
    private static float[][] plucked(ProcessSpec spec, int seconds) {
        int second = Signals.frames(spec, 1);
        float[][] out = new float[spec.channels()][seconds * second];
        for (int i = 0; i < out[0].length; i++) {
            double t = (double) (i % second) / spec.sampleRateHz();
            double value = 0;
            for (int h = 1; h <= 20; h++) {
                value += StrictMath.sin(2 * Math.PI * 220 * h * t) / h;
            }
            for (float[] channel : out) {
                channel[i] = (float) (0.2 * value * StrictMath.exp(-14 * t));
            }
        }
        return out;
    }

    private static void add(float[][] to, float[][] what) {
        for (int c = 0; c < to.length; c++) {
            for (int i = 0; i < to[c].length; i++) {
                to[c][i] += what[c][i];
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "48000,2,QUALITY,false",
        "44100,1,QUALITY,false",
        "48000,2,LIVE,false",
        "96000,1,LIVE,false",
        "48000,2,QUALITY,true",
        "48000,2,LIVE,true"
    })
    void music_floor_when_noise_shows_through_between_notes_expect_it_lowered_by_the_knob(
            double rateHz, int channels, LatencyMode mode, boolean economy) {
        ProcessSpec spec = new ProcessSpec(rateHz, channels, mode);
        float[][] in = plucked(spec, 16);
        add(in, Signals.noise(70, channels, in[0].length, 0.002));
        Processor reducer = prepared(spec, attenuation(KNOB_DB));
        reducer.setEconomy(economy);
        float[][] out = run(reducer, in);
        int second = Signals.frames(spec, 1);
        for (int at = SETTLED_SECONDS * second; at < 15 * second; at += second) {
            double pause = changeDb(in, out, reducer.latencyFrames(), at + 7 * second / 10, at + 95 * second / 100);
            double note = changeDb(in, out, reducer.latencyFrames(), at, at + second / 10);
            assertThat(pause).isCloseTo(-KNOB_DB, within(1.5));
            assertThat(note).isCloseTo(0, within(0.3));
        }
    }

    /** Four notes of twelve partials, held without an end: what was taken out lies 40 dB under them. */
    @ParameterizedTest
    @EnumSource
    void music_floor_when_a_chord_is_held_expect_it_left_alone(LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(48_000, 2, mode);
        float[][] in = new float[2][14 * Signals.frames(spec, 1)];
        for (double note : new double[] {110, 138.59, 164.81, 220}) {
            for (int h = 1; h <= 12; h++) {
                add(in, Signals.sine(spec, in[0].length, note * h, 0.1 / h));
            }
        }
        Processor reducer = prepared(spec, attenuation(KNOB_DB));
        float[][] out = run(reducer, in);
        int from = SETTLED_SECONDS * Signals.frames(spec, 1);
        float[] difference = new float[in[0].length - from];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = out[0][from + i] - in[0][from + i - reducer.latencyFrames()];
        }
        double removed = Signals.rms(difference, 0, difference.length);
        assertThat(20 * Math.log10(removed / Signals.rms(in[0], from, in[0].length)))
                .isLessThan(-40);
    }

    /** What the floor for speech takes for noise: partials too close for the transform, held for long. */
    @ParameterizedTest
    @EnumSource
    void music_floor_when_a_dense_drone_is_held_expect_it_left_alone(LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(48_000, 1, mode);
        float[][] in = new float[1][14 * Signals.frames(spec, 1)];
        for (int h = 1; h <= 60; h++) {
            add(in, Signals.sine(spec, in[0].length, 31.0 * h, 0.02));
        }
        Processor reducer = prepared(spec, attenuation(KNOB_DB));
        float[][] out = run(reducer, in);
        int from = SETTLED_SECONDS * Signals.frames(spec, 1);
        double change = changeDb(in, out, reducer.latencyFrames(), from, in[0].length - reducer.latencyFrames());
        assertThat(change).isCloseTo(0, within(0.1));
    }

    @ParameterizedTest
    @EnumSource
    void music_floor_when_notes_die_away_without_noise_expect_them_left_alone_to_their_end(LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(48_000, 2, mode);
        float[][] in = plucked(spec, 14);
        // what a recording of 16 bits has at least, 90 dB below the notes
        add(in, Signals.noise(71, 2, in[0].length, 3e-6));
        Processor reducer = prepared(spec, attenuation(KNOB_DB));
        float[][] out = run(reducer, in);
        int tenth = Signals.frames(spec, 0.1);
        for (int at = SETTLED_SECONDS * 10 * tenth; at < 130 * tenth; at += tenth) {
            if (at / tenth % 10 < 6) {
                assertThat(changeDb(in, out, reducer.latencyFrames(), at, at + tenth))
                        .as("at %d tenths", at / tenth)
                        .isCloseTo(0, within(0.1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void music_floor_when_a_noise_is_alone_expect_it_left_until_a_profile_tells(LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(48_000, 2, mode);
        float[][] noise = Signals.noise(72, 2, 14 * Signals.frames(spec, 1), 0.01);
        Processor reducer = prepared(spec, attenuation(KNOB_DB));
        float[][] out = run(reducer, noise);
        int from = SETTLED_SECONDS * Signals.frames(spec, 1);
        int to = noise[0].length - reducer.latencyFrames();
        assertThat(changeDb(noise, out, reducer.latencyFrames(), from, to)).isCloseTo(0, within(0.1));
        ParamSnapshot told = attenuation(KNOB_DB);
        double perHz = 1e-4 / 3 / 24_000;
        for (int b = 0; b < ParamTable.NOISE_PROFILE_BANDS; b++) {
            double widthHz = 40 * Math.pow(2, b / 2.0) * (Math.sqrt(2) - 1);
            told.set(ParamTable.NR_PROFILE1.index() + b, 10 * Math.log10(perHz * widthHz));
        }
        Processor informed = prepared(spec, told);
        float[][] lowered = run(informed, noise);
        assertThat(changeDb(noise, lowered, informed.latencyFrames(), 0, Signals.frames(spec, 1)))
                .isCloseTo(-KNOB_DB, within(1.5));
    }
}
