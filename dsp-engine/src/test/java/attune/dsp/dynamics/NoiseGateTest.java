package attune.dsp.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.ProcessorContract;
import attune.dsp.core.Signals;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every stage, and what a gate must do below its threshold and must not do above. */
class NoiseGateTest extends ProcessorContract {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final ProcessSpec MONO = new ProcessSpec(48_000, 1);
    private static final ProcessSpec STEREO = new ProcessSpec(48_000, 2);
    private static final double THRESHOLD_DB = -45;

    @Override
    protected Processor create() {
        return new NoiseGate();
    }

    @Override
    protected ParamSnapshot neutral() {
        return new ParamSnapshot();
    }

    @Override
    protected ParamSnapshot active() {
        ParamSnapshot params = params(40, 10);
        params.set(ParamTable.GATE_THRESHOLD, -10);
        params.set(ParamTable.GATE_HOLD, 10);
        params.set(ParamTable.GATE_RELEASE, 20);
        return params;
    }

    private static ParamSnapshot params(double rangeDb, double ratio) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.GATE_RANGE, rangeDb);
        params.set(ParamTable.GATE_THRESHOLD, THRESHOLD_DB);
        params.set(ParamTable.GATE_RATIO, ratio);
        params.set(ParamTable.GATE_REFERENCE, 0);
        return params;
    }

    private static double linear(double db) {
        return Math.pow(10, db / 20);
    }

    private static double db(double linear) {
        return 20 * Math.log10(linear);
    }

    /** A tone of 1 kHz whose peaks reach this level. */
    private static float[][] tone(ProcessSpec spec, double seconds, double levelDb) {
        return Signals.sine(spec, Signals.frames(spec, seconds), 1000, linear(levelDb));
    }

    private static float[][] scaled(float[][] signal, double gainDb) {
        float[][] out = Signals.copy(signal);
        for (float[] channel : out) {
            for (int i = 0; i < channel.length; i++) {
                channel[i] *= (float) linear(gainDb);
            }
        }
        return out;
    }

    private static double gainDb(float[] in, float[] out, int from, int to) {
        return db(Signals.rms(out, from, to) / Signals.rms(in, from, to));
    }

    /** Gain in every millisecond, in dB. */
    private static double[] gainsDb(float[] in, float[] out) {
        double[] gains = new double[in.length / 48];
        for (int m = 0; m < gains.length; m++) {
            gains[m] = gainDb(in, out, m * 48, m * 48 + 48);
        }
        return gains;
    }

    private float[][] gate(ParamSnapshot params, float[][] in) {
        return run(prepared(new ProcessSpec(48_000, in.length), params), in);
    }

    private double settledGainDb(ParamSnapshot params, double beforeDb, double levelDb) {
        float[][] in = Signals.concat(tone(MONO, 0.5, beforeDb), tone(MONO, 3, levelDb));
        float[][] out = gate(params, in);
        return gainDb(in[0], out[0], in[0].length - 9600, in[0].length);
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, 0.5, 0.25",
        "1.5, 20, 10",
        "2, -6, 0",
        "2, 1, 1",
        "2, 6, 6",
        "2, 12, 12",
        "2, 30, 24",
        "4, 2, 6",
        "4, 7, 21",
        "10, 0.5, 4.5",
        "10, 2, 18",
        "10, 3, 24",
        "10, 35, 24"
    })
    void gate_when_level_fell_under_the_threshold_expect_its_static_curve(
            double ratio, double underDb, double reductionDb) {
        double gain = settledGainDb(params(24, ratio), -20, THRESHOLD_DB - underDb);
        assertThat(gain).isCloseTo(-reductionDb, within(0.2));
    }

    @ParameterizedTest
    @CsvSource({"2, -2.5, 0.5", "2, 9, 12", "4, -2, 3", "4, 1, 12", "4, -3.3, 0", "10, -3.3, 0", "10, -1, 18"})
    void gate_when_level_rose_from_silence_expect_it_three_decibels_later(
            double ratio, double underDb, double reductionDb) {
        double gain = settledGainDb(params(24, ratio), -100, THRESHOLD_DB - underDb);
        assertThat(gain).isCloseTo(-reductionDb, within(0.2));
    }

    @ParameterizedTest
    @ValueSource(doubles = {8_000, 16_000, 44_100, 96_000, 192_000})
    void gate_when_the_rate_differs_expect_the_same_curve(double rate) {
        ProcessSpec spec = new ProcessSpec(rate, 2);
        float[][] in = Signals.concat(tone(spec, 0.5, -20), tone(spec, 3, THRESHOLD_DB - 5));
        float[][] out = run(prepared(spec, params(24, 3)), in);
        int end = in[0].length;
        assertThat(gainDb(in[1], out[1], end - (int) (0.2 * rate), end)).isCloseTo(-10, within(0.2));
    }

    @Test
    void gate_when_a_tone_hovers_around_the_threshold_expect_no_chatter() {
        float[][] in = Signals.concat(tone(MONO, 0.5, -20), tone(MONO, 6, THRESHOLD_DB));
        for (int i = Signals.frames(MONO, 0.5); i < in[0].length; i++) {
            in[0][i] *= (float) linear(1.3 * Math.cos(2 * Math.PI * 2.5 * i / 48_000));
        }
        ParamSnapshot params = params(40, 10);
        params.set(ParamTable.GATE_HOLD, 10);
        params.set(ParamTable.GATE_RELEASE, 20);
        double[] gains = gainsDb(in[0], gate(params, in)[0]);
        for (int m = 1; m < gains.length; m++) {
            assertThat(gains[m] - gains[m - 1]).as("opens again at %d ms", m).isLessThan(0.01);
            if (m > 1500) {
                assertThat(gains[m]).as("settled at %d ms", m).isCloseTo(-9 * 1.3, within(0.2));
            }
        }
    }

    @Test
    void gate_when_noise_is_steady_expect_a_steady_gain() {
        float[][] noise = scaled(Signals.noise(1, 2, Signals.frames(STEREO, 8), 1), -60);
        double[] gains = gainsDb(noise[0], gate(params(40, 2), noise)[0]);
        for (int m = 3000; m < gains.length; m++) {
            assertThat(gains[m]).as("gain at %d ms", m).isCloseTo(gains[gains.length - 1], within(0.5));
        }
        assertThat(gains[5000]).isLessThan(-12);
    }

    @Test
    void gate_when_a_low_tone_lies_under_the_threshold_expect_it_undistorted() {
        float[][] tone = Signals.sine(MONO, Signals.frames(MONO, 3), 80, linear(-52));
        float[][] in = Signals.concat(tone(MONO, 0.5, -20), tone);
        float[] out = gate(params(40, 4), in)[0];
        int from = in[0].length - 48_000;
        double gain = coherentGain(in[0], out, from, in[0].length);
        assertThat(db(gain)).isBetween(-24.0, -21.0);
        for (int i = from; i < in[0].length; i++) {
            double tolerance = linear(-52) * gain * 0.01;
            assertThat((double) out[i]).as("frame %d", i).isCloseTo(in[0][i] * gain, within(tolerance));
        }
    }

    @ParameterizedTest
    @CsvSource({"100, 250", "150, 250", "400, 60", "1000, 2000", "60, 20"})
    void gate_when_sound_ends_expect_hold_and_release_in_their_times(double holdMs, double releaseMs) {
        float[][] in = Signals.concat(tone(MONO, 1, -20), tone(MONO, 5, -100));
        ParamSnapshot params = params(20, 4);
        params.set(ParamTable.GATE_HOLD, holdMs);
        params.set(ParamTable.GATE_RELEASE, releaseMs);
        double[] gains = gainsDb(in[0], gate(params, in)[0]);
        int starts = 1000;
        while (gains[starts] > -0.02) {
            starts++;
        }
        assertThat(starts - 1000.0).isCloseTo(holdMs, within(0.1 * holdMs));
        int closed = starts;
        while (gains[closed] > -18) {
            closed++;
        }
        assertThat((double) closed - starts).isCloseTo(releaseMs, within(0.1 * releaseMs));
    }

    @Test
    void gate_when_sound_starts_expect_it_open_within_two_milliseconds_without_a_click() {
        float[][] quiet = Signals.concat(tone(MONO, 1, -90), Signals.constant(1, QUANTUM, 1e-5));
        float[][] in = Signals.concat(quiet, Signals.constant(1, 30 * QUANTUM, linear(-25)));
        int onset = quiet[0].length;
        float[] out = gate(params(20, 4), in)[0];
        assertThat(db(out[onset + 96] / in[0][onset + 96])).isGreaterThan(-1.5);
        double largest = 0;
        for (int i = onset; i < onset + 960; i++) {
            double gain = out[i] / in[0][i];
            assertThat(gain).isLessThanOrEqualTo(1);
            largest = Math.max(largest, out[i + 1] / in[0][i + 1] - gain);
        }
        assertThat(largest).as("steepest rise of the gain from frame to frame").isLessThan(0.04);
    }

    @Test
    void gate_when_words_follow_pauses_expect_their_beginnings_whole() {
        ParamSnapshot params = params(20, 4);
        int pause = Signals.frames(MONO, 0.8);
        for (double levelDb : new double[] {-12, -20, -28}) {
            float[][] word = word(levelDb);
            float[][] in = Signals.concat(Signals.silence(1, pause), word, Signals.silence(1, pause), word);
            for (int i = 0; i < in[0].length; i++) {
                in[0][i] += 1e-4f * (i % 7 - 3);
            }
            float[] out = gate(params, in)[0];
            int onset = 2 * pause + word[0].length;
            double first = coherentGain(in[0], out, onset, onset + 2400);
            double next = coherentGain(in[0], out, onset + 2400, onset + 14_400);
            assertThat(db(first / next)).as("word at %s dB", levelDb).isGreaterThan(-1);
            assertThat(gainDb(in[0], out, onset - 4800, onset)).as("pause").isLessThan(-19);
        }
    }

    /** Rises in 40 ms, like a vowel that begins with breath: harmonics of 120 Hz with a little noise. */
    private static float[][] word(double peakDb) {
        float[][] out = new float[1][Signals.frames(MONO, 0.4)];
        RandomGenerator random = Signals.random(7);
        for (int i = 0; i < out[0].length; i++) {
            double seconds = i / 48_000.0;
            double envelope = Math.min(1, 0.1 + seconds / 0.04) * Math.min(1, (0.4 - seconds) / 0.1);
            double voice = 0;
            for (int h = 1; h <= 20; h++) {
                voice += Math.sin(2 * Math.PI * 120 * h * seconds) / h;
            }
            out[0][i] = (float) (linear(peakDb) * envelope * (0.45 * voice + 0.1 * (2 * random.nextDouble() - 1)));
        }
        return out;
    }

    private static double coherentGain(float[] in, float[] out, int from, int to) {
        double both = 0;
        double power = 0;
        for (int i = from; i < to; i++) {
            both += (double) in[i] * out[i];
            power += (double) in[i] * in[i];
        }
        return both / power;
    }

    @Test
    void gate_when_sound_stays_above_the_threshold_expect_it_untouched() {
        float[][] in = scaled(Signals.noise(2, 2, Signals.frames(STEREO, 2), 1), -30);
        assertThat(gate(params(40, 10), in)).isDeepEqualTo(in);
    }

    @Test
    void gate_when_only_one_channel_sounds_expect_the_same_gain_on_both() {
        float[][] voice = Signals.concat(tone(MONO, 0.5, -30), tone(MONO, 0.5, -90), tone(MONO, 0.3, -30));
        float[][] in = {voice[0], scaled(voice, -20)[0]};
        in[1] = scaled(new float[][] {Signals.noise(3, 1, voice[0].length, 1)[0]}, -80)[0];
        float[][] out = gate(params(20, 4), in);
        int changed = 0;
        for (int i = 0; i < in[0].length; i++) {
            if (Math.abs(in[0][i]) > 1e-6 && Math.abs(in[1][i]) > 1e-6) {
                float left = out[0][i] / in[0][i];
                assertThat(out[1][i] / in[1][i]).as("frame %d", i).isCloseTo(left, within(1e-5f));
                changed += left < 0.5 ? 1 : 0;
            }
        }
        assertThat(changed).isGreaterThan(1000);
    }

    @Test
    void gate_when_thresholds_count_from_the_programme_expect_the_same_at_any_level() {
        float[][] in = Signals.concat(tone(MONO, 0.5, -20), tone(MONO, 1, -48), tone(MONO, 1, -54));
        float[][] atTarget = gate(params(24, 3), in);
        for (double levelDb : new double[] {-20, 12}) {
            NoiseGate gate = new NoiseGate();
            gate.prepare(MONO);
            ParamSnapshot params = params(24, 3);
            params.set(ParamTable.GATE_REFERENCE, 1);
            gate.update(params);
            gate.setProgrammeGainDb(-levelDb);
            float[][] out = run(gate, scaled(in, levelDb));
            for (int i = 0; i < out[0].length; i++) {
                assertThat(out[0][i] / linear(levelDb)).isCloseTo(atTarget[0][i], within(1e-6));
            }
        }
    }

    @Test
    void gate_when_thresholds_count_from_full_scale_expect_the_programme_ignored() {
        float[][] in = Signals.concat(tone(MONO, 0.5, -20), tone(MONO, 1, -54));
        NoiseGate gate = new NoiseGate();
        gate.prepare(MONO);
        gate.update(params(24, 3));
        gate.setProgrammeGainDb(20);
        assertThat(run(gate, in)).isDeepEqualTo(gate(params(24, 3), in));
    }

    @Test
    void gate_when_switched_off_while_closed_expect_exact_input_soon_after() {
        NoiseGate gate = new NoiseGate();
        gate.prepare(STEREO);
        gate.update(params(40, 10));
        run(gate, tone(STEREO, 2, -70));
        assertThat(gate.isOff()).isFalse();
        gate.update(neutral());
        run(gate, tone(STEREO, 0.02, -70));
        assertThat(gate.isOff()).isTrue();
        float[][] in = tone(STEREO, 0.5, -70);
        assertThat(run(gate, in)).isDeepEqualTo(in);
    }

    @Test
    void gain_reduction_when_read_expect_the_deepest_since_the_last_mark() {
        NoiseGate gate = new NoiseGate();
        gate.prepare(MONO);
        gate.update(params(15, 10));
        run(gate, tone(MONO, 1, -20));
        assertThat(gate.gainReductionDb()).isZero();
        run(gate, tone(MONO, 2, -90));
        run(gate, tone(MONO, 1, -20));
        assertThat(gate.gainReductionDb()).isCloseTo(-15, within(0.05));
        gate.markRead();
        run(gate, tone(MONO, 0.1, -20));
        assertThat(gate.gainReductionDb()).isZero();
    }
}
