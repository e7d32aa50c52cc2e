package attune.learn.judge;

import static org.assertj.core.api.Assertions.assertThat;

import attune.learn.analysis.ContentClass;
import attune.learn.env.AuditionResult;
import attune.learn.env.Candidate;
import attune.learn.env.Scored;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of when a winner may play. */
final class GateTest {
    private final Gate gate = new Gate(Gate.THRESHOLD);
    private final ParamSnapshot inForce = GentlePreset.params();

    @ParameterizedTest
    @CsvSource({
        // incumbent, candidate, expected
        "0.0, 0.21, TAKE",
        "0.0, 0.19, DRY",
        "1.0, 1.21, TAKE",
        "1.0, 1.19, KEEP",
        "0.4, 0.5, DRY",
        "0.51, 0.6, KEEP",
        // beats what plays by far, but not dry
        "-1.0, 0.1, DRY",
        "-1.0, 0.3, TAKE"
    })
    void gate_when_speech_expect_a_winner_only_beyond_both_thresholds(
            double incumbent, double candidate, Verdict.Kind expected) {
        Verdict verdict = decide(ContentClass.SPEECH, 1, result(incumbent, candidate, 0.05, 8));
        assertThat(verdict.kind()).isEqualTo(expected);
        assertThat(verdict.winner() != null).isEqualTo(expected == Verdict.Kind.TAKE);
    }

    @Test
    void gate_when_judge_is_unsure_on_this_clip_expect_no_change_within_its_error() {
        assertThat(decide(ContentClass.SPEECH, 1, result(0, 0.5, 0.6, 8)).kind())
                .isEqualTo(Verdict.Kind.DRY);
        assertThat(decide(ContentClass.SPEECH, 1, result(0, 0.5, 0.4, 8)).kind())
                .isEqualTo(Verdict.Kind.TAKE);
    }

    @ParameterizedTest
    @EnumSource(value = ContentClass.class, names = "SPEECH", mode = EnumSource.Mode.EXCLUDE)
    void gate_when_no_speech_expect_abstention_however_high_the_score(ContentClass heard) {
        assertThat(decide(heard, 1, result(0, 5, 0.05, 8)).kind()).isEqualTo(Verdict.Kind.ABSTAIN);
    }

    @Test
    void gate_when_speech_is_doubtful_or_too_short_expect_abstention() {
        assertThat(decide(ContentClass.SPEECH, 0.5, result(0, 5, 0.05, 8)).kind())
                .isEqualTo(Verdict.Kind.ABSTAIN);
        assertThat(decide(ContentClass.SPEECH, 1, result(0, 5, 0.05, 0)).kind()).isEqualTo(Verdict.Kind.ABSTAIN);
    }

    @Test
    void gate_when_trees_like_what_the_linear_judge_does_not_expect_the_best_that_both_like() {
        Measures dry = measures();
        Measures worse = new Measures(-0.2, 0, 0, 0, 0, 0, -20, -3);
        Measures better = new Measures(0.1, 0, 0, 0, 0, 0, -20, -3);
        Candidate hacked = new Candidate("raises the trees' score alone", inForce);
        Candidate honest = new Candidate("liked by both", inForce);
        List<Scored> both = List.of(new Scored(hacked, 3, 3, worse), new Scored(honest, 1, 1, better));
        Verdict verdict = Gate.forTrees().decide(true, new AuditionResult(0, both, dry, dry, 0.05, 8, 50));
        assertThat(verdict.winner()).isEqualTo(honest);
        Verdict alone = Gate.forTrees().decide(true, new AuditionResult(0, both.subList(0, 1), dry, dry, 0.05, 8, 50));
        assertThat(alone.kind()).isEqualTo(Verdict.Kind.DRY);
        // what plays is liked by the linear judge as much: no reason to change either
        Verdict same = Gate.forTrees().decide(true, new AuditionResult(0, both, dry, better, 0.05, 8, 50));
        assertThat(same.kind()).isEqualTo(Verdict.Kind.DRY);
    }

    @ParameterizedTest
    @CsvSource({
        // incumbent, candidate, what the linear judge hears in it, may return
        "0.0, 0.0, 0.0, true",
        "0.0, -0.05, 0.0, true",
        "0.0, -0.15, 0.0, false",
        "1.0, 0.85, 0.0, false",
        "-1.0, -0.15, 0.0, false",
        "0.0, 0.1, -0.2, false"
    })
    void gate_when_a_set_played_with_this_sound_before_expect_back_unless_anyone_finds_it_worse(
            double incumbent, double candidate, double loudd, boolean expected) {
        Scored set = new Scored(
                new Candidate("settled", inForce),
                candidate,
                candidate - incumbent,
                new Measures(loudd, 0, 0, 0, 0, 0, -20, -3));
        AuditionResult result = new AuditionResult(incumbent, List.of(set), measures(), measures(), 0.05, 8, 50);

        assertThat(Gate.forTrees().mayReturn(set, result)).isEqualTo(expected);
        assertThat(Gate.forTrees().passes(set, result))
                .as("nor by any other name")
                .isFalse();
    }

    private Verdict decide(ContentClass heard, double confidence, AuditionResult result) {
        return gate.decide(heard, confidence, result);
    }

    private AuditionResult result(double incumbent, double candidate, double noise, double seconds) {
        Measures none = measures();
        List<Scored> scored = List.of(
                new Scored(new Candidate("worse", inForce), candidate - 1, candidate - 1 - incumbent, none),
                new Scored(new Candidate("best", inForce), candidate, candidate - incumbent, none));
        return new AuditionResult(incumbent, scored, none, none, noise, seconds, 50);
    }

    private static Measures measures() {
        return new Measures(0, 0, 0, 0, 0, 0, -20, -3);
    }
}
