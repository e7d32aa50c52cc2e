package attune.learn.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.judge.LinearJudge;
import attune.learn.judge.Objectives;
import attune.learn.truth.GeneratedNoise;
import attune.learn.truth.SyntheticSpeech;
import attune.param.GentlePreset;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Auditions on synthetic noisy speech. */
final class AuditionTest {
    private final Audition audition = new Audition(new LinearJudge());
    private final MacroSnapshot macros = new MacroSnapshot();

    @ParameterizedTest
    @ValueSource(ints = {16_000, 44_100, 48_000})
    void audition_when_candidate_changes_nothing_expect_the_score_of_dry(int rateHz) throws InterruptedException {
        CapturedClip clip = noisy(rateHz, 2, 12);
        AuditionResult result = run(clip, new ParamSnapshot(), List.of(new Candidate("neutral", new ParamSnapshot())));
        assertThat(result.incumbentScore()).isCloseTo(0, within(0.02));
        assertThat(result.scored().get(0).score()).isCloseTo(0, within(0.02));
        assertThat(result.scored().get(0).overIncumbent()).isZero();
        assertThat(result.secondsJudged()).isCloseTo(8, within(0.05));
        assertThat(result.dry().lufs()).isCloseTo(result.incumbent().lufs(), within(1.0));
    }

    @Test
    void audition_when_noise_is_lowered_expect_a_better_score_than_when_it_is_not() throws InterruptedException {
        CapturedClip clip = noisy(16_000, 1, 12);
        ParamSnapshot reduced = new ParamSnapshot();
        reduced.set(ParamTable.NR_ATTENUATION, 12);
        ParamSnapshot muffled = new ParamSnapshot();
        muffled.set(ParamTable.EQ7_GAIN, -18);
        muffled.set(ParamTable.EQ8_GAIN, -18);
        muffled.set(ParamTable.EQ8_FREQUENCY, 3_000);
        AuditionResult result = run(
                clip, GentlePreset.params(), List.of(new Candidate("noise", reduced), new Candidate("dull", muffled)));
        assertThat(result.scored().get(0).score()).isGreaterThan(0.3);
        assertThat(result.scored().get(1).score())
                .isLessThan(result.scored().get(0).score());
        assertThat(result.noise()).isBetween(0.0, 1.0);
        assertThat(audition.score(reduced)).isEqualTo(result.scored().get(0).score());
        assertThat(audition.objectives(reduced, -16).clarity())
                .isGreaterThan(audition.objectives(new ParamSnapshot(), -16).clarity());
    }

    @Test
    void audition_when_amount_is_zero_expect_every_candidate_to_be_dry() throws InterruptedException {
        ParamSnapshot reduced = new ParamSnapshot();
        reduced.set(ParamTable.NR_ATTENUATION, 18);
        macros.set(MacroTable.AMOUNT, 0);
        macros.set(MacroTable.BYPASS, 1);
        AuditionResult result =
                run(noisy(16_000, 1, 12), GentlePreset.params(), List.of(new Candidate("noise", reduced)));
        assertThat(result.scored().get(0).score()).isCloseTo(0, within(0.02));
    }

    @Test
    void audition_when_level_differs_expect_no_better_score_for_being_louder() throws InterruptedException {
        ParamSnapshot louder = new ParamSnapshot();
        louder.set(ParamTable.LEVELER_RANGE, 12);
        AuditionResult result = run(noisy(16_000, 1, 12), new ParamSnapshot(), List.of(new Candidate("level", louder)));
        assertThat(result.scored().get(0).measures().lufs())
                .isGreaterThan(result.incumbent().lufs() + 2);
        assertThat(result.scored().get(0).score()).isCloseTo(0, within(0.15));
    }

    @Test
    void audition_when_clip_is_short_expect_its_beginning_played_as_warm_up() throws InterruptedException {
        AuditionResult result = run(noisy(16_000, 1, 4), GentlePreset.params(), List.of());
        assertThat(result.secondsJudged()).isCloseTo(4, within(0.05));
        assertThat(result.scored()).isEmpty();
    }

    @Test
    void audition_when_same_clip_is_heard_again_expect_the_same_scores_bit_for_bit() throws InterruptedException {
        CapturedClip clip = noisy(48_000, 1, 11);
        double first = run(clip, GentlePreset.params(), List.of()).incumbentScore();
        run(noisy(16_000, 1, 11), GentlePreset.params(), List.of());
        assertThat(run(clip, GentlePreset.params(), List.of()).incumbentScore()).isEqualTo(first);
    }

    @Test
    void audition_when_another_has_played_the_same_expect_the_same_scores_and_nothing_played_but_what_is_new()
            throws InterruptedException {
        RenderMemo memo = new RenderMemo();
        List<Candidate> candidates = List.of(new Candidate("dry", new ParamSnapshot()));
        CapturedClip clip = noisy(16_000, 1, 11);
        AuditionResult first = new Audition(new LinearJudge(), Material.VOICE, memo)
                .run(clip, InputAnalysis.of(clip), macros, 0, GentlePreset.params(), candidates, () -> {});

        Audition another = new Audition(new LinearJudge(), Material.VOICE, memo);
        AtomicInteger turns = new AtomicInteger();
        CapturedClip equal = noisy(16_000, 1, 11);
        AuditionResult again = another.run(
                equal, InputAnalysis.of(equal), macros, 0, GentlePreset.params(), candidates, turns::incrementAndGet);
        assertThat(turns.get()).isZero();
        assertThat(again.scored()).isEqualTo(first.scored());

        macros.set(MacroTable.AMOUNT, 50);
        another.run(
                equal, InputAnalysis.of(equal), macros, 0, GentlePreset.params(), List.of(), turns::incrementAndGet);
        assertThat(turns.get()).as("another amount is another sound").isPositive();
    }

    @Test
    void audition_when_budget_is_asked_expect_a_turn_at_least_every_quarter_second_of_sound()
            throws InterruptedException {
        AtomicInteger turns = new AtomicInteger();
        CapturedClip clip = noisy(16_000, 1, 11);
        audition.run(clip, InputAnalysis.of(clip), macros, 0, GentlePreset.params(), List.of(), turns::incrementAndGet);
        assertThat(turns.get()).isGreaterThanOrEqualTo(44);
    }

    @Test
    void audition_when_budget_withdraws_expect_an_abort_and_the_next_run_unharmed() throws InterruptedException {
        CapturedClip clip = noisy(16_000, 1, 11);
        double expected = run(clip, GentlePreset.params(), List.of()).incumbentScore();
        AtomicInteger turns = new AtomicInteger();
        RenderBudget withdrawn = () -> {
            if (turns.incrementAndGet() > 10) {
                throw new InterruptedException("late blocks");
            }
        };
        assertThatThrownBy(() -> audition.run(
                        clip, InputAnalysis.of(clip), macros, 0, GentlePreset.params(), List.of(), withdrawn))
                .isInstanceOf(InterruptedException.class);
        assertThat(turns.get()).isEqualTo(11);
        assertThat(run(clip, GentlePreset.params(), List.of()).incumbentScore()).isEqualTo(expected);
    }

    @Test
    void score_when_nothing_was_auditioned_expect_a_clear_refusal() {
        assertThatThrownBy(() -> audition.score(new ParamSnapshot()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("an audition comes first");
    }

    @Test
    void dry_candidate_when_made_expect_level_stages_kept_and_the_rest_neutral() {
        ParamSnapshot dry = Candidate.dry(GentlePreset.params()).params();
        assertThat(dry.get(ParamTable.LEVELER_RANGE)).isEqualTo(6);
        assertThat(dry.get(ParamTable.NR_ATTENUATION)).isZero();
        assertThat(dry.get(ParamTable.HPF_CORNER)).isEqualTo(10);
        assertThat(Objectives.NAMES).hasSize(6);
    }

    private AuditionResult run(CapturedClip clip, ParamSnapshot incumbent, List<Candidate> candidates)
            throws InterruptedException {
        return audition.run(clip, InputAnalysis.of(clip), macros, 0, incumbent, candidates, RenderBudget.UNLIMITED);
    }

    /** Synthetic speech with pink noise 15 dB below it, at about −26 LUFS. */
    private static CapturedClip noisy(int rateHz, int channels, double seconds) {
        double[] speech = SyntheticSpeech.speech(rateHz, seconds);
        double[] noise = GeneratedNoise.PINK.make(7, speech.length, rateHz);
        float[][] samples = new float[channels][speech.length];
        for (float[] channel : samples) {
            for (int i = 0; i < channel.length; i++) {
                channel[i] = (float) (0.5 * (speech[i] + 0.012 * noise[i]));
            }
        }
        return new CapturedClip(rateHz, samples, 0);
    }
}
