package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Experience;
import attune.api.Explanation;
import attune.api.Learner;
import attune.api.LearnerRest;
import attune.api.LearningMode;
import attune.api.PresetInfo;
import attune.api.ProposalRequest;
import attune.learn.strategy.ParamMaps;
import attune.learn.truth.SpeechCorpus;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What keeps learners from harm, in the loop on real sound: who rests, who is switched off. */
class SafetyLoopTest {
    @BeforeAll
    static void assumeVoices() {
        SpeechCorpus.assumeInstalled();
    }

    /** A change that the watcher took back; of what it moved nothing is known. */
    private static Change failed(long id, long at, String strategy) {
        Map<String, Double> set = ParamMaps.map(GentlePreset.params());
        return new Change(
                id,
                FakeServer.ENGINE,
                at,
                ChangeKind.learned,
                ChangeStatus.taken_back,
                "agent",
                strategy,
                new Explanation("", List.of()),
                set,
                set,
                1,
                null,
                -0.5,
                "fail",
                null,
                null);
    }

    private static Set<String> tried(Loop loop) {
        return loop.server.experiences.stream().map(Experience::strategy).collect(Collectors.toSet());
    }

    private static Set<String> proposed(Loop loop) {
        return loop.server.proposals.stream().map(ProposalRequest::strategy).collect(Collectors.toSet());
    }

    @Test
    void loop_when_the_best_learner_did_harm_before_expect_it_silent_after_a_restart_told_and_back_after_its_rest()
            throws Exception {
        float[] source = Material.hum(Material.voice(Material.ONE));
        Loop before = new Loop(new FakeServer(source));
        before.run(12);
        String strategy = before.server.proposals.get(0).strategy();
        Learner best = Learner.ofStrategy(strategy).orElseThrow();

        Loop restarted = afterHarm(source, strategy, 0);
        restarted.run(12);

        assertThat(tried(restarted)).isNotEmpty().doesNotContainAnyElementsOf(best.strategies());
        assertThat(proposed(restarted))
                .as("what is proposed is told as an experience only later")
                .isNotEmpty()
                .doesNotContainAnyElementsOf(best.strategies());
        assertThat(restarted.agent.status().resting())
                .extracting(LearnerRest::learner, LearnerRest::state)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(best.id(), LearnerRest.RESTING));

        Loop rested = afterHarm(source, strategy, -31 * 60_000);
        rested.run(12);
        assertThat(rested.server.proposals.get(0).strategy()).isEqualTo(strategy);
        rested.run(1);
        assertThat(rested.agent.status().resting())
                .extracting(LearnerRest::state)
                .containsExactly(LearnerRest.TRYING);
        for (int second = 0; second < 60 && rested.server.measurements.isEmpty(); second++) {
            rested.run(1);
        }
        assertThat(rested.server.measurements.get(0).verdict()).isEqualTo("ok");
        rested.agent.change(judged(rested.server.changes.get(3)));
        assertThat(rested.agent.status().resting()).as("good: it is back").isEmpty();
    }

    /** Presets at both ends of every range: what a learner that has gone wrong would propose. */
    @Test
    void loop_when_someone_proposes_the_ends_of_all_ranges_all_the_time_expect_none_of_it_to_play() throws Exception {
        Loop loop = new Loop(new FakeServer(Material.fan(Material.voice(Material.ONE), 0.02, 3)));
        loop.server.mode = LearningMode.observe;
        for (boolean upper : new boolean[] {false, true}) {
            ParamSnapshot ends = new ParamSnapshot();
            for (ParamTable param : ParamTable.all()) {
                ParamSpec spec = param.spec();
                if (spec.learnable()) {
                    ends.set(param, upper ? spec.max() : spec.min());
                }
            }
            loop.server.ownPresets.add(new PresetInfo("end" + upper, "", "", false, ParamMaps.map(ends), 0));
        }

        loop.run(30);

        List<Experience> wild = loop.server.experiences.stream()
                .filter(e -> e.strategy().equals("own-presets"))
                .toList();
        assertThat(wild).isNotEmpty().noneMatch(Experience::chosen);
        for (ParamTable param : ParamTable.all()) {
            if (param.spec().learnable()) {
                assertThat(wild)
                        .extracting(e -> e.params().get(param.id()))
                        .as(param.id())
                        .allMatch(value -> value >= param.spec().safeMin()
                                && value <= param.spec().safeMax());
            }
        }
    }

    /** As the server tells it once it was measured as good. */
    private static Change judged(Change change) {
        return new Change(
                change.id(),
                change.engineId(),
                change.at(),
                change.kind(),
                ChangeStatus.in_force,
                change.who(),
                change.strategy(),
                change.explanation(),
                change.before(),
                change.after(),
                change.generation(),
                change.evidence(),
                0.5,
                "ok",
                change.situation(),
                null);
    }

    /** An agent that starts anew on a server whose timeline holds three changes of this strategy that did harm. */
    private static Loop afterHarm(float[] source, String strategy, long at) throws LinkException {
        FakeServer server = new FakeServer(source);
        for (int id = 1; id <= 3; id++) {
            server.changes.add(failed(id, at, strategy));
        }
        return new Loop(server);
    }

    @Test
    void loop_when_a_person_switched_learners_off_expect_only_the_others_tried_and_with_none_the_sound_left_alone()
            throws Exception {
        float[] source = Material.hum(Material.fan(Material.voice(Material.ONE), 0.02, 3));
        Loop loop = new Loop(new FakeServer(source));
        List<String> off = new ArrayList<>(Learner.ids());
        off.removeAll(List.of("rules", "noise"));
        loop.agent.switchedOff(new SwitchedOff(Set.copyOf(off), Set.of(), 0));

        loop.run(12);

        assertThat(tried(loop)).isNotEmpty();
        assertThat(proposed(loop)).isNotEmpty();
        assertThat(Stream.concat(tried(loop).stream(), proposed(loop).stream()))
                .allMatch(strategy -> Set.of("rules", "noise")
                        .contains(Learner.ofStrategy(strategy).orElseThrow().id()));
        assertThat(loop.server.experiences)
                .as("rules together without the one for hum")
                .allMatch(e -> ParamMaps.snapshot(e.params()).get(ParamTable.HUM_DEPTH) == 0);

        FakeServer without = new FakeServer(source);
        without.switchedOff = new SwitchedOff(Set.copyOf(Learner.ids()), Set.of(), 0);
        Loop nobody = new Loop(without);
        nobody.run(12);
        assertThat(nobody.server.proposals).isEmpty();
        assertThat(tried(nobody)).isEmpty();
        assertThat(nobody.server.abstentions).isNotEmpty();
    }
}
