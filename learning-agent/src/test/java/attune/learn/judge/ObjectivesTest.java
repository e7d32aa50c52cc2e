package attune.learn.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.truth.SyntheticSpeech;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Each quality answers to what it is named after, on constructed signals. */
final class ObjectivesTest {
    private static final int RATE_HZ = 16_000;
    private static final double SECONDS = 10;

    private final double[] clean = SyntheticSpeech.mix(
            SyntheticSpeech.speech(RATE_HZ, SECONDS), 0.001, SyntheticSpeech.noise(4, (int) (RATE_HZ * SECONDS)));
    private final double[] hiss = SyntheticSpeech.noise(5, clean.length);
    private final InputAnalysis plain = analysis(clean);
    private final double plainLufs = plain.integratedLufs();

    @Test
    void clarity_when_noise_rises_expect_it_to_fall() {
        double quiet = objectives(SyntheticSpeech.mix(clean, 0.01, hiss)).clarity();
        double loud = objectives(SyntheticSpeech.mix(clean, 0.1, hiss)).clarity();
        assertThat(loud).isLessThan(quiet - 0.2);
        assertThat(quiet).isLessThan(objectives(clean).clarity());
    }

    @Test
    void clarity_when_hum_is_added_expect_it_to_fall() {
        double[] hum = shaped(t -> Math.sin(2 * Math.PI * 50 * t)
                + Math.sin(2 * Math.PI * 150 * t) / 2
                + Math.sin(2 * Math.PI * 250 * t) / 3
                + Math.sin(2 * Math.PI * 350 * t) / 4);
        assertThat(objectives(SyntheticSpeech.mix(clean, 0.05, hum)).clarity())
                .isLessThan(objectives(clean).clarity() - 0.1);
    }

    @Test
    void tone_when_highs_are_cut_twice_expect_it_to_fall() {
        double[] dull = SyntheticSpeech.lowPass(SyntheticSpeech.lowPass(clean, 0.2), 0.2);
        double[] duller = SyntheticSpeech.lowPass(dull, 0.1);
        assertThat(objectives(duller).tone()).isLessThan(objectives(dull).tone());
    }

    @Test
    void dynamics_when_the_voice_comes_and_goes_expect_it_to_fall() {
        double[] swaying = clean.clone();
        for (int i = 0; i < swaying.length; i++) {
            swaying[i] *= i / RATE_HZ % 4 < 2 ? 1 : 0.2;
        }
        assertThat(objectives(swaying).dynamics()).isLessThan(objectives(clean).dynamics() - 0.2);
    }

    @Test
    void loudness_when_off_the_target_expect_a_seventh_less_for_every_two_units() {
        assertThat(Objectives.of(plain, plainLufs, 30).loudness()).isEqualTo(1);
        assertThat(Objectives.of(plain, plainLufs + 1, 30).loudness()).isCloseTo(1, within(0.01));
        assertThat(Objectives.of(plain, plainLufs + 8, 30).loudness()).isCloseTo(0.5, within(0.01));
        assertThat(Objectives.of(plain, plainLufs - 20, 30).loudness()).isZero();
    }

    @Test
    void loudness_when_peaks_exceed_full_scale_expect_nothing_left() {
        InputAnalysis hot = analysis(SyntheticSpeech.mix(new double[clean.length], 8, clean));
        assertThat(hot.truePeakDbtp()).isGreaterThan(2);
        assertThat(Objectives.of(hot, hot.integratedLufs(), 30).loudness()).isZero();
    }

    @Test
    void fidelity_when_sound_is_distorted_or_clipped_expect_it_to_fall() {
        assertThat(Objectives.of(plain, plainLufs, Objectives.UNDISTORTED_DB).fidelity())
                .isEqualTo(1);
        assertThat(Objectives.of(plain, plainLufs, 10).fidelity()).isCloseTo(0.4, within(1e-9));
        double[] clipped = clean.clone();
        for (int i = 0; i < clipped.length; i++) {
            clipped[i] = Math.max(-0.1, Math.min(0.1, clipped[i]));
        }
        InputAnalysis cut = analysis(clipped);
        assertThat(cut.clippedShare()).isGreaterThan(0.005);
        assertThat(Objectives.of(cut, plainLufs, 30).fidelity()).isLessThan(0.5);
    }

    @Test
    void comfort_when_hiss_is_raised_expect_it_to_fall() {
        double[] low = SyntheticSpeech.lowPass(clean, 0.5);
        double[] sharp = SyntheticSpeech.mix(clean, -0.9, low);
        assertThat(objectives(sharp).comfort()).isLessThan(objectives(low).comfort());
    }

    @Test
    void objectives_when_silent_expect_values_within_bounds() {
        Objectives none = Objectives.of(analysis(new double[clean.length]), -16, 30);
        assertThat(none.asMap().values()).allSatisfy(v -> assertThat(v).isBetween(0.0, 1.0));
        assertThat(none.asMap().keySet()).containsExactlyElementsOf(Objectives.NAMES);
        assertThat(none.loudness()).isZero();
    }

    private Objectives objectives(double[] x) {
        return Objectives.of(analysis(x), plainLufs, Objectives.UNDISTORTED_DB);
    }

    private double[] shaped(DoubleUnaryOperator wave) {
        double[] out = new double[clean.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = wave.applyAsDouble((double) i / RATE_HZ);
        }
        return out;
    }

    private static InputAnalysis analysis(double[] x) {
        float[][] samples = new float[1][x.length];
        for (int i = 0; i < x.length; i++) {
            samples[0][i] = (float) x[i];
        }
        return InputAnalysis.of(new CapturedClip(RATE_HZ, samples, 0));
    }
}
