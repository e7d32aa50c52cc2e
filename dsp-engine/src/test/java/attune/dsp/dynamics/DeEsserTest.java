package attune.dsp.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every stage, and what a de-esser must do to sharp sounds and must not do to the voice. */
class DeEsserTest extends ProcessorContract {
    private static final double RATE = 48_000;
    private static final ProcessSpec MONO = new ProcessSpec(RATE, 1);
    private static final double VOWEL_DB = -20;
    /** Frames of one vowel and of one s behind it; a short pause follows. */
    private static final int VOWEL = 9600;

    private static final int ESS = 5760;
    private static final int SYLLABLE = 19_200;

    @Override
    protected Processor create() {
        return new DeEsser();
    }

    @Override
    protected ParamSnapshot neutral() {
        return new ParamSnapshot();
    }

    @Override
    protected ParamSnapshot active() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.DEESS_DEPTH, 18);
        params.set(ParamTable.DEESS_FREQUENCY, 2500);
        params.set(ParamTable.DEESS_THRESHOLD, -12);
        return params;
    }

    private static ParamSnapshot params(double depthDb, double thresholdDb) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.DEESS_DEPTH, depthDb);
        params.set(ParamTable.DEESS_THRESHOLD, thresholdDb);
        return params;
    }

    private static double linear(double db) {
        return Math.pow(10, db / 20);
    }

    private static double gainDb(float[] in, float[] out, int from, int to) {
        return 20 * Math.log10(Signals.rms(out, from, to) / Signals.rms(in, from, to));
    }

    /** Harmonics of 130 Hz up to 4 kHz, falling with a vowel's slope; effective value {@link #VOWEL_DB}. */
    private static float[] vowel(int frames) {
        float[] out = new float[frames];
        for (int i = 0; i < frames; i++) {
            double fade = Math.min(1, Math.min(i, frames - i) / 480.0);
            double sum = 0;
            for (int h = 1; h <= 30; h++) {
                sum += Math.sin(2 * Math.PI * 130 * h * i / RATE + h * h) / Math.pow(h, 1.3);
            }
            out[i] = (float) (fade * sum);
        }
        return level(out, VOWEL_DB);
    }

    /** Noise above 5 kHz, so much louder than the vowels. */
    private static float[] ess(int frames, double ratioDb) {
        float[] noise = Signals.noise(8, 1, frames, 1)[0];
        float[] out = noise.clone();
        for (int pass = 0; pass < 4; pass++) {
            double k = Math.exp(-2 * Math.PI * 4500 / RATE);
            double last = 0;
            double low = 0;
            for (int i = 0; i < frames; i++) {
                low += (1 - k) * (out[i] - low);
                last = out[i] - low;
                out[i] = (float) last;
            }
        }
        for (int i = 0; i < frames; i++) {
            out[i] *= (float) Math.min(1, Math.min(i, frames - i) / 240.0);
        }
        return level(out, VOWEL_DB + ratioDb);
    }

    private static float[] level(float[] signal, double db) {
        double gain = linear(db) / Signals.rms(signal, 0, signal.length);
        for (int i = 0; i < signal.length; i++) {
            signal[i] *= (float) gain;
        }
        return signal;
    }

    /** Syllables of vowel, s and a pause with room noise 60 dB down; each s so much louder than the vowels. */
    private static float[][] speech(int syllables, double essRatioDb) {
        float[] out = Signals.noise(9, 1, syllables * SYLLABLE, linear(-80))[0];
        float[] vowel = vowel(VOWEL);
        float[] ess = ess(ESS, essRatioDb);
        for (int n = 0; n < syllables; n++) {
            for (int i = 0; i < VOWEL; i++) {
                out[n * SYLLABLE + i] += vowel[i];
            }
            for (int i = 0; i < ESS; i++) {
                out[n * SYLLABLE + VOWEL + i] += ess[i];
            }
        }
        return new float[][] {out};
    }

    private float[][] deEss(ParamSnapshot params, float[][] in) {
        return run(prepared(new ProcessSpec(RATE, in.length), params), in);
    }

    private static double essGainDb(float[][] in, float[][] out, int syllable) {
        int from = syllable * SYLLABLE + VOWEL;
        return gainDb(in[0], out[0], from, from + ESS);
    }

    private static double vowelGainDb(float[][] in, float[][] out, int syllable) {
        return gainDb(in[0], out[0], syllable * SYLLABLE, syllable * SYLLABLE + VOWEL);
    }

    @ParameterizedTest
    @CsvSource({"3, 6", "6, 9", "3, 4", "9, 12"})
    void de_esser_when_an_s_is_sharp_expect_it_lowered_by_the_depth_and_the_vowels_kept(
            double ratioDb, double depthDb) {
        float[][] in = speech(10, ratioDb);
        float[][] out = deEss(params(depthDb, 0), in);
        for (int n = 1; n < 10; n++) {
            assertThat(essGainDb(in, out, n)).as("s %d", n).isCloseTo(-depthDb, within(0.15 * depthDb));
            assertThat(vowelGainDb(in, out, n)).as("vowel %d", n).isCloseTo(0, within(0.05));
        }
    }

    @Test
    void de_esser_when_an_s_is_usual_expect_every_sample_untouched() {
        float[][] in = speech(10, -12);
        assertThat(deEss(params(18, 0), in)).isDeepEqualTo(in);
    }

    @ParameterizedTest
    @CsvSource({"-2, -14", "0, -10", "2, -6", "7, 0"})
    void de_esser_when_the_threshold_moves_expect_twice_what_lies_over_it(double thresholdDb, double gainDb) {
        float[][] in = speech(10, -3);
        float[][] out = deEss(params(18, thresholdDb), in);
        assertThat(essGainDb(in, out, 8)).isCloseTo(gainDb, within(0.5 + 0.2 * -gainDb));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-40, -20, 10, 20})
    void de_esser_when_the_input_is_louder_or_quieter_expect_the_same_gains(double levelDb) {
        float[][] in = speech(6, 2);
        float[][] out = deEss(params(8, 0), in);
        float[][] other = Signals.copy(in);
        for (int i = 0; i < in[0].length; i++) {
            other[0][i] *= (float) linear(levelDb);
        }
        float[][] otherOut = deEss(params(8, 0), other);
        assertThat(essGainDb(in, out, 4)).isLessThan(-5);
        for (int i = 0; i < in[0].length; i++) {
            assertThat(otherOut[0][i] / linear(levelDb)).isCloseTo(out[0][i], within(1e-6));
        }
    }

    @Test
    void de_esser_when_the_level_changes_within_a_programme_expect_the_same_gain_soon() {
        float[][] loud = speech(8, 3);
        float[][] quiet = Signals.copy(loud);
        for (int i = 0; i < quiet[0].length; i++) {
            quiet[0][i] *= 0.25f;
        }
        float[][] in = Signals.concat(quiet, loud, quiet, quiet, quiet);
        float[][] out = deEss(params(6, 0), in);
        for (int n : new int[] {6, 10, 15, 38}) {
            assertThat(essGainDb(in, out, n)).as("s %d", n).isCloseTo(-6, within(1.0));
        }
        for (int n = 1; n < 40; n++) {
            assertThat(vowelGainDb(in, out, n)).as("vowel %d", n).isCloseTo(0, within(0.1));
        }
    }

    @Test
    void de_esser_when_an_s_begins_and_ends_expect_it_met_within_milliseconds() {
        float[][] in = speech(6, 4);
        float[][] out = deEss(params(8, 0), in);
        int from = 4 * SYLLABLE + VOWEL;
        assertThat(gainDb(in[0], out[0], from + 384, from + 576))
                .as("8 to 12 ms")
                .isLessThan(-5);
        int end = from + ESS;
        assertThat(gainDb(in[0], out[0], end + 3360, end + 3840))
                .as("70 ms later")
                .isCloseTo(0, within(0.5));
    }

    @Test
    void de_esser_when_only_noise_is_heard_expect_it_untouched() {
        float[][] white = Signals.noise(3, 2, Signals.frames(MONO, 5), 0.1);
        assertThat(deEss(params(18, -12), white)).isDeepEqualTo(white);
        float[][] soft = Signals.copy(white);
        for (float[] channel : soft) {
            for (int i = 1; i < channel.length; i++) {
                channel[i] = 0.6f * channel[i - 1] + 0.4f * channel[i];
            }
        }
        assertThat(deEss(params(18, -12), soft)).isDeepEqualTo(soft);
    }

    @Test
    void de_esser_when_the_first_word_comes_out_of_noise_expect_its_usual_s_untouched() {
        float[][] noise = Signals.noise(4, 1, 4 * SYLLABLE, 0.002);
        float[][] in = Signals.concat(noise, speech(4, -12));
        assertThat(deEss(params(9, 0), in)).isDeepEqualTo(in);
    }

    @Test
    void de_esser_when_one_channel_is_sharp_expect_the_same_gain_on_both() {
        float[] left = speech(6, 4)[0];
        float[] right = left.clone();
        for (int i = 0; i < right.length; i++) {
            right[i] *= 0.3f;
        }
        float[][] in = {left, right};
        for (float[][] pair : new float[][][] {in, {right, left}}) {
            float[][] out = deEss(params(6, 0), pair);
            for (int i = 0; i < left.length; i++) {
                double louder = Math.max(Math.abs(out[0][i]), Math.abs(out[1][i]));
                double quieter = Math.min(Math.abs(out[0][i]), Math.abs(out[1][i]));
                assertThat(quieter).isCloseTo(0.3 * louder, within(1e-6));
            }
            assertThat(gainDb(pair[0], out[0], 4 * SYLLABLE + VOWEL, 4 * SYLLABLE + VOWEL + ESS))
                    .isCloseTo(-6, within(1.0));
        }
    }

    @Test
    void de_esser_when_it_works_expect_only_the_band_above_its_frequency_lowered() {
        float[][] in = speech(6, 6);
        int from = 4 * SYLLABLE + VOWEL;
        float[] tones = new float[ESS];
        double[] hz = {300, 1000, 2000, 5000, 8000, 12_000};
        for (int i = 0; i < ESS; i++) {
            for (double f : hz) {
                tones[i] += (float) (0.002 * Math.sin(2 * Math.PI * f * i / RATE));
            }
        }
        float[][] with = Signals.copy(in);
        for (int i = 0; i < ESS; i++) {
            with[0][from + i] += tones[i];
        }
        float[] plain = deEss(params(9, 0), in)[0];
        float[] toned = deEss(params(9, 0), with)[0];
        double[] expected = {0, -0.1, -0.8, -6.5, -8.4, -8.8};
        for (int f = 0; f < hz.length; f++) {
            double re = 0;
            double im = 0;
            int window = 3840;
            for (int i = 960; i < 960 + window; i++) {
                double difference = toned[from + i] - plain[from + i];
                re += difference * Math.cos(2 * Math.PI * hz[f] * i / RATE);
                im += difference * Math.sin(2 * Math.PI * hz[f] * i / RATE);
            }
            double amplitude = 2 * Math.hypot(re, im) / window;
            assertThat(20 * Math.log10(amplitude / 0.002)).as("at %s Hz", hz[f]).isCloseTo(expected[f], within(0.5));
        }
    }

    @Test
    void de_esser_when_switched_off_while_working_expect_exact_input_soon_after() {
        DeEsser deEsser = new DeEsser();
        deEsser.prepare(MONO);
        deEsser.update(params(12, 0));
        float[][] in = speech(4, 6);
        int cut = (3 * SYLLABLE + VOWEL + ESS / 2) / 64 * 64;
        run(deEsser, new float[][] {Arrays.copyOf(in[0], cut)});
        assertThat(deEsser.isOff()).isFalse();
        deEsser.update(neutral());
        float[][] rest = {Arrays.copyOfRange(in[0], cut, cut + 19_200)};
        float[][] out = run(deEsser, rest);
        assertThat(deEsser.isOff()).isTrue();
        for (int i = 14_400; i < 19_200; i++) {
            assertThat(out[0][i]).isEqualTo(rest[0][i]);
        }
    }

    @Test
    void gain_reduction_when_read_expect_the_deepest_since_the_last_mark() {
        DeEsser deEsser = new DeEsser();
        deEsser.prepare(MONO);
        deEsser.update(params(7, 0));
        run(deEsser, speech(3, -12));
        assertThat(deEsser.gainReductionDb()).isZero();
        run(deEsser, speech(3, 6));
        assertThat(deEsser.gainReductionDb()).isCloseTo(-7, within(0.05));
        run(deEsser, speech(1, -12));
        deEsser.markRead();
        run(deEsser, speech(3, -12));
        assertThat(deEsser.gainReductionDb()).isZero();
    }
}
