package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;

import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.env.AuditionResult;
import attune.learn.env.Candidate;
import attune.learn.env.Scored;
import attune.learn.judge.BoostedTrees;
import attune.learn.judge.BoostedTrees.Node;
import attune.learn.judge.Measures;
import attune.learn.policy.MusicFeatures;
import attune.learn.policy.MusicPolicy;
import attune.learn.strategy.MusicNoise;
import attune.learn.strategy.StrategyInput;
import attune.learn.truth.MusicMaterial;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which noise reduction of music comes, stays and goes, by what judge and policy think it worth. */
final class MusicChoiceTest {
    private static final Measures MEASURES = new Measures(0, 0, 0, 0, 0, 0, -20, -3);
    /** Foreseen: nothing, 0.6, 0.9 and 1.6 steps for 0, 4, 8 and 12 dB. */
    private static MusicPolicy policy;

    private static CapturedClip clip;
    private static InputAnalysis analysis;

    @BeforeAll
    static void hear() throws Exception {
        double[] music = MusicMaterial.made("chords-10").source().make(0);
        float[] samples = new float[music.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) music[i];
        }
        clip = new CapturedClip(MusicMaterial.RATE_HZ, new float[][] {samples}, 0);
        analysis = InputAnalysis.of(clip);
        policy = policy();
    }

    @Test
    void off_when_both_think_it_worth_more_than_the_gate_expect_what_pleases_the_less_pleased_most() {
        assertThat(chosen(0, Map.of(0, 0.0, 4, 0.7, 8, 0.8, 12, 0.55))).isEqualTo("8 dB");
        assertThat(chosen(0, Map.of(0, 0.3, 4, 0.7, 8, 0.8, 12, 0.7))).isEqualTo("nothing");
        assertThat(chosen(0, Map.of(0, 0.0, 4, Double.NaN, 8, -3.0, 12, 0.5))).isEqualTo("nothing");
    }

    @Test
    void playing_when_worth_half_the_gate_expect_it_kept_unless_another_is_clearly_better() {
        assertThat(chosen(8, Map.of(0, 0.0, 8, 0.3, 12, 0.7))).isEqualTo("nothing");
        assertThat(chosen(8, Map.of(0, 0.0, 8, 0.3, 12, 0.9))).isEqualTo("12 dB");
        assertThat(chosen(8, Map.of(0, 0.0, 8, 0.2, 12, 0.1))).isEqualTo("0 dB");
        assertThat(chosen(8, Map.of(0, 0.0, 8, 0.2, 12, 0.6))).isEqualTo("12 dB");
    }

    @Test
    void amount_when_small_expect_the_policy_asked_for_what_is_left_of_it() {
        MacroSnapshot little = new MacroSnapshot();
        little.set(MacroTable.AMOUNT, 10);

        assertThat(chosen(0, Map.of(0, 0.0, 8, 0.8, 12, 0.9), little)).isEqualTo("nothing");
    }

    private static String chosen(int inForceDb, Map<Integer, Double> scores) {
        return chosen(inForceDb, scores, new MacroSnapshot());
    }

    /** The set that is chosen where sets by their dB score so much and that of {@code inForceDb} plays. */
    private static String chosen(int inForceDb, Map<Integer, Double> scores, MacroSnapshot macros) {
        ParamSnapshot inForce = set(inForceDb);
        double now = Objects.requireNonNull(scores.get(inForceDb));
        List<Scored> others = scores.entrySet().stream()
                .filter(e -> e.getKey() != inForceDb)
                .map(e -> new Scored(
                        new Candidate(e.getKey() + " dB", set(e.getKey())), e.getValue(), e.getValue() - now, MEASURES))
                .toList();
        Moment moment = new Moment(
                "e",
                0,
                clip,
                analysis,
                Moment.situation(analysis, clip, inForce, Moment.EQUAL_WEIGHTS),
                macros,
                0,
                new StrategyInput(analysis, inForce, -16, MusicMaterial.RATE_HZ, List.of(), List.of()));
        return new MusicChoice(policy, moment, new AuditionResult(now, others, MEASURES, MEASURES, 0.1, 8, 50))
                .winner()
                .map(scored -> scored.candidate().strategy())
                .orElse("nothing");
    }

    private static ParamSnapshot set(double attenuationDb) {
        ParamSnapshot base = new ParamSnapshot();
        base.set(ParamTable.PROGRAM, 2);
        return MusicNoise.reduced(base, attenuationDb);
    }

    private static MusicPolicy policy() throws IOException {
        int attenuation = MusicFeatures.COUNT;
        Node most = new Node.Inner(attenuation, 10, new Node.Leaf(0.9f), new Node.Leaf(1.6f));
        Node more = new Node.Inner(attenuation, 6, new Node.Leaf(0.6f), most);
        Node tree = new Node.Inner(attenuation, 2, new Node.Leaf(0), more);
        byte[] file = BoostedTrees.write(List.of(List.of(tree)), MusicPolicy.names());
        return new MusicPolicy(BoostedTrees.read(file, MusicPolicy.names()));
    }
}
