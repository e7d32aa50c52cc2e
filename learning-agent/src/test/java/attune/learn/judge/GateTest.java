package attune.learn.judge;

import static org.assertj.core.api.Assertions.assertThat;

import attune.learn.analysis.ContentClass;
import attune.learn.env.AuditionResult;
import attune.learn.env.Candidate;
import attune.learn.env.Scored;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of when a winner may play. */
final class GateTest {
    private final Gate gate = new Gate(Gate.CORE5_THRESHOLD);
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
        assertThat(verdict.reason()).endsWith(".");
    }

    @Test
    void gate_when_judge_is_unsure_on_this_clip_expect_no_change_within_its_error() {
        assertThat(decide(ContentClass.SPEECH, 1, result(0, 0.5, 0.6, 8)).kind())
                .isEqualTo(Verdict.Kind.DRY);
        assertThat(decide(ContentClass.SPEECH, 1, result(0, 0.5, 0.4, 8)).kind())
                .isEqualTo(Verdict.Kind.TAKE);
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentClass.class,
            names = {"MIXED", "NOISE", "SILENCE"})
    void gate_when_not_surely_speech_or_music_expect_abstention(ContentClass heard) {
        assertThat(decide(heard, 1, result(0, 5, 0.05, 8)).kind()).isEqualTo(Verdict.Kind.ABSTAIN);
    }

    @Test
    void gate_when_speech_is_doubtful_or_too_short_expect_abstention() {
        assertThat(decide(ContentClass.SPEECH, 0.5, result(0, 5, 0.05, 8)).kind())
                .isEqualTo(Verdict.Kind.ABSTAIN);
        assertThat(decide(ContentClass.SPEECH, 1, result(0, 5, 0.05, 0)).kind()).isEqualTo(Verdict.Kind.ABSTAIN);
    }

    @Test
    void gate_when_music_expect_it_kept_however_high_the_score() {
        assertThat(decide(ContentClass.MUSIC, 1, result(0, 5, 0.05, 8)).kind()).isEqualTo(Verdict.Kind.KEEP);
    }

    @Test
    void gate_when_music_hums_expect_only_a_candidate_that_touches_nothing_else() {
        ParamSnapshot other = new ParamSnapshot(inForce);
        other.set(ParamTable.NR_ATTENUATION, 12);
        AuditionResult humming = hummed(new Candidate("noise", other), new Candidate("hum", dehummed(inForce)));
        Verdict verdict = gate.decide(ContentClass.MUSIC, 1, true, humming, inForce);
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.TAKE);
        assertThat(verdict.winner()).isNotNull().extracting(Candidate::strategy).isEqualTo("hum");
        assertThat(gate.decide(ContentClass.MUSIC, 1, false, humming, inForce).kind())
                .isEqualTo(Verdict.Kind.KEEP);
    }

    @Test
    void gate_when_music_is_sure_expect_noise_reduction_off_and_with_hum_both() {
        ParamSnapshot off = new ParamSnapshot(inForce);
        off.set(ParamTable.NR_ATTENUATION, 0);
        ParamSnapshot less = new ParamSnapshot(inForce);
        less.set(ParamTable.NR_ATTENUATION, 3);
        AuditionResult tried = hummed(
                new Candidate("less", less),
                new Candidate("hum", dehummed(inForce)),
                new Candidate("both", dehummed(off)),
                new Candidate("music", off));
        assertThat(gate.decide(ContentClass.MUSIC, 0.9, true, tried, inForce).winner())
                .extracting(Candidate::strategy)
                .isEqualTo("both");
        assertThat(gate.decide(ContentClass.MUSIC, 0.9, false, tried, inForce).winner())
                .extracting(Candidate::strategy)
                .isEqualTo("music");
        assertThat(gate.decide(ContentClass.MUSIC, 0.5, false, tried, inForce).kind())
                .isEqualTo(Verdict.Kind.KEEP);
        assertThat(gate.decide(ContentClass.MIXED, 0.9, true, tried, inForce).winner())
                .extracting(Candidate::strategy)
                .isEqualTo("hum");
    }

    private static ParamSnapshot dehummed(ParamSnapshot params) {
        ParamSnapshot out = new ParamSnapshot(params);
        out.set(ParamTable.HUM_DEPTH, 20);
        return out;
    }

    private Verdict decide(ContentClass heard, double confidence, AuditionResult result) {
        return gate.decide(heard, confidence, false, result, inForce);
    }

    private AuditionResult result(double incumbent, double candidate, double noise, double seconds) {
        Measures none = measures(0);
        List<Scored> scored = List.of(
                new Scored(new Candidate("worse", inForce), candidate - 1, candidate - 1 - incumbent, none),
                new Scored(new Candidate("best", inForce), candidate, candidate - incumbent, none));
        return new AuditionResult(incumbent, scored, none, none, noise, seconds, 50);
    }

    private static AuditionResult hummed(Candidate... candidates) {
        List<Scored> scored = List.of(candidates).stream()
                .map(c -> new Scored(c, 0, 0, measures(-2)))
                .toList();
        return new AuditionResult(0, scored, measures(-12), measures(-12), 0.1, 8, 50);
    }

    private static Measures measures(double hum) {
        return new Measures(0, 0, 0, 0, 0, hum, -20, -3);
    }
}
