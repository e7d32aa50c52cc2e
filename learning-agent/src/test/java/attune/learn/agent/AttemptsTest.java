package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.api.Change;
import attune.api.ChangeStatus;
import attune.api.LearningAttempt;
import attune.api.LearningInsights;
import attune.api.LearningMode;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.env.Audition;
import attune.learn.env.RenderBudget;
import attune.learn.env.SetScore;
import attune.learn.judge.Gate;
import attune.learn.judge.LinearJudge;
import attune.learn.loop.AttemptMethod;
import attune.learn.search.GradientStep;
import attune.learn.search.SearchSpace;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.ParamMaps;
import attune.learn.truth.SpeechCorpus;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Strategies that a person wants tried, and what is taken back, on real sound with real auditions. */
class AttemptsTest {
    @BeforeAll
    static void assumeVoices() {
        SpeechCorpus.assumeInstalled();
    }

    private final FakeServer server;
    private final Learning learning = new Learning(1, false, Learning.TREES, null);
    private final AgentLoop agent;

    AttemptsTest() throws Exception {
        server = new FakeServer(Material.hum(Material.voice(Material.ONE)));
        agent = new AgentLoop(server, learning, new LiveBudget(() -> 1), server::nowMs, "test", () -> {});
        agent.remember();
        server.mode = LearningMode.suggest;
    }

    private void run(int seconds) throws Exception {
        for (int second = 0; second < seconds; second++) {
            server.play(1);
            agent.engine(server.info());
            agent.step();
        }
    }

    private LearningAttempt.Outcome asked(String method, int seconds) throws Exception {
        String id = method + server.outcomes.size();
        agent.engine(server.info());
        agent.attempt(new LearningAttempt(id, FakeServer.ENGINE, server.nowMs(), method, false, null, ""));
        run(seconds);
        return Objects.requireNonNull(server.outcomes.get(id), method);
    }

    @Test
    void names_when_asked_for_expect_all_that_the_interface_knows() {
        assertThat(Arrays.stream(AttemptMethod.values()).map(AttemptMethod::id))
                .containsExactlyElementsOf(LearningAttempt.Request.METHODS);
    }

    @Test
    void attempt_when_each_method_is_asked_for_expect_its_set_past_the_gate_or_why_not() throws Exception {
        run(10);
        for (String method : List.of("policy", "bandit", "search", "gradient")) {
            int before = server.changes.size();
            LearningAttempt.Outcome outcome = asked(method, 2);
            if (server.changes.size() > before) {
                assertThat(outcome.change()).as(outcome.sentence()).isEqualTo(server.changes.size());
            }
            if (outcome.change() != null) {
                Change change = server.changes.get((int) (outcome.change() - 1));
                agent.change(change); // as the server tells it
                assertThat(Objects.requireNonNull(change.evidence()).promised())
                        .as(outcome.sentence())
                        .isGreaterThan(Gate.THRESHOLD);
                assertThat(outcome.sentence()).contains("proposed as #" + outcome.change());
            } else {
                assertThat(outcome.sentence()).as(method).containsIgnoringCase(method + ":");
            }
        }
        assertThat(server.changes).extracting(Change::strategy).contains("policy", "search", "gradient");
        assertThat(asked("liked", 2).sentence()).isEqualTo("Liked: nothing for this sound that does not play already.");
        assertThat(server.pushedAtMs).as("suggested only").isEmpty();
        run(1);
        LearningInsights told = server.insights.get(server.insights.size() - 1);
        assertThat(told.suggestions())
                .extracting(LearningInsights.Suggestion::strategy)
                .contains("search");
        assertThat(told.patterns())
                .extracting(LearningInsights.Pattern::contentClass)
                .contains("speech");
    }

    @Test
    void attempt_when_nothing_can_be_tried_expect_told_why() throws Exception {
        server.mode = LearningMode.observe;
        assertThat(asked("no-such", 12).sentence()).contains("no-such");
        assertThat(asked("policy", 2).sentence()).startsWith("Policy: would change: ");
        agent.switchedOff(new SwitchedOff(Set.of("policy"), Set.of(), 0));
        assertThat(asked("policy", 2).sentence()).startsWith("Policy: switched off here, or resting ");
        agent.switchedOff(SwitchedOff.NOTHING);
        server.frozen = true;
        assertThat(asked("policy", 2).sentence()).contains("frozen");
        server.frozen = false;
        server.captures = false;
        assertThat(asked("policy", 62).sentence()).startsWith("Nothing was tried within a minute.");
        assertThat(server.changes).isEmpty();
    }

    /** What the slope promises of a small step is what an audition of that step finds. */
    @Test
    void gradient_when_held_against_auditions_expect_the_change_that_the_slope_foretells() throws Exception {
        float[] heard = Arrays.copyOf(Material.hum(Material.fan(Material.voice(Material.ONE), 0.02, 3)), 14 * 16_000);
        CapturedClip clip = new CapturedClip(16_000, new float[][] {heard}, 0);
        InputAnalysis analysis = InputAnalysis.of(clip);
        ParamSnapshot start = server.inForce;
        Audition audition = new Audition(new LinearJudge());
        audition.run(clip, analysis, new MacroSnapshot(), 0, start, List.of(), RenderBudget.UNLIMITED);
        SetScore score = audition::score;
        SearchSpace space = SearchSpace.of(analysis, LearningBounds.SAFE, start);

        GradientStep.Result found = GradientStep.run(space, start, score);

        double[] at = space.coordinates(start);
        double steepness =
                Math.sqrt(found.slope().stream().mapToDouble(s -> s * s).sum());
        double length = GradientStep.REACH / 2;
        double[] to = at.clone();
        double foretold = 0;
        for (int i = 0; i < at.length; i++) {
            to[i] = Math.max(0, Math.min(1, at[i] + length * found.slope().get(i) / steepness));
            foretold += (to[i] - at[i]) * found.slope().get(i);
        }
        double audited = score.of(space.set(to)) - found.startScore();
        assertThat(audited).as("foretold %.4f", foretold).isPositive().isCloseTo(foretold, within(0.5 * foretold));
        assertThat(found.score()).isGreaterThan(found.startScore() + new LinearJudge().noise());
    }

    /** A change that does harm is accepted: watcher, façade and server take it back, bit by bit. */
    @Test
    void rollback_when_a_change_that_plays_does_harm_expect_the_set_before_it_bit_by_bit() throws Exception {
        run(20);
        Change proposed = server.changes.get(server.changes.size() - 1);
        ParamSnapshot before = new ParamSnapshot(server.inForce);
        ParamSnapshot harm = new ParamSnapshot(before);
        harm.set(ParamTable.EQ5_GAIN, -9);
        harm.set(ParamTable.EQ6_GAIN, -9);
        harm.set(ParamTable.EQ7_GAIN, -9);
        harm.set(ParamTable.EQ8_GAIN, -9);

        agent.change(server.settle(withAfter(proposed, harm), ChangeStatus.watching));
        assertThat(server.inForce.sameAs(harm)).isTrue();
        run(20);

        assertThat(server.measurements)
                .hasSize(1)
                .first()
                .matches(m -> m.verdict().equals("fail"));
        assertThat(server.inForce.sameAs(before)).isTrue();
    }

    private static Change withAfter(Change c, ParamSnapshot after) {
        return new Change(
                c.id(),
                c.engineId(),
                c.at(),
                c.kind(),
                c.status(),
                c.who(),
                c.strategy(),
                c.explanation(),
                c.before(),
                ParamMaps.map(after),
                c.generation(),
                c.evidence(),
                c.measured(),
                c.verdict(),
                c.situation(),
                c.parent());
    }
}
