package attune.learn.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.api.PresetInfo;
import attune.learn.agent.Without;
import attune.learn.strategy.ParamMaps;
import attune.learn.truth.ClipScore;
import attune.learn.truth.Degradation;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationClip.Content;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.SyntheticSpeech;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProofTest {
    private static final int RATE_HZ = 16_000;
    private static final double TARGET_LUFS = -16;

    @Test
    void clip_when_played_expect_each_side_and_the_hum_learned_away() throws Exception {
        List<Double> shares = new ArrayList<>();
        ProofItem item = new Proof(presets(), 1, TARGET_LUFS).play(hum(), shares::add);

        assertThat(item.learned()).hasSize(2);
        assertThat(item.factory().truth()).isEqualTo(gentle(hum()).truth());
        assertThat(item.moves()).isNotEmpty();
        assertThat(item.end().truth().logSpectralDistanceDb())
                .as("as the hum remover leaves it, dB")
                .isLessThan(item.dry().truth().logSpectralDistanceDb() - 1);
        assertThat(item.movedStages()).contains(Stage.HUM_REMOVER);
        assertThat(item.alone()).as("of clean clips only").isNull();
        assertThat(item.bestPreset()).isIn("gentle", "other");
        assertThat(item.clip().input()).as("samples are let go").isEmpty();
        assertThat(shares).isSorted().endsWith(1.0);
    }

    @Test
    void moves_when_only_the_measured_part_differs_expect_the_same() throws Exception {
        EvaluationClip clip = hum();
        double[] otherwise = clip.input().clone();
        Arrays.fill(otherwise, otherwise.length - ClipScore.MEASURED_SECONDS * RATE_HZ, otherwise.length, 0.001);
        EvaluationClip changed = new EvaluationClip(
                clip.name(), clip.content(), clip.degradation(), RATE_HZ, clip.bandwidthHz(), clip.clean(), otherwise);

        Proof proof = new Proof(presets().subList(0, 1), 1, TARGET_LUFS);
        ProofItem one = proof.play(clip, share -> {});
        ProofItem other = proof.play(changed, share -> {});

        assertThat(other.moves()).isEqualTo(one.moves());
        assertThat(other.last()).isEqualTo(one.last());
        assertThat(other.end().truth()).isNotEqualTo(one.end().truth());
    }

    @Test
    void learners_when_left_out_expect_what_the_default_leaves() throws Exception {
        Without hum = new Without(Set.of("rules", "policy"));

        ProofItem item = new Proof(presets().subList(0, 1), 1, TARGET_LUFS, List.of(hum)).play(hum(), share -> {});

        assertThat(item.without()).containsOnlyKeys("policy+rules");
        assertThat(item.without().get("policy+rules")).isEqualTo(item.factory().truth());
        assertThat(item.moves()).as("with all of them").isNotEmpty();
    }

    @Test
    void clip_when_too_short_expect_refused_with_both_lengths() {
        EvaluationClip clip = EvaluationCorpus.degraded(
                "short", Content.SPEECH, RATE_HZ, 7_000, SyntheticSpeech.speech(RATE_HZ, 21), Degradation.CLEAN, 1);

        assertThatThrownBy(() -> new Proof(presets(), 1, TARGET_LUFS).play(clip, share -> {}))
                .hasMessageContaining("21.0 s")
                .hasMessageContaining("34.0 s");
    }

    private static ProofScore gentle(EvaluationClip clip) throws InterruptedException {
        return new ProofScore.Scale(clip, TARGET_LUFS).of(ClipPlayer.play(clip, GentlePreset.params(), TARGET_LUFS));
    }

    private static EvaluationClip hum() {
        return EvaluationCorpus.degraded(
                "hum", Content.SPEECH, RATE_HZ, 7_000, SyntheticSpeech.speech(RATE_HZ, 35), Degradation.HUM_50, 7);
    }

    private static List<PresetInfo> presets() {
        ParamSnapshot other = GentlePreset.params();
        other.set(ParamTable.EQ2_GAIN, 9);
        return List.of(preset("gentle", GentlePreset.params()), preset("other", other));
    }

    private static PresetInfo preset(String id, ParamSnapshot params) {
        return new PresetInfo(id, id, "", true, ParamMaps.map(params), 0);
    }
}
