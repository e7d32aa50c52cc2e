package attune.learn.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.Recordings;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MusicRuleTest {
    private static final int SECONDS = 12;

    @BeforeAll
    static void need() {
        Assumptions.assumeTrue(
                Recordings.missing().isEmpty(), () -> Recordings.missing().orElse(""));
    }

    private static StrategyInput heard(String name) throws IOException {
        EvaluationClip clip = EvaluationCorpus.make(MaterialSplit.DEVELOPMENT, name);
        float[] samples = new float[SECONDS * clip.rateHz()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) clip.input()[i];
        }
        InputAnalysis analysis = InputAnalysis.of(new CapturedClip(clip.rateHz(), new float[][] {samples}, 0));
        return new StrategyInput(analysis, GentlePreset.params(), -16, clip.rateHz(), List.of(), List.of());
    }

    /** A drum loop, which sounds at the rate of syllables, and a held guitar. */
    @Test
    void music_when_noise_reduction_is_on_expect_it_switched_off_and_nothing_else_moved() throws IOException {
        for (String name : List.of("music-clean", "guitar-clean")) {
            ParamSnapshot set = GentlePreset.params();
            assertThat(new MusicRule().apply(heard(name), set)).as(name).isTrue();
            ParamSnapshot expected = GentlePreset.params();
            expected.set(ParamTable.NR_ATTENUATION, 0);
            assertThat(set.sameAs(expected)).as(name).isTrue();
            assertThat(new MusicRule().apply(heard(name), set)).as(name).isFalse();
        }
    }

    @Test
    void voice_expect_its_noise_reduction_kept() throws IOException {
        assertThat(new MusicRule().apply(heard("speech-clean"), GentlePreset.params()))
                .isFalse();
    }
}
