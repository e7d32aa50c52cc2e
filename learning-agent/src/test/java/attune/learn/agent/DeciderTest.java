package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Evidence;
import attune.api.Explanation;
import attune.api.ParamBounds;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.env.Audition;
import attune.learn.env.Candidate;
import attune.learn.env.RenderBudget;
import attune.learn.judge.Gate;
import attune.learn.judge.LinearJudge;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.MoveFilter;
import attune.learn.strategy.Proposals;
import attune.learn.strategy.StageMoves;
import attune.learn.strategy.StrategyInput;
import attune.learn.truth.SpeechCorpus;
import attune.param.GentlePreset;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import attune.param.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeciderTest {
    private static final int RATE_HZ = 16_000;
    private static Moment moment;

    @BeforeAll
    static void hear() throws Exception {
        SpeechCorpus.assumeInstalled();
        float[] source = Arrays.copyOf(Material.hum(Material.voice(Material.ONE)), 11 * RATE_HZ);
        CapturedClip clip = new CapturedClip(RATE_HZ, new float[][] {source}, 0);
        InputAnalysis analysis = InputAnalysis.of(clip);
        ParamSnapshot inForce = GentlePreset.params();
        MacroSnapshot macros = new MacroSnapshot();
        moment = new Moment(
                "e",
                0,
                clip,
                analysis,
                Moment.situation(analysis, clip, inForce, Moment.EQUAL_WEIGHTS),
                macros,
                Moment.steadyGainDb(analysis, macros),
                new StrategyInput(analysis, inForce, -16, RATE_HZ, new FakeServer(source).presets(), List.of()));
    }

    private static Proposals.Gathered gathered(LearningBounds bounds) {
        return new Proposals(bounds, MoveFilter.NONE).gather(moment.input(), Proposals.strategies(), Proposals.LARGEST);
    }

    /** Every effect in an explanation, found again by rendering the set without that move. */
    @Test
    void explanation_when_each_move_is_taken_back_alone_expect_the_told_effects() throws Exception {
        Audition audition = new Audition(new LinearJudge());
        Decision decision = new Decider(new LinearJudge(), new Gate(Gate.THRESHOLD), audition)
                .decide(moment, gathered(LearningBounds.SAFE), RenderBudget.UNLIMITED);
        Candidate winner = Objects.requireNonNull(decision.candidate());
        Evidence evidence = Objects.requireNonNull(decision.evidence());
        assertThat(decision.explanation().parts()).isNotEmpty();

        Audition again = new Audition(new LinearJudge());
        again.run(
                moment.clip(),
                moment.analysis(),
                moment.macros(),
                moment.levelerGainDb(),
                moment.inForce(),
                List.of(),
                RenderBudget.UNLIMITED);
        double whole = again.score(winner.params());
        for (Explanation.Part part : decision.explanation().parts()) {
            Stage stage = Arrays.stream(Stage.values())
                    .filter(s -> s.label().equals(part.stage()))
                    .findFirst()
                    .orElseThrow();
            double without = again.score(StageMoves.copy(stage, moment.inForce(), new ParamSnapshot(winner.params())));
            assertThat(part.effect()).isCloseTo(whole - without, Offset.offset(1e-9));
        }
        assertThat(evidence.promised()).isGreaterThan(evidence.noise());
    }

    @Test
    void gathered_when_anything_is_proposed_expect_safe_bounds_own_limits_and_locks_hold() {
        LearningBounds bounds = new LearningBounds(Map.of(
                "hum_depth", new ParamBounds(null, 15.0, false), "leveler_range", new ParamBounds(null, null, true)));

        List<Candidate> candidates = gathered(bounds).candidates();

        assertThat(candidates).isNotEmpty().hasSizeLessThanOrEqualTo(Proposals.LARGEST);
        for (Candidate candidate : candidates) {
            for (ParamTable param : ParamTable.all()) {
                ParamSpec spec = param.spec();
                double value = candidate.params().get(param);
                if (spec.learnable()) {
                    assertThat(value).as(param.id()).isBetween(spec.safeMin(), spec.safeMax());
                } else {
                    assertThat(value).as(param.id()).isEqualTo(moment.inForce().get(param));
                }
            }
            assertThat(candidate.params().get(ParamTable.HUM_DEPTH)).isLessThanOrEqualTo(15);
            assertThat(candidate.params().get(ParamTable.LEVELER_RANGE))
                    .isEqualTo(moment.inForce().get(ParamTable.LEVELER_RANGE));
        }
    }
}
