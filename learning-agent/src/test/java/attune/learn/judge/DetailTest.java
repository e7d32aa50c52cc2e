package attune.learn.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.truth.SyntheticSpeech;
import org.junit.jupiter.api.Test;

/** What trained judges hear, on signals of which it is known what was done to them. */
final class DetailTest {
    private static final int RATE_HZ = 16_000;

    private final double[] clean = SyntheticSpeech.speech(RATE_HZ, 6);
    private final double[] hiss = SyntheticSpeech.noise(2, clean.length);
    private final float[] input = floats(SyntheticSpeech.mix(clean, 0.02, hiss));
    private final CleanComparison comparison = comparison();
    private final Detail dry = detail(input);

    private CleanComparison comparison() {
        InputAnalysis analysis = InputAnalysis.of(new CapturedClip(RATE_HZ, new float[][] {input}, 0));
        return new CleanComparison(analysis.cleanEstimate(), analysis.hum(), input, 0);
    }

    private Detail detail(float[] output) {
        return comparison.measure(output, -20, -1).whole().detail();
    }

    @Test
    void detail_when_nothing_was_done_expect_no_damage_but_the_noise() {
        assertThat(dry.distortionDb()).isEqualTo(30);
        assertThat(dry.wholeness()).isZero();
        assertThat(dry.steadinessDb()).isCloseTo(0, within(0.2));
        assertThat(dry.calmDb()).isCloseTo(0, within(0.05));
        assertThat(dry.highDb()).isCloseTo(0, within(0.2));
        assertThat(dry.residueDb()).isBetween(5.0, 35.0);
    }

    @Test
    void detail_when_half_of_the_noise_is_gone_expect_less_residue_and_quieter_pauses() {
        Detail half = detail(floats(SyntheticSpeech.mix(clean, 0.01, hiss)));
        assertThat(half.residueDb() - dry.residueDb()).isBetween(1.0, 7.0);
        assertThat(half.pausesDb() - dry.pausesDb()).isBetween(2.0, 7.0);
        assertThat(half.spectrumDb()).isGreaterThan(dry.spectrumDb() + 0.3);
        assertThat(half.distortionDb()).isGreaterThan(18);
    }

    @Test
    void detail_when_the_treble_is_gone_expect_it_in_the_response_and_not_as_distortion() {
        Detail dull = detail(floats(SyntheticSpeech.lowPass(SyntheticSpeech.mix(clean, 0.02, hiss), 0.3)));
        assertThat(dull.highDb()).isLessThan(-3);
        assertThat(dull.sibilanceDb()).isLessThan(dry.sibilanceDb() - 3);
        assertThat(dull.distortionDb()).isGreaterThan(18);
    }

    @Test
    void detail_when_the_level_sways_expect_less_calm() {
        float[] swaying = input.clone();
        for (int i = 0; i < swaying.length; i++) {
            swaying[i] *= (float) (1 + 0.5 * Math.sin(2 * Math.PI * 0.9 * i / RATE_HZ));
        }
        Detail detail = detail(swaying);
        assertThat(detail.calmDb()).isLessThan(-2);
        assertThat(detail.steadinessDb()).isLessThan(dry.steadinessDb() - 2);
    }

    @Test
    void detail_when_words_are_cut_out_expect_holes_and_another_envelope() {
        float[] cut = input.clone();
        for (int i = 0; i < cut.length; i++) {
            cut[i] *= i / 1_600 % 4 == 0 ? 0.05f : 1;
        }
        Detail detail = detail(cut);
        assertThat(detail.wholeness()).isLessThan(-10);
        assertThat(detail.envelope()).isLessThan(dry.envelope() - 0.03);
        assertThat(detail.distortionDb()).isLessThan(12);
    }

    private static float[] floats(double[] x) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = (float) x[i];
        }
        return out;
    }
}
