package attune.learn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import attune.learn.audio.CapturedClip;
import attune.learn.truth.SyntheticSpeech;
import attune.param.GentlePreset;
import attune.param.ParamTable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vector that learners and situations are made of. */
final class ObservationTest {
    private static final double[] WEIGHTS = {1, 2, 3, 4, 5, 6};

    @Test
    void observation_when_made_expect_every_value_named_once_and_finite() {
        double[] values = observe(speech()).values();
        assertThat(values).hasSize(Observation.names().size());
        assertThat(Observation.names()).doesNotHaveDuplicates();
        assertThat(Arrays.stream(values).allMatch(Double::isFinite)).isTrue();
    }

    @Test
    void observation_when_silent_expect_finite_values_too() {
        double[] values =
                observe(new CapturedClip(16_000, new float[1][32_000], 0)).values();
        assertThat(Arrays.stream(values).allMatch(Double::isFinite)).isTrue();
    }

    @Test
    void observation_expect_parameters_and_weights_behind_what_is_heard() {
        double[] values = observe(speech()).values();
        List<String> names = Observation.names();
        assertThat(names.get(Observation.HEARD))
                .isEqualTo("param_" + ParamTable.all().get(0).id());
        assertThat(values[names.indexOf("param_nr_attenuation")]).isEqualTo(6);
        assertThat(values[names.indexOf("weight_comfort")]).isEqualTo(6);
        assertThat(names.indexOf("weight_comfort")).isEqualTo(values.length - 1);
    }

    @Test
    void observation_when_level_falls_by_ten_decibels_expect_its_loudness_to_and_its_tone_not() {
        float[][] quiet = {speech().channels()[0].clone()};
        for (int i = 0; i < quiet[0].length; i++) {
            quiet[0][i] *= 0.31622776f;
        }
        double[] loud = observe(speech()).values();
        double[] low = observe(new CapturedClip(16_000, quiet, 0)).values();
        int lufs = Observation.names().indexOf("integrated_lufs");
        int tone = Observation.names().indexOf("tone_1000_hz_db");
        assertThat(loud[lufs] - low[lufs]).isBetween(9.9, 10.1);
        assertThat(loud[tone] - low[tone]).isBetween(-0.1, 0.1);
    }

    @Test
    void observation_when_weights_are_too_few_expect_a_clear_refusal() {
        CapturedClip clip = speech();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Observation.of(InputAnalysis.of(clip), clip, GentlePreset.params(), new double[] {1}))
                .withMessageContaining("1 values, allowed are 6");
    }

    private static Observation observe(CapturedClip clip) {
        return Observation.of(InputAnalysis.of(clip), clip, GentlePreset.params(), WEIGHTS);
    }

    private static CapturedClip speech() {
        double[] x = SyntheticSpeech.speech(16_000, 4);
        float[][] samples = new float[1][x.length];
        for (int i = 0; i < x.length; i++) {
            samples[0][i] = (float) x[i];
        }
        return new CapturedClip(16_000, samples, 0);
    }
}
