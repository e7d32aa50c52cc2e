package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.ObjectiveWish;
import attune.api.ObjectiveWish.Method;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.env.Audition;
import attune.learn.env.Candidate;
import attune.learn.env.RenderBudget;
import attune.learn.judge.Gate;
import attune.learn.judge.LinearJudge;
import attune.learn.objective.Objective;
import attune.learn.objective.ObjectivePoint;
import attune.learn.objective.ParetoFront;
import attune.learn.objective.Scalarisation;
import attune.learn.objective.StageCosts;
import attune.learn.search.LocalSearch;
import attune.learn.search.SearchSpace;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.MoveFilter;
import attune.learn.strategy.Proposals;
import attune.learn.strategy.StrategyInput;
import attune.learn.truth.SpeechCorpus;
import attune.param.GentlePreset;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A person's wish at real auditions of development recordings: it chooses on the front, and never against the gate. */
final class WishTest {
    private static final int RATE_HZ = 16_000;
    private static Moment besideFan;
    private static Moment clean;

    @BeforeAll
    static void hear() throws Exception {
        SpeechCorpus.assumeInstalled();
        besideFan = moment(Material.fan(Material.voice(Material.ONE), 0.02, 3));
        clean = moment(Material.voice(Material.ONE));
    }

    private static Moment moment(float[] source) {
        float[] heard = Arrays.copyOf(source, 11 * RATE_HZ);
        CapturedClip clip = new CapturedClip(RATE_HZ, new float[][] {heard}, 0);
        InputAnalysis analysis = InputAnalysis.of(clip);
        MacroSnapshot macros = new MacroSnapshot();
        ParamSnapshot inForce = GentlePreset.params();
        return new Moment(
                "e",
                0,
                clip,
                analysis,
                Moment.situation(analysis, clip, inForce, Moment.EQUAL_WEIGHTS),
                macros,
                Moment.steadyGainDb(analysis, macros),
                new StrategyInput(analysis, inForce, -16, RATE_HZ, List.of(), List.of()));
    }

    /** Only this one counts. */
    private static ObjectiveWish only(Method method, Objective objective) {
        Map<String, Double> weights = new HashMap<>();
        Objective.ids().forEach(id -> weights.put(id, 0.0));
        weights.put(objective.id(), 1.0);
        return new ObjectiveWish(method, weights, Map.of());
    }

    private static Decision decide(Moment moment, Proposals.Gathered gathered, ObjectiveWish wish) throws Exception {
        return new Decider(new LinearJudge(), new Gate(Gate.THRESHOLD), new Audition(new LinearJudge()))
                .decide(moment, gathered, new Liking(candidate -> 0, wish), RenderBudget.UNLIMITED);
    }

    private static Proposals.Gathered all(Moment moment) {
        return new Proposals(LearningBounds.SAFE, MoveFilter.NONE)
                .gather(moment.input(), Proposals.strategies(), Proposals.LARGEST);
    }

    private static ObjectivePoint chosen(Decision decision) {
        Candidate winner = Objects.requireNonNull(decision.candidate());
        return decision.points().stream()
                .filter(p -> p.params().sameAs(winner.params()))
                .map(ParetoFront.Entry::point)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void choice_when_a_person_weighs_otherwise_expect_other_parameters_along_the_front() throws Exception {
        Decision clear = decide(besideFan, all(besideFan), only(Method.sum, Objective.CLARITY));
        Decision faithful = decide(besideFan, all(besideFan), only(Method.chebyshev, Objective.FIDELITY));

        assertThat(chosen(clear).get(Objective.CLARITY))
                .isGreaterThan(chosen(faithful).get(Objective.CLARITY));
        assertThat(chosen(faithful).get(Objective.FIDELITY))
                .isGreaterThan(chosen(clear).get(Objective.FIDELITY));
        assertThat(Objects.requireNonNull(clear.candidate()).params().get(ParamTable.NR_ATTENUATION))
                .isGreaterThan(1
                        + Objects.requireNonNull(faithful.candidate()).params().get(ParamTable.NR_ATTENUATION));
        for (Decision decision : List.of(clear, faithful)) {
            assertThat(Objects.requireNonNull(decision.evidence()).promised()).isGreaterThan(Gate.THRESHOLD);
            assertThat(decision.points()).noneMatch(p -> p.point().dominates(chosen(decision)));
        }
        assertThat(clear.explanation().sentence() + faithful.explanation().sentence())
                .contains("because you weigh");
    }

    /**
     * An adversary that searches for nothing but the weighed objective, on a voice that needs nothing: what it finds raises what is
     * rewarded, harms the voice, and does not play, whatever the wish.
     */
    @Test
    void choice_when_a_set_raises_the_objectives_and_harms_the_voice_expect_it_refused() throws Exception {
        ObjectiveWish wish = only(Method.sum, Objective.CLARITY);
        Scalarisation value = Scalarisation.of(wish);
        Audition audition = new Audition(new LinearJudge());
        audition.run(
                clean.clip(),
                clean.analysis(),
                clean.macros(),
                clean.levelerGainDb(),
                clean.inForce(),
                List.of(),
                RenderBudget.UNLIMITED);
        SearchSpace space = SearchSpace.over(
                List.of(
                        ParamTable.NR_ATTENUATION,
                        ParamTable.NR_SENSITIVITY,
                        ParamTable.GATE_RANGE,
                        ParamTable.GATE_THRESHOLD,
                        ParamTable.EQ8_GAIN,
                        ParamTable.EQ7_GAIN,
                        ParamTable.EQ6_GAIN,
                        ParamTable.EQ4_GAIN),
                LearningBounds.SAFE,
                clean.inForce());
        LocalSearch.Result hack = LocalSearch.run(
                space, clean.inForce(), set -> value.value(point(audition, clean, set)), LocalSearch.MOST_AUDITIONS, 3);

        assertThat(hack.score()).isGreaterThan(hack.startScore() + 0.01);
        assertThat(audition.score(hack.best())).isLessThan(audition.score(clean.inForce()) - 0.1);

        Proposals.Gathered only =
                new Proposals.Gathered(List.of(new Candidate("hack", hack.best())), Set.of(), List.of());
        assertThat(decide(clean, only, wish).candidate()).isNull();
    }

    private static ObjectivePoint point(Audition audition, Moment moment, ParamSnapshot set)
            throws InterruptedException {
        return ObjectivePoint.of(audition.objectives(set, moment.targetLufs()), StageCosts.spared(set), 0.5);
    }
}
