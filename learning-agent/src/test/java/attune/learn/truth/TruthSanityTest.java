package attune.learn.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.learn.audio.Resampler;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What no ear hears must cost nothing, and what an ear hears more of must cost more. */
final class TruthSanityTest {
    private static final int RATE_HZ = 16_000;

    private final double[] clean = SyntheticSpeech.speech(RATE_HZ, 6);
    private final double[] hiss = SyntheticSpeech.noise(3, clean.length);

    private double estoi(double[] test) {
        return Estoi.measure(clean, aligned(test), RATE_HZ);
    }

    private double distanceDb(double[] test) {
        return LogSpectralDistance.measureDb(
                clean, Loudness.match(clean, aligned(test), RATE_HZ), RATE_HZ, 125, RATE_HZ / 2.0);
    }

    private double[] aligned(double[] test) {
        return Alignment.advance(test, Alignment.delayFrames(clean, test, 2_000), clean.length);
    }

    private double[] noisy(double db) {
        double level = Math.sqrt(Signals.energy(clean, 0, clean.length) / Signals.energy(hiss, 0, hiss.length));
        return SyntheticSpeech.mix(clean, level * Math.pow(10, db / 20), hiss);
    }

    private static double[] highPassed(double[] x) {
        return SyntheticSpeech.mix(x, -1, SyntheticSpeech.lowPass(x, 2 * Math.PI * 60 / RATE_HZ));
    }

    @Test
    void measures_when_test_is_the_reference_expect_perfect_values() {
        assertThat(estoi(clean)).isCloseTo(1, within(1e-9));
        assertThat(distanceDb(clean)).isCloseTo(0, within(1e-9));
        assertThat(SegmentalSnr.measureDb(clean, clean, RATE_HZ)).isEqualTo(35);
        WordOnsets.Result onsets = WordOnsets.measure(SyntheticSpeech.speech(RATE_HZ, 6), clean, RATE_HZ, 0.2);
        assertThat(onsets.count()).isGreaterThan(2);
        assertThat(onsets.totalDb()).isCloseTo(0, within(1e-9));
    }

    @Test
    void measures_when_test_is_delayed_or_quieter_expect_no_cost() {
        double[] late = Alignment.advance(clean, -777, clean.length + 777);
        double[] quiet = SyntheticSpeech.mix(clean, -0.7, clean);
        for (double[] test : new double[][] {late, quiet}) {
            assertThat(estoi(test)).isGreaterThan(0.9999);
            assertThat(distanceDb(test)).isLessThan(0.01);
        }
    }

    @Test
    void measures_when_damage_grows_expect_order_of_the_ear() {
        double[][] fromBestToWorst = {clean, noisy(-60), noisy(-40), noisy(-20), noisy(-10), noisy(0)};
        for (int i = 1; i < fromBestToWorst.length; i++) {
            double[] better = fromBestToWorst[i - 1];
            double[] worse = fromBestToWorst[i];
            assertThat(estoi(worse)).as("step %d", i).isLessThan(estoi(better));
            assertThat(distanceDb(worse)).as("step %d", i).isGreaterThan(distanceDb(better));
            assertThat(SegmentalSnr.measureDb(clean, worse, RATE_HZ))
                    .as("step %d", i)
                    .isLessThanOrEqualTo(SegmentalSnr.measureDb(clean, better, RATE_HZ));
        }
        assertThat(estoi(noisy(-60))).isGreaterThan(0.98);
        assertThat(estoi(noisy(0))).isLessThan(0.7);
    }

    @Test
    void measures_when_test_is_high_passed_below_the_voice_expect_hardly_any_cost() {
        double[] test = highPassed(clean);
        assertThat(estoi(test)).isGreaterThan(0.98).isGreaterThan(estoi(noisy(-20)));
        assertThat(distanceDb(test)).isLessThan(1.5).isLessThan(distanceDb(noisy(-20)));
    }

    @Test
    void alignment_when_a_bass_hides_the_delay_expect_it_found_to_the_frame() {
        double[] bass = new double[clean.length];
        for (int i = 0; i < bass.length; i++) {
            bass[i] = Math.sin(2 * Math.PI * 50 * i / RATE_HZ);
        }
        double[] reference = SyntheticSpeech.mix(clean, 3, bass);
        for (int delay : new int[] {-500, 0, 64, 963}) {
            double[] test = SyntheticSpeech.mix(
                    Alignment.advance(clean, -delay, clean.length), 3, bass); // the hum does not move
            assertThat(Alignment.delayFrames(reference, test, 2_000)).isEqualTo(delay);
        }
    }

    @Test
    void noise_attenuation_when_pauses_are_lowered_expect_that_much() {
        double[] before = noisy(-20);
        double[] after = SyntheticSpeech.mix(SyntheticSpeech.mix(clean, -0.5, clean), 0.125, diff(before, clean));
        double attenuation = NoiseAttenuation.measureDb(clean, before, after, RATE_HZ, 0);
        assertThat(attenuation).as("noise ÷ 8 and speech ÷ 2").isCloseTo(12.04, within(0.1));
    }

    @Test
    void word_onsets_when_a_gate_opens_late_expect_the_loss_shown() {
        double[] gated = clean.clone();
        boolean[] above = SpeechActivity.above(clean, RATE_HZ, 35);
        for (int onset : SpeechActivity.onsets(above, 0.2)) {
            int from = onset * 160;
            Arrays.fill(gated, from, from + 640, 0); // 40 of the first 50 ms
        }
        WordOnsets.Result result = WordOnsets.measure(clean, gated, RATE_HZ, 0.2);
        assertThat(result.totalDb()).isLessThan(-2);
        assertThat(result.worstDb()).isLessThanOrEqualTo(result.medianDb());
    }

    @Test
    void loudness_when_sine_is_full_scale_expect_the_standards_value() {
        for (int rateHz : new int[] {16_000, 48_000}) {
            double[] sine = new double[5 * rateHz];
            for (int i = 0; i < sine.length; i++) {
                sine[i] = Math.sin(2 * Math.PI * 997 * i / rateHz);
            }
            // BS.1770-5: a 997 Hz sine at 0 dBFS in one channel reads −3.01 LKFS
            assertThat(Loudness.integratedLufs(sine, rateHz)).isCloseTo(-3.01, within(0.05));
        }
        assertThat(Loudness.integratedLufs(new double[16_000], 16_000)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void resampler_when_converted_there_and_back_expect_the_signal() {
        double[] tone = new double[16_000];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = Math.sin(2 * Math.PI * 1_234.5 * i / 16_000);
        }
        for (int rateHz : new int[] {10_000, 44_100, 48_000}) {
            double[] back = Resampler.resample(Resampler.resample(tone, 16_000, rateHz), rateHz, 16_000);
            double[] error = diff(Arrays.copyOf(back, tone.length), tone);
            assertThat(Signals.energy(error, 1_000, 15_000)).isLessThan(1e-7 * Signals.energy(tone, 1_000, 15_000));
        }
    }

    private static double[] diff(double[] a, double[] b) {
        return SyntheticSpeech.mix(a, -1, b);
    }
}
