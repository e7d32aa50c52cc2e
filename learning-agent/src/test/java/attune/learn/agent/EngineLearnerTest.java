package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.ChangeStatus;
import attune.api.Heard;
import attune.api.LearningMode;
import attune.api.ObjectiveWish;
import attune.api.PresetInfo;
import attune.learn.judge.Gate;
import attune.learn.strategy.ParamMaps;
import attune.learn.truth.Recordings;
import attune.learn.truth.SpeechCorpus;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The loop on real sound, with the real engine and auditions; only the server is one of memory. */
class EngineLearnerTest {
    @BeforeAll
    static void assumeVoices() {
        SpeechCorpus.assumeInstalled();
    }

    private static Loop on(float[] source) throws LinkException {
        return new Loop(new FakeServer(source));
    }

    private static double humDepth(ParamSnapshot params) {
        return params.get(ParamTable.byId("hum_depth").orElseThrow());
    }

    @Test
    void loop_when_voice_hums_expect_hum_is_taken_out_measured_and_held() throws Exception {
        Loop loop = on(Material.hum(Material.voice(Material.ONE)));

        loop.run(45);

        assertThat(loop.server.proposals).isNotEmpty();
        assertThat(humDepth(loop.server.inForce)).isGreaterThan(12);
        assertThat(loop.server.proposals.get(0).explanation().sentence()).contains("Hum stood", "50\u202FHz");
        assertThat(loop.server.measurements)
                .isNotEmpty()
                .allMatch(m -> m.verdict().equals("ok"));
        assertThat(loop.server.heard)
                .anyMatch(h -> h.degradations().stream().anyMatch(d -> d.label().equals("Hum, 50\u202FHz")));
        assertThat(loop.server.experiences).anyMatch(e -> e.chosen() && e.measured() != null);
    }

    @Test
    void loop_when_voice_is_clean_and_level_fits_expect_left_alone_with_numbers() throws Exception {
        Loop loop = on(Material.voice(Material.ONE));
        loop.server.macros.put("target", -22.0);

        loop.run(40);

        assertThat(loop.server.changes).isEmpty();
        assertThat(loop.server.abstentions).isNotEmpty();
        assertThat(loop.server.abstentions.get(0).reason()).isIn("clean", "inside-noise");
        assertThat(loop.server.abstentions.get(0).explanation().sentence())
                .contains("left alone")
                .containsPattern("[0-9]\\.[0-9]");
    }

    /** As on a machine where an audition takes long: a tenth of a second plays while each of its pieces waits. */
    @Test
    void loop_when_sound_becomes_another_during_an_audition_expect_told_before_that_ends() throws Exception {
        float[] hum = Material.hum(Material.voice(Material.ONE));
        int change = 9 * (int) FakeServer.RATE_HZ;
        float[] source = Arrays.copyOf(hum, change + hum.length);
        Arrays.fill(source, change, source.length, 0);
        FakeServer server = new FakeServer(source);
        Loop loop = new Loop(server, new LiveBudget(() -> {
            server.play(0.1);
            return 1;
        }));

        loop.run(9);

        assertThat(server.heard)
                .filteredOn(heard -> heard.doing().equals("auditioning"))
                .extracting(Heard::contentClass)
                .contains("speech", "silence");
    }

    /** A drum loop at the rate of syllables: no measure of speech has a say, and none takes the rule's move back. */
    @Test
    void loop_when_music_plays_expect_noise_reduction_off_kept_and_nothing_else_moved() throws Exception {
        Assumptions.assumeTrue(
                Recordings.missing().isEmpty(), () -> Recordings.missing().orElse(""));
        Loop loop = on(Material.music());
        loop.server.macros.put("target", -20.0);
        ParamSnapshot expected = new ParamSnapshot(loop.server.inForce);
        expected.set(ParamTable.NR_ATTENUATION, 0);

        loop.run(45);

        assertThat(loop.server.changes).hasSize(1);
        assertThat(loop.server.inForce.sameAs(expected)).isTrue();
        assertThat(loop.server.proposals.get(0).explanation().sentence()).startsWith("Noise reduction off for music");
        assertThat(loop.server.measurements).hasSize(1);
        assertThat(loop.server.measurements.get(0).verdict()).isEqualTo("inconclusive");
        assertThat(loop.server.abstentions).anyMatch(a -> a.reason().equals("music"));
    }

    @Test
    void loop_when_down_voted_expect_not_made_again_on_another_clip_of_the_kind() throws Exception {
        FakeServer server = new FakeServer(Material.hum(Material.voice(Material.ONE)));
        Loop loop = new Loop(server);
        loop.run(20);
        Change change = loop.lastChange();
        assertThat(humDepth(ParamMaps.snapshot(change.after()))).isGreaterThan(12);

        loop.agent.feedback(server.vote(change, "down"));
        loop.agent.change(server.settle(change, ChangeStatus.undone));
        FakeServer later = new FakeServer(Material.hum(Material.voice(Material.OTHER)));
        later.opinions.addAll(server.opinions);
        later.changes.addAll(server.changes);
        Loop restarted = new Loop(later);
        restarted.run(40);

        assertThat(humDepth(later.inForce)).isZero();
        assertThat(later.experiences)
                .as("whoever proposes: what was refused is beaten by none of its own kind")
                .isNotEmpty()
                .allMatch(e -> humDepth(ParamMaps.snapshot(e.params())) == 0);
        assertThat(later.abstentions).anyMatch(a -> a.reason().equals("rejected-before"));
    }

    @Test
    void loop_when_a_person_weighs_fidelity_alone_expect_it_chosen_for_that_and_told() throws Exception {
        // the trees would take the same set without any wish
        FakeServer server = new FakeServer(Material.fan(Material.voice(Material.ONE), 0.02, 3));
        Loop loop = new Loop(server, new LiveBudget(() -> 1), new Learning(1, false, Learning.LINEAR, null));
        Map<String, Double> weights = new HashMap<>();
        ObjectiveWish.OBJECTIVES.forEach(id -> weights.put(id, id.equals("fidelity") ? 1.0 : 0.0));
        loop.server.wish = new ObjectiveWish(ObjectiveWish.Method.chebyshev, weights, Map.of());

        loop.run(16);

        assertThat(loop.server.proposals).hasSize(1);
        assertThat(loop.server.proposals.get(0).explanation().sentence()).contains("because you weigh fidelity most");
        assertThat(loop.server.proposals.get(0).evidence().promised())
                .as("never against the gate")
                .isGreaterThan(Gate.THRESHOLD);
    }

    /** The judge of every day, and all factory presets to choose from: fidelity leaves more noise than clarity does. */
    @Test
    void loop_when_trees_judge_and_a_person_weighs_one_objective_expect_it_chosen_for_that_and_told() throws Exception {
        float[] source = Material.fan(Material.voice(Material.OTHER), 0.03, 3);
        FakeServer clear = wished(source, "clarity");
        FakeServer faithful = wished(source, "fidelity");

        assertThat(faithful.inForce.get(ParamTable.NR_ATTENUATION))
                .isBetween(1.0, clear.inForce.get(ParamTable.NR_ATTENUATION) - 1);
    }

    /** What plays after the first proposal for a person who weighs nothing but this. */
    private static FakeServer wished(float[] source, String objective) throws Exception {
        FakeServer server = new FakeServer(source);
        server.ownPresets.addAll(FactoryPresets.all());
        Loop loop = new Loop(server, new LiveBudget(() -> 1), new Learning(1, false, Learning.TREES, null));
        Map<String, Double> weights = new HashMap<>();
        ObjectiveWish.OBJECTIVES.forEach(id -> weights.put(id, id.equals(objective) ? 1.0 : 0.0));
        server.wish = new ObjectiveWish(ObjectiveWish.Method.sum, weights, Map.of());
        loop.run(12);
        assertThat(server.proposals).hasSize(1);
        assertThat(server.proposals.get(0).explanation().sentence())
                .contains("because you weigh " + objective + " most");
        assertThat(server.proposals.get(0).evidence().judge()).contains("tree");
        return server;
    }

    /** What is found while nothing is due competes in a later audition, beside everything else. */
    @Test
    void loop_when_nothing_is_due_and_a_search_is_asked_for_expect_its_set_tried_on_later_sound() throws Exception {
        FakeServer server = new FakeServer(Material.fan(Material.voice(Material.ONE), 0.02, 3));
        Loop loop = new Loop(server, new LiveBudget(() -> 1), new Learning(1, true, Learning.TREES, null));
        for (int second = 0; second < 90 && !searched(loop); second++) {
            loop.run(1);
        }

        assertThat(searched(loop)).isTrue();
        assertThat(loop.server.measurements)
                .as("the first change was watched before")
                .isNotEmpty();
        assertThat(loop.learning.front("speech").entries()).isNotEmpty();
    }

    private static boolean searched(Loop loop) {
        return loop.server.experiences.stream().anyMatch(e -> e.strategy().equals("search"));
    }

    /** A loop on a voice beside a fan, where a person has a preset of his own with 10 dB of noise reduction. */
    private static Loop besideFan(float[] source, List<Change> earlier) throws Exception {
        FakeServer server = new FakeServer(source);
        ParamSnapshot mine = GentlePreset.params();
        mine.set(ParamTable.NR_ATTENUATION, 10);
        server.ownPresets.add(new PresetInfo("mine", "Mine", "", false, ParamMaps.map(mine), 0));
        server.changes.addAll(earlier);
        Loop loop = new Loop(server);
        loop.run(16);
        assertThat(server.proposals).hasSize(1);
        assertThat(server.proposals.get(0).evidence().promised())
                .as("never against the gate")
                .isGreaterThan(Gate.THRESHOLD);
        return loop;
    }

    /** Three moves of a hand on the noise reduction, met in the server's store by an agent that starts anew. */
    private static Loop afterMoves(float[] source, Loop before, double fromDb, double toDb) throws Exception {
        for (int move = 0; move < 3; move++) {
            ParamSnapshot from = GentlePreset.params();
            ParamSnapshot to = GentlePreset.params();
            from.set(ParamTable.NR_ATTENUATION, fromDb);
            to.set(ParamTable.NR_ATTENUATION, toDb);
            before.server.byHand(from, to);
        }
        return besideFan(source, before.server.changes);
    }

    @Test
    void loop_when_a_person_turned_noise_reduction_down_before_expect_that_person_gets_less_of_it() throws Exception {
        float[] source = Material.fan(Material.voice(Material.ONE), 0.02, 3);
        Loop nobody = besideFan(source, List.of());
        double usual = nobody.server.inForce.get(ParamTable.NR_ATTENUATION);

        Loop somebody = afterMoves(source, nobody, 15, 6);

        String told = "for what you liked before";
        assertThat(somebody.server.inForce.get(ParamTable.NR_ATTENUATION)).isLessThan(usual - 1);
        assertThat(somebody.server.proposals.get(0).explanation().sentence()).contains(told);
        assertThat(nobody.server.proposals.get(0).explanation().sentence()).doesNotContain(told);
    }

    @Test
    void loop_when_nothing_is_heard_for_an_hour_expect_told_once_and_nothing_moves() throws Exception {
        Loop loop = on(new float[16_000]);

        loop.run(3_600);

        assertThat(loop.server.changes).isEmpty();
        assertThat(loop.server.abstentions)
                .hasSize(1)
                .first()
                .matches(a -> a.reason().equals("silence"));
    }

    @Test
    void loop_when_source_changes_every_two_seconds_expect_no_thrashing() throws Exception {
        float[] voice = Material.voice(Material.ONE);
        Loop loop = on(Material.alternate(Material.hum(voice), Material.fan(voice, 0.05, 3), 2));

        loop.run(60);

        assertThat(loop.server.pushedAtMs).hasSizeLessThanOrEqualTo(1);
        assertThat(loop.server.abstentions).isNotEmpty();
    }

    @Test
    void loop_when_capture_is_off_expect_told_once_and_presets_stay() throws Exception {
        Loop loop = on(new float[16_000]);
        loop.server.captures = false;

        loop.run(30);

        assertThat(loop.server.abstentions)
                .hasSize(1)
                .first()
                .matches(a -> a.reason().equals("no-capture"));
        assertThat(loop.server.abstentions.get(0).explanation().sentence()).contains("presets still work");
    }

    @Test
    void loop_when_only_suggesting_expect_waits_for_the_answer_then_watches() throws Exception {
        Loop loop = on(Material.hum(Material.voice(Material.ONE)));
        loop.server.mode = LearningMode.suggest;

        loop.run(20);
        assertThat(loop.server.changes).hasSize(1);
        assertThat(loop.server.pushedAtMs).isEmpty();
        loop.agent.change(loop.server.settle(loop.lastChange(), ChangeStatus.watching));
        loop.run(18);

        assertThat(loop.server.measurements)
                .hasSize(1)
                .first()
                .matches(m -> m.verdict().equals("ok"));
    }

    @Test
    void loop_when_observing_off_or_frozen_expect_nothing_is_proposed() throws Exception {
        Loop observing = on(Material.hum(Material.voice(Material.ONE)));
        observing.server.mode = LearningMode.observe;
        observing.run(20);
        assertThat(observing.server.changes).isEmpty();
        assertThat(observing.server.experiences).isNotEmpty();
        assertThat(observing.agent.status().detail()).startsWith("Would change: ");

        observing.server.mode = LearningMode.auto;
        observing.server.frozen = true;
        observing.run(12);
        assertThat(observing.server.changes).isEmpty();
        assertThat(observing.agent.status().state()).isEqualTo("frozen");

        observing.server.mode = LearningMode.off;
        observing.run(12);
        assertThat(observing.server.changes).isEmpty();
        assertThat(observing.agent.status().state()).isEqualTo("off");
    }

    @Test
    void loop_when_another_set_came_into_force_meanwhile_expect_proposal_is_dropped_and_made_anew() throws Exception {
        Loop loop = on(Material.hum(Material.voice(Material.ONE)));
        loop.server.beforeProposal = () -> {
            loop.server.generation++;
            loop.server.beforeProposal = () -> {};
        };

        loop.run(30);

        assertThat(loop.server.proposals).isNotEmpty();
        assertThat(loop.server.proposals.get(0).baseGeneration()).isEqualTo(2);
    }

    @Test
    void loop_when_same_sound_and_seed_expect_same_proposal() throws Exception {
        float[] source = Material.hum(Material.voice(Material.OTHER));
        Loop one = on(source);
        Loop other = on(source);

        one.run(20);
        other.run(20);

        assertThat(one.server.proposals).isEqualTo(other.server.proposals).isNotEmpty();
    }
}
