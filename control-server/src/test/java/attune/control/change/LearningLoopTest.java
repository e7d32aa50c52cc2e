package attune.control.change;

import static attune.control.ServerFixture.detail;
import static attune.control.ServerFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.EngineInfo;
import attune.api.Feedback;
import attune.api.LearningMode;
import attune.api.MeasurementRequest;
import attune.api.ParameterState;
import attune.bridge.telemetry.ParamMailbox;
import attune.control.FakeEngine;
import attune.control.Requests;
import attune.control.ServerFixture;
import attune.param.GentlePreset;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What learning and people do to the sound of one engine, through the real server. */
class LearningLoopTest {
    private static final ParamSnapshot PLAIN = new ParamSnapshot();
    private static final ParamSnapshot LESS_BOOM = with(PLAIN, ParamTable.EQ2_GAIN, -3);

    @TempDir
    Path folder;

    private ServerFixture server;
    private FakeEngine engine;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture(folder);
        engine = server.playing(1);
    }

    @AfterEach
    void end() {
        server.close();
    }

    private void mode(LearningMode mode) throws Exception {
        EngineInfo info = server.put("/engines/77-1/learning", Map.of("mode", mode), EngineInfo.class);
        assertThat(info.mode()).isEqualTo(mode);
    }

    private HttpResponse<String> propose(ParamSnapshot params) throws Exception {
        return server.tell(
                "POST",
                "/engines/77-1/proposals",
                server.agent(),
                Requests.proposal(server.info(1).generation(), params));
    }

    private Change pushed(ParamSnapshot params) throws Exception {
        mode(LearningMode.auto);
        Change change = server.proposed(propose(params));
        heardPost();
        return change;
    }

    /** Plays until the server has seen what was posted last, so that votes attach to it. */
    private void heardPost() {
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            engine.play();
            ParameterState state = server.get("/engines/77-1/parameters", ParameterState.class);
            return state.values().equals(ServerFixture.set(engine.lastPost().params()));
        });
    }

    private Change change(long id) throws Exception {
        return server.get("/changes/" + id, Change.class);
    }

    @Test
    void proposal_when_auto_expect_posted_as_learned_and_watched() throws Exception {
        Change change = pushed(LESS_BOOM);
        assertThat(change.status()).isEqualTo(ChangeStatus.watching);
        assertThat(engine.lastPost().kind()).isEqualTo(ParamMailbox.KIND_LEARNED);
        assertThat(engine.lastPost().params().sameAs(LESS_BOOM)).isTrue();
        assertThat(change.generation()).isEqualTo(engine.lastPost().generation());
        assertThat(server.info(1).generation()).isEqualTo(change.generation());
    }

    @Test
    void proposal_when_suggest_expect_nothing_posted_until_accepted() throws Exception {
        mode(LearningMode.suggest);
        Change proposal = server.proposed(propose(LESS_BOOM));
        assertThat(proposal.status()).isEqualTo(ChangeStatus.proposed);
        assertThat(engine.posts()).isEmpty();

        Change accepted = server.post("/changes/" + proposal.id() + "/accept", Map.of(), Change.class);
        assertThat(accepted.status()).isEqualTo(ChangeStatus.watching);
        assertThat(engine.lastPost().params().sameAs(LESS_BOOM)).isTrue();
        server.post("/changes/" + proposal.id() + "/accept", Map.of(), Change.class);
        assertThat(engine.posts()).hasSize(1);
    }

    @Test
    void proposal_when_rejected_expect_never_posted_and_not_accepted_any_more() throws Exception {
        mode(LearningMode.suggest);
        Change proposal = server.proposed(propose(LESS_BOOM));
        assertThat(server.post("/changes/" + proposal.id() + "/reject", Map.of(), Change.class)
                        .status())
                .isEqualTo(ChangeStatus.rejected);
        HttpResponse<String> accept =
                server.tell("POST", "/changes/" + proposal.id() + "/accept", server.admin(), Map.of());
        assertThat(accept.statusCode()).isEqualTo(409);
        assertThat(detail(accept)).contains("rejected");
        assertThat(engine.posts()).isEmpty();
    }

    @Test
    void accept_when_the_sound_changed_since_expect_stale_and_replaced() throws Exception {
        mode(LearningMode.suggest);
        Change proposal = server.proposed(propose(LESS_BOOM));
        server.put("/engines/77-1/parameters", Map.of("values", Map.of("hpf_corner", 80)), Change.class);
        HttpResponse<String> accept =
                server.tell("POST", "/changes/" + proposal.id() + "/accept", server.admin(), Map.of());
        assertThat(accept.statusCode()).isEqualTo(409);
        assertThat(change(proposal.id()).status()).isEqualTo(ChangeStatus.replaced);
        assertThat(engine.posts()).hasSize(1);
    }

    @Test
    void proposal_when_of_an_older_set_expect_stale() throws Exception {
        mode(LearningMode.auto);
        long old = server.info(1).generation();
        server.put("/engines/77-1/parameters", Map.of("values", Map.of("hpf_corner", 80)), Change.class);
        HttpResponse<String> stale =
                server.tell("POST", "/engines/77-1/proposals", server.agent(), Requests.proposal(old, LESS_BOOM));
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body()).contains("urn:attune:stale");
    }

    @Test
    void proposal_when_frozen_or_not_asked_for_expect_refused_with_the_reason() throws Exception {
        mode(LearningMode.observe);
        assertThat(propose(LESS_BOOM).body()).contains("urn:attune:mode").contains("observe");
        mode(LearningMode.auto);
        server.put("/learning", Map.of("frozen", true), JsonNode.class);
        HttpResponse<String> frozen = propose(LESS_BOOM);
        assertThat(frozen.statusCode()).isEqualTo(409);
        assertThat(frozen.body()).contains("urn:attune:frozen");
        assertThat(engine.posts()).isEmpty();
    }

    @Test
    void freeze_when_the_server_is_started_anew_expect_still_frozen() throws Exception {
        server.put("/learning", Map.of("frozen", true), JsonNode.class);
        server.restart();
        engine.play();
        server.awaitKnown(1);
        assertThat(server.info(1).frozen()).isTrue();
        server.engines().start(2).play();
        server.awaitKnown(2);
        assertThat(server.info(2).frozen()).isTrue();
    }

    @Test
    void proposal_when_outside_bounds_expect_parameter_value_limit_and_whose() throws Exception {
        mode(LearningMode.auto);
        HttpResponse<String> unsafe = propose(with(PLAIN, ParamTable.EQ2_GAIN, 12));
        assertThat(unsafe.statusCode()).isEqualTo(422);
        assertThat(detail(unsafe)).isEqualTo("Bell 1 gain 12.0\u202FdB is over the safe limit of 9.0\u202FdB.");

        HttpResponse<String> ceiling = propose(with(PLAIN, ParamTable.LIMITER_CEILING, -0.3));
        assertThat(detail(ceiling)).contains("Limiter ceiling").contains("people only");

        server.put("/bounds", Map.of("eq2_gain", Map.of("min", -2, "locked", false)), JsonNode.class);
        assertThat(detail(propose(LESS_BOOM)))
                .isEqualTo("Bell 1 gain \u22123.0\u202FdB is under your limit of \u22122.0\u202FdB.");
        HttpResponse<String> nothing = server.tell("PUT", "/bounds", server.admin(), "{\"eq2_gain\": null}");
        assertThat(nothing.statusCode()).isEqualTo(422);
        assertThat(detail(nothing)).contains("Bell 1 gain").contains("not null");
        server.put("/bounds", Map.of("eq2_gain", Map.of("locked", true)), JsonNode.class);
        assertThat(detail(propose(LESS_BOOM))).contains("locked by you");
        assertThat(engine.posts()).isEmpty();
    }

    @Test
    void wish_when_put_expect_kept_and_nonsense_refused_in_a_sentence() throws Exception {
        JsonNode none = server.get("/objectives", JsonNode.class);
        assertThat(none.path("method").asText()).isEqualTo("sum");
        assertThat(none.path("weights")).isEmpty();

        server.put("/objectives", Map.of("weights", Map.of("fidelity", 5, "cost", 0)), JsonNode.class);
        JsonNode kept = server.get("/objectives", JsonNode.class);
        assertThat(kept.path("weights").path("fidelity").asDouble()).isEqualTo(5);

        for (String[] nonsense : new String[][] {
            {"{\"weights\": {\"louder\": 1}}", "no objective \"louder\""},
            {"{\"weights\": {\"tone\": -1}}", "tone can be 0 to 100"},
            {"{\"method\": \"limits\", \"least\": {\"tone\": 2}}", "tone can be 0 to 1"},
            {"{\"method\": \"sum\", \"least\": {\"tone\": 0.5}}", "Least values are what the method limits keeps to"}
        }) {
            HttpResponse<String> refused = server.tell("PUT", "/objectives", server.admin(), nonsense[0]);
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(detail(refused)).contains(nonsense[1]);
        }
        assertThat(server.tell("PUT", "/objectives", server.admin(), "{\"weights\": {\"tone\": null}}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.get("/objectives", JsonNode.class)).isEqualTo(kept);
    }

    @Test
    void proposal_when_a_parameter_is_missing_expect_refused() throws Exception {
        mode(LearningMode.auto);
        Map<String, Double> params = new HashMap<>(ServerFixture.set(LESS_BOOM));
        params.remove("eq3_q");
        var whole = Requests.proposal(server.info(1).generation(), LESS_BOOM);
        var incomplete = new attune.api.ProposalRequest(
                whole.baseGeneration(),
                0,
                params,
                whole.strategy(),
                whole.explanation(),
                whole.evidence(),
                whole.situation());
        HttpResponse<String> refused = server.tell("POST", "/engines/77-1/proposals", server.agent(), incomplete);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(detail(refused)).contains("eq3_q");
    }

    @Test
    void undo_when_newest_expect_the_set_before_bit_for_bit_and_redo_brings_it_again() throws Exception {
        ParamSnapshot odd = with(PLAIN, ParamTable.LEVELER_SPEED, Math.nextUp(0.7));
        server.put(
                "/engines/77-1/parameters", Map.of("values", Map.of("leveler_speed", Math.nextUp(0.7))), Change.class);
        Change change = pushed(with(odd, ParamTable.EQ2_GAIN, -3));

        Change undo = server.post("/changes/" + change.id() + "/undo", Map.of(), Change.class);
        assertThat(engine.lastPost().params().sameAs(odd)).isTrue();
        assertThat(engine.lastPost().kind()).isEqualTo(ParamMailbox.KIND_CHOSEN);
        assertThat(undo.kind()).isEqualTo(ChangeKind.undo);
        assertThat(undo.parent()).isEqualTo(change.id());
        assertThat(change(change.id()).status()).isEqualTo(ChangeStatus.undone);

        server.post("/changes/" + undo.id() + "/undo", Map.of(), Change.class);
        assertThat(engine.lastPost().params().get(ParamTable.EQ2_GAIN)).isEqualTo(-3);
        assertThat(change(change.id()).status()).isEqualTo(ChangeStatus.in_force);
    }

    @Test
    void undo_when_clicked_twice_expect_one_undo() throws Exception {
        Change change = pushed(LESS_BOOM);
        Change first = server.post("/changes/" + change.id() + "/undo", Map.of(), Change.class);
        Change second = server.post("/changes/" + change.id() + "/undo", Map.of(), Change.class);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(engine.posts()).hasSize(2);
    }

    @Test
    void undo_when_others_came_later_expect_only_what_nobody_moved_since() throws Exception {
        ParamSnapshot both = with(LESS_BOOM, ParamTable.NR_ATTENUATION, 6);
        Change change = pushed(both);
        server.put("/engines/77-1/parameters", Map.of("values", Map.of("nr_attenuation", 9)), Change.class);
        server.post("/changes/" + change.id() + "/undo", Map.of(), Change.class);
        ParamSnapshot now = engine.lastPost().params();
        assertThat(now.get(ParamTable.EQ2_GAIN)).isZero();
        assertThat(now.get(ParamTable.NR_ATTENUATION)).isEqualTo(9);
    }

    @Test
    void undo_of_the_engine_when_repeated_expect_it_walks_back() throws Exception {
        server.put("/engines/77-1/parameters", Map.of("values", Map.of("hpf_corner", 80)), Change.class);
        server.put("/engines/77-1/parameters", Map.of("values", Map.of("eq2_gain", 2)), Change.class);
        server.post("/engines/77-1/undo", Map.of(), Change.class);
        assertThat(engine.lastPost().params().get(ParamTable.EQ2_GAIN)).isZero();
        server.post("/engines/77-1/undo", Map.of(), Change.class);
        assertThat(engine.lastPost().params().sameAs(PLAIN)).isTrue();
        HttpResponse<String> nothing = server.tell("POST", "/engines/77-1/undo", server.admin(), Map.of());
        assertThat(nothing.statusCode()).isEqualTo(409);
        assertThat(detail(nothing)).contains("nothing to undo");
    }

    @Test
    void gesture_when_written_in_parts_expect_one_entry_that_one_undo_takes_back() throws Exception {
        Change learned = pushed(with(LESS_BOOM, ParamTable.HPF_CORNER, 60));
        Change first = gesture("knob-1", 70);
        Change last = gesture("knob-1", 120);

        assertThat(last.id()).isEqualTo(first.id());
        assertThat(last.before().get("hpf_corner")).isEqualTo(60);
        assertThat(last.after().get("hpf_corner")).isEqualTo(120);
        assertThat(last.generation()).isEqualTo(first.generation() + 1);
        assertThat(last.explanation().sentence()).startsWith("High-pass corner 120");
        assertThat(engine.lastPost().params().get(ParamTable.HPF_CORNER)).isEqualTo(120);
        assertThat(change(learned.id()).status()).isEqualTo(ChangeStatus.watching);

        server.post("/changes/" + last.id() + "/undo", Map.of(), Change.class);
        assertThat(engine.lastPost().params().get(ParamTable.HPF_CORNER)).isEqualTo(60);
        assertThat(gesture("knob-1", 90).id())
                .as("what was taken back does not go on")
                .isGreaterThan(last.id());
    }

    @Test
    void gesture_when_another_change_came_between_expect_an_entry_of_its_own() throws Exception {
        Change first = gesture("knob-1", 70);
        server.put("/engines/77-1/parameters", Map.of("values", Map.of("eq2_gain", 2)), Change.class);
        Change second = gesture("knob-1", 80);
        assertThat(second.id()).isGreaterThan(first.id() + 1);
        assertThat(second.before().get("hpf_corner")).isEqualTo(70);
        assertThat(gesture("knob-2", 90).id()).isGreaterThan(second.id());

        HttpResponse<String> unnamed = server.tell(
                "PUT",
                "/engines/77-1/parameters",
                server.admin(),
                Map.of("values", Map.of("hpf_corner", 80), "gesture", " "));
        assertThat(unnamed.statusCode()).isEqualTo(422);
        assertThat(detail(unnamed)).isEqualTo("The name of a gesture has 1 to 64 characters.");
    }

    private Change gesture(String name, double hz) throws Exception {
        return server.put(
                "/engines/77-1/parameters", Map.of("values", Map.of("hpf_corner", hz), "gesture", name), Change.class);
    }

    @Test
    void recall_when_undone_expect_what_it_replaced_in_force_again() throws Exception {
        Change learned = pushed(LESS_BOOM);
        Change recall = server.post("/engines/77-1/recall", Map.of("preset", "podcast-voice"), Change.class);
        assertThat(recall.kind()).isEqualTo(ChangeKind.preset);
        assertThat(change(learned.id()).status()).isEqualTo(ChangeStatus.replaced);
        server.post("/changes/" + recall.id() + "/undo", Map.of(), Change.class);
        assertThat(engine.lastPost().params().sameAs(LESS_BOOM)).isTrue();
        assertThat(change(learned.id()).status()).isEqualTo(ChangeStatus.in_force);
    }

    @Test
    void noise_when_kept_let_go_and_undone_expect_the_profile_of_each_moment() throws Exception {
        HttpResponse<String> early = server.tell("POST", "/engines/77-1/noise-profile", server.admin(), Map.of());
        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(detail(early)).contains("No noise is known yet");

        engine.hearNoise(-71.5);
        engine.play();
        await().until(() -> server.tell("POST", "/engines/77-1/noise-profile", server.admin(), Map.of())
                        .statusCode()
                == 201);
        ParamSnapshot kept = engine.lastPost().params();
        assertThat(kept.get(ParamTable.NR_PROFILE1)).isEqualTo(-71.5);
        assertThat(kept.get(ParamTable.NR_PROFILE18)).isEqualTo(-71.5);
        Change learned = server.get("/changes?limit=1", Change[].class)[0];
        assertThat(learned.explanation().sentence()).isEqualTo("Noise profile learned anew.");

        HttpResponse<String> gone = server.tell("DELETE", "/engines/77-1/noise-profile", server.admin(), null);
        assertThat(ServerFixture.read(gone, 200, Change.class).explanation().sentence())
                .isEqualTo("Noise profile let go.");
        assertThat(engine.lastPost().params().sameAs(PLAIN)).isTrue();
        server.post("/engines/77-1/undo", Map.of(), Change.class);
        assertThat(engine.lastPost().params().sameAs(kept)).isTrue();
    }

    @Test
    void recall_when_noise_is_kept_expect_the_room_kept_unless_the_preset_names_another() throws Exception {
        keepNoise(-71.5);
        Change recall = server.post("/engines/77-1/recall", Map.of("preset", "noisy-room"), Change.class);
        ParamSnapshot noisyRoom = engine.lastPost().params();
        assertThat(noisyRoom.get(ParamTable.NR_PROFILE1)).isEqualTo(-71.5);
        assertThat(noisyRoom.get(ParamTable.NR_PROFILE18)).isEqualTo(-71.5);
        assertThat(noisyRoom.get(ParamTable.NR_ATTENUATION)).isGreaterThan(0);
        assertThat(recall.explanation().sentence()).doesNotContain("Noise profile");
        server.post("/changes/" + recall.id() + "/undo", Map.of(), Change.class);
        assertThat(engine.lastPost().params().sameAs(withNoise(PLAIN, -71.5))).isTrue();

        Map<String, Object> preset = Map.of("label", "Other room", "params", ServerFixture.set(withNoise(PLAIN, -60)));
        assertThat(server.tell("POST", "/presets", server.admin(), preset).statusCode())
                .isEqualTo(201);
        Change other = server.post("/engines/77-1/recall", Map.of("preset", "other-room"), Change.class);
        assertThat(engine.lastPost().params().sameAs(withNoise(PLAIN, -60))).isTrue();
        assertThat(other.explanation().sentence()).contains("Noise profile set");
    }

    @Test
    void noise_when_none_is_kept_and_let_go_expect_refused_and_nothing_written() throws Exception {
        HttpResponse<String> gone = server.tell("DELETE", "/engines/77-1/noise-profile", server.admin(), null);
        assertThat(gone.statusCode()).isEqualTo(409);
        assertThat(gone.body()).contains("urn:attune:nothing");
        assertThat(detail(gone)).isEqualTo("No noise profile is kept in the playing slot; there is none to let go.");
        assertThat(server.get("/changes", Change[].class)).isEmpty();
    }

    @Test
    void noise_when_set_by_hand_expect_not_called_learned() throws Exception {
        Change change =
                server.put("/engines/77-1/parameters", Map.of("values", Map.of("nr_profile3", -60)), Change.class);
        assertThat(change.explanation().sentence()).isEqualTo("Noise profile set.");
        assertThat(change.explanation().parts().get(0).place()).isEqualTo("set");
    }

    private void keepNoise(double bandDb) {
        engine.hearNoise(bandDb);
        engine.play();
        await().until(() -> server.tell("POST", "/engines/77-1/noise-profile", server.admin(), Map.of())
                        .statusCode()
                == 201);
    }

    private static ParamSnapshot withNoise(ParamSnapshot params, double bandDb) {
        ParamSnapshot noisy = new ParamSnapshot(params);
        for (int band = 0; band < ParamTable.NOISE_PROFILE_BANDS; band++) {
            noisy.set(ParamTable.NR_PROFILE1.index() + band, bandDb);
        }
        return noisy;
    }

    @Test
    void choice_when_named_expect_taken_and_another_name_or_a_fraction_refused_with_all_there_are() throws Exception {
        server.put("/engines/77-1/parameters", Map.of("values", Map.of("program", "music")), Change.class);
        assertThat(engine.lastPost().params().get(ParamTable.PROGRAM)).isEqualTo(2);
        String all = "Chain program must be 0 (Standard), 1 (Speech), 2 (Music) or 3 (Broadcast), not ";
        assertThat(refusedParameter("program", "Techno")).isEqualTo(all + "\"Techno\".");
        assertThat(refusedParameter("program", 2.5)).isEqualTo(all + "2.50.");
        assertThat(refusedParameter("program", 7)).isEqualTo(all + "7.");
        assertThat(refusedParameter("hum_harmonics", 3.7)).contains("must be a whole number from ");
        assertThat(refusedParameter("eq1_gain", "loud")).contains(", not \"loud\".");
    }

    private String refusedParameter(String id, Object value) throws Exception {
        HttpResponse<String> refused =
                server.tell("PUT", "/engines/77-1/parameters", server.admin(), Map.of("values", Map.of(id, value)));
        assertThat(refused.statusCode()).isEqualTo(422);
        return detail(refused);
    }

    @Test
    void macro_when_it_cannot_be_set_expect_one_sentence_that_says_what_can() throws Exception {
        assertThat(refusedMacro(422, "learn_noise", 1))
                .isEqualTo(
                        "There is no macro \"learn_noise\" that can be set here; there are bypass, amount, learn, target,"
                                + " output_trim, slot, delta, delta_stage, match_slots.");
        assertThat(refusedMacro(422, "slot", 1.5))
                .isEqualTo("Preset slot must be 0 (A), 1 (B), 2 (C) or 3 (D), not 1.50.");
        assertThat(refusedMacro(422, "bypass", 0.5)).isEqualTo("Bypass must be 0 (off) or 1 (on), not 0.50.");
        assertThat(refusedMacro(409, "latency_mode", 1)).contains("when the host activates the plugin");
        assertThat(server.info(1).macros()).containsEntry("latency_mode", 0.0);
        EngineInfo info = server.put("/engines/77-1/macros", Map.of("match_slots", "on", "slot", 1), EngineInfo.class);
        assertThat(info.macros()).containsEntry("match_slots", 1.0).containsEntry("slot", 1.0);
    }

    @Test
    void macro_when_set_twice_before_the_engine_shows_the_first_expect_each_answer_what_was_just_put()
            throws Exception {
        engine.takeMacrosLate(); // its frames go on showing 100
        for (double value : new double[] {40, 100, 60}) {
            engine.play();
            EngineInfo info = server.put("/engines/77-1/macros", Map.of("amount", value), EngineInfo.class);
            assertThat(info.macros()).containsEntry("amount", value);
        }
    }

    private String refusedMacro(int status, String id, Object value) throws Exception {
        HttpResponse<String> refused = server.tell("PUT", "/engines/77-1/macros", server.admin(), Map.of(id, value));
        assertThat(refused.statusCode()).isEqualTo(status);
        return detail(refused);
    }

    @Test
    void measurement_when_fail_expect_taken_back_by_itself() throws Exception {
        Change change = pushed(LESS_BOOM);
        HttpResponse<String> measured = server.tell(
                "POST",
                "/changes/" + change.id() + "/measurement",
                server.agent(),
                new MeasurementRequest(-0.3, "fail", "Promised +0.40, measured \u22120.30."));
        Change taken = ServerFixture.read(measured, 200, Change.class);
        assertThat(taken.status()).isEqualTo(ChangeStatus.taken_back);
        assertThat(taken.measured()).isEqualTo(-0.3);
        assertThat(engine.lastPost().params().sameAs(PLAIN)).isTrue();
        Change[] timeline = server.get("/changes?kind=rollback", Change[].class);
        assertThat(timeline).hasSize(1);
        assertThat(timeline[0].explanation().sentence()).contains("Promised +0.40");
        HttpResponse<String> again = server.tell("POST", "/changes/" + change.id() + "/undo", server.admin(), Map.of());
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(detail(again)).isEqualTo("Change " + change.id() + " was taken back already; nothing is done.");
    }

    @Test
    void measurement_when_ok_or_frozen_expect_sound_unchanged() throws Exception {
        Change change = pushed(LESS_BOOM);
        server.put("/engines/77-1/learning", Map.of("frozen", true), EngineInfo.class);
        Change measured = ServerFixture.read(
                server.tell(
                        "POST",
                        "/changes/" + change.id() + "/measurement",
                        server.agent(),
                        new MeasurementRequest(-0.3, "fail", "Worse.")),
                200,
                Change.class);
        assertThat(measured.status()).isEqualTo(ChangeStatus.in_force);
        assertThat(measured.verdict()).isEqualTo("fail");
        assertThat(engine.posts()).hasSize(1);
    }

    @Test
    void less_when_asked_expect_half_of_the_move_and_an_opinion() throws Exception {
        Change change = pushed(LESS_BOOM);
        Change less = server.post("/changes/" + change.id() + "/less", Map.of(), Change.class);
        assertThat(engine.lastPost().params().get(ParamTable.EQ2_GAIN)).isEqualTo(-1.5);
        assertThat(less.parent()).isEqualTo(change.id());
        Feedback[] votes = server.get("/feedback", Feedback[].class);
        assertThat(votes).hasSize(1);
        assertThat(votes[0].vote()).isEqualTo("less");
        assertThat(votes[0].changeId()).isEqualTo(change.id());
    }

    private Feedback vote(String id, String vote, @Nullable Long frame) throws Exception {
        Map<String, @Nullable Object> body = new HashMap<>(Map.of("id", id, "vote", vote));
        body.put("frame", frame);
        HttpResponse<String> response = server.tell("POST", "/engines/77-1/feedback", server.admin(), body);
        assertThat(response.statusCode()).isIn(200, 201);
        return ServerFixture.read(response, response.statusCode(), Feedback.class);
    }

    @Test
    void down_vote_when_a_learned_change_is_heard_expect_taken_back_and_remembered_with_its_situation()
            throws Exception {
        Change change = pushed(LESS_BOOM);
        Feedback vote = vote("v1", "down", null);
        assertThat(vote.changeId()).isEqualTo(change.id());
        assertThat(vote.situation()).isEqualTo(Requests.SPEECH);
        assertThat(Objects.requireNonNull(vote.before())).isEqualTo(ServerFixture.set(PLAIN));
        assertThat(engine.lastPost().params().sameAs(PLAIN)).isTrue();
        assertThat(change(change.id()).status()).isEqualTo(ChangeStatus.undone);

        vote("v1", "down", null);
        assertThat(engine.posts()).hasSize(2);
        assertThat(server.get("/feedback", Feedback[].class)).hasSize(1);
    }

    @Test
    void down_vote_when_it_is_about_an_earlier_moment_expect_attached_to_what_was_audible_then() throws Exception {
        mode(LearningMode.auto);
        server.heard(engine, 1, info -> info.mode() == LearningMode.auto);
        long before = engine.position();
        Change change = pushed(LESS_BOOM);
        Feedback vote = vote("early", "down", before);
        assertThat(vote.changeId()).isNull();
        assertThat(change(change.id()).status()).isEqualTo(ChangeStatus.watching);
    }

    @Test
    void down_vote_when_bypass_was_on_expect_no_change_blamed() throws Exception {
        Change change = pushed(LESS_BOOM);
        engine.host(MacroTable.BYPASS, 1);
        server.heard(engine, 1, info -> Objects.equals(info.macros().get("bypass"), 1.0));
        assertThat(vote("b", "down", null).changeId()).isNull();
        assertThat(change(change.id()).status()).isEqualTo(ChangeStatus.watching);
    }

    @Test
    void dislike_when_pressed_in_the_host_expect_counted_once_and_acted_on() throws Exception {
        Change change = pushed(LESS_BOOM);
        engine.press(false);
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            engine.play();
            return server.get("/feedback", Feedback[].class).length == 1;
        });
        Feedback vote = server.get("/feedback", Feedback[].class)[0];
        assertThat(vote.source()).isEqualTo("host");
        assertThat(vote.changeId()).isEqualTo(change.id());
        await().until(() -> change(change.id()).status() == ChangeStatus.undone);
    }

    @Test
    void abstention_when_repeated_within_a_minute_expect_one_entry() throws Exception {
        Change first = ServerFixture.read(
                server.tell("POST", "/engines/77-1/abstentions", server.agent(), Requests.abstention("clean")),
                200,
                Change.class);
        assertThat(first.status()).isEqualTo(ChangeStatus.left_alone);
        server.tell("POST", "/engines/77-1/abstentions", server.agent(), Requests.abstention("clean"));
        server.tell("POST", "/engines/77-1/abstentions", server.agent(), Requests.abstention("silence"));
        assertThat(server.get("/changes?kind=abstained", Change[].class)).hasSize(2);
    }

    @Test
    void host_when_it_recalls_other_settings_expect_adopted_told_and_proposals_stale() throws Exception {
        Change learned = pushed(LESS_BOOM);
        long generation = server.info(1).generation();
        engine.recall(GentlePreset.params());
        server.heard(engine, 1, info -> info.generation() > generation);
        ParameterState state = server.get("/engines/77-1/parameters", ParameterState.class);
        assertThat(state.wanted()).isEqualTo(ServerFixture.set(GentlePreset.params()));
        await().until(() -> server.get("/changes?kind=preset", Change[].class).length == 1);
        assertThat(server.get("/changes?kind=preset", Change[].class)[0].who()).isEqualTo("host");
        assertThat(change(learned.id()).status()).isEqualTo(ChangeStatus.replaced);
        assertThat(engine.posts()).hasSize(1);
    }

    @Test
    void engine_when_its_process_is_started_anew_expect_the_same_instance_with_its_history() throws Exception {
        Change change = pushed(LESS_BOOM);
        FakeEngine anew = server.engines().start(1);
        anew.recall(LESS_BOOM);
        anew.play();
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            anew.play();
            return server.tell("POST", "/changes/" + change.id() + "/undo", server.admin(), Map.of())
                                    .statusCode()
                            == 200
                    && !anew.posts().isEmpty();
        });
        assertThat(anew.lastPost().params().sameAs(PLAIN)).isTrue();
        assertThat(anew.lastPost().generation()).isGreaterThan(change.generation());
    }

    @Test
    void engine_when_gone_expect_said_so_and_the_timeline_stays() throws Exception {
        Change change = pushed(LESS_BOOM);
        server.engines().end(1);
        await().atMost(Duration.ofSeconds(90)).until(() -> !server.info(1).connected());
        HttpResponse<String> undo = server.tell("POST", "/changes/" + change.id() + "/undo", server.admin(), Map.of());
        assertThat(undo.statusCode()).isEqualTo(409);
        assertThat(detail(undo)).contains("77-1").contains("gone");
        HttpResponse<String> recall =
                server.tell("POST", "/engines/77-1/recall", server.admin(), Map.of("preset", "music"));
        assertThat(recall.statusCode()).isEqualTo(409);
        assertThat(change(change.id()).status()).isEqualTo(ChangeStatus.watching);
        assertThat(server.tell("GET", "/changes/" + (change.id() + 1), server.admin(), Map.of())
                        .statusCode())
                .as("nothing refused is written down")
                .isEqualTo(404);
    }

    @Test
    void recall_when_the_preset_is_in_force_expect_that_said() throws Exception {
        Change first = server.post("/engines/77-1/recall", Map.of("preset", "music"), Change.class);
        assertThat(first.explanation().sentence()).startsWith("Preset \"Music\" recalled: ");
        heardPost();
        Change again = server.post("/engines/77-1/recall", Map.of("preset", "music"), Change.class);
        assertThat(again.explanation().sentence()).isEqualTo("Preset \"Music\" is in force already: nothing moves.");
        assertThat(change(first.id()).status()).isEqualTo(ChangeStatus.in_force);
        server.put("/engines/77-1/parameters", Map.of("values", Map.of("hpf_corner", 10)), Change.class);
        Change undo = server.post("/engines/77-1/undo", Map.of(), Change.class);
        assertThat(undo.parent())
                .as("what moved nothing is not in the way of what did")
                .isEqualTo(first.id());
        assertThat(engine.lastPost().params().sameAs(PLAIN)).isTrue();
    }

    @Test
    void push_when_the_engine_ends_after_it_was_written_down_expect_the_timeline_to_say_what_is_heard()
            throws Exception {
        Change learned = pushed(LESS_BOOM);
        engine.refusePosts(true);
        HttpResponse<String> recalled =
                server.tell("POST", "/engines/77-1/recall", server.admin(), Map.of("preset", "transparent"));
        assertThat(recalled.statusCode()).isEqualTo(409);
        HttpResponse<String> undone =
                server.tell("POST", "/changes/" + learned.id() + "/undo", server.admin(), Map.of());
        assertThat(undone.statusCode()).isEqualTo(409);
        assertThat(change(learned.id()).status()).isEqualTo(learned.status());
        for (Change entry : server.get("/changes?limit=2", Change[].class)) {
            assertThat(entry.status()).isEqualTo(ChangeStatus.replaced);
        }

        engine.refusePosts(false);
        server.post("/changes/" + learned.id() + "/undo", Map.of(), Change.class);
        assertThat(engine.lastPost().params().sameAs(PLAIN)).isTrue();
        assertThat(change(learned.id()).status()).isEqualTo(ChangeStatus.undone);
    }

    /** As a disk that fills up between the two. */
    @Test
    void down_vote_when_it_was_kept_but_nothing_could_be_taken_back_expect_the_same_vote_to_do_it_later()
            throws Exception {
        pushed(LESS_BOOM);
        Map<String, Object> body = Map.of("id", "v1", "vote", "down");
        String file = "jdbc:sqlite:" + server.places().data().resolve("attune.db");
        try (Connection database = DriverManager.getConnection(file);
                Statement statement = database.createStatement()) {
            statement.executeUpdate(
                    "CREATE TRIGGER refuse BEFORE INSERT ON changes BEGIN SELECT RAISE(ABORT, 'refused'); END");
            HttpResponse<String> failed = server.tell("POST", "/engines/77-1/feedback", server.admin(), body);
            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(engine.lastPost().params().sameAs(LESS_BOOM)).isTrue();
            statement.executeUpdate("DROP TRIGGER refuse");
        }
        vote("v1", "down", null);
        assertThat(engine.lastPost().params().sameAs(PLAIN)).isTrue();
        vote("v1", "down", null);
        assertThat(engine.posts()).hasSize(2);
    }

    @Test
    void vote_when_its_frame_was_never_played_expect_refused_with_the_frames_that_were() throws Exception {
        engine.play().play();
        server.heard(engine, 1, info -> true);
        long played = engine.position();
        for (long frame : new long[] {-1, played + 48_000L * 3600, Long.MAX_VALUE}) {
            HttpResponse<String> refused = server.tell(
                    "POST",
                    "/engines/77-1/feedback",
                    server.admin(),
                    Map.of("id", "vote-" + frame, "vote", "up", "frame", frame));
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(detail(refused)).contains("Frame " + frame, "has played frames 0 to ");
        }
        assertThat(server.get("/feedback", Feedback[].class)).isEmpty();
        vote("in-time", "up", 0L);
        assertThat(server.get("/feedback", Feedback[].class)).hasSize(1);
    }

    @Test
    void learning_when_the_instance_is_gone_with_its_host_expect_refused_and_kept_while_the_host_lives()
            throws Exception {
        int never = 4_194_305; // over the largest number a process can have
        int host = (int) ProcessHandle.current().pid();
        for (int pid : new int[] {never, host}) {
            server.engines().startIn(pid, 9).play();
            String path = "/engines/" + pid + "-9";
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> server.tell("GET", path, server.admin(), null).statusCode() == 200);
            server.engines().endIn(pid, 9);
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> !server.get(path, EngineInfo.class).connected());
        }
        HttpResponse<String> refused =
                server.tell("PUT", "/engines/" + never + "-9/learning", server.admin(), Map.of("frozen", true));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("urn:attune:gone");
        assertThat(detail(refused)).contains("\"" + never + "-9\" is gone");

        String restarting = "/engines/" + host + "-9/learning";
        assertThat(server.put(restarting, Map.of("frozen", true), EngineInfo.class)
                        .frozen())
                .as("its engine may be back in a second")
                .isTrue();
        HttpResponse<String> half =
                server.tell("PUT", restarting, server.admin(), Map.of("frozen", false, "mode", "auto"));
        assertThat(half.statusCode()).isEqualTo(409);
        assertThat(server.get("/engines/" + host + "-9", EngineInfo.class).frozen())
                .isTrue();
    }

    @Test
    void freeze_of_all_when_an_engine_is_being_restarted_expect_it_frozen_when_it_is_back() throws Exception {
        server.engines().end(1);
        await().atMost(Duration.ofSeconds(90)).until(() -> !server.info(1).connected());
        server.put("/learning", Map.of("frozen", true), JsonNode.class);
        server.engines().start(1).play();
        server.awaitKnown(1);
        assertThat(server.info(1).frozen()).isTrue();
    }

    @Test
    void undo_when_its_body_is_not_empty_expect_refused_and_the_sound_kept() throws Exception {
        Change change = pushed(LESS_BOOM);
        HttpResponse<String> undo =
                server.tell("POST", "/changes/" + change.id() + "/undo", server.admin(), Map.of("bogus", 1));
        assertThat(undo.statusCode()).isEqualTo(400);
        assertThat(detail(undo)).contains("bogus");
        assertThat(server.tell("POST", "/engines/77-1/undo", server.admin(), Map.of("bogus", 1))
                        .statusCode())
                .isEqualTo(400);
        assertThat(engine.lastPost().params().sameAs(LESS_BOOM)).isTrue();
    }

    @Test
    void vote_when_it_names_a_change_of_another_instance_expect_refused() throws Exception {
        Change change = pushed(LESS_BOOM);
        server.playing(2);
        HttpResponse<String> vote = server.tell(
                "POST",
                "/engines/77-2/feedback",
                server.admin(),
                Map.of("id", "other", "vote", "down", "changeId", change.id()));
        assertThat(vote.statusCode()).isEqualTo(422);
        assertThat(detail(vote)).contains("77-1").contains("77-2");
        assertThat(change(change.id()).status()).isEqualTo(ChangeStatus.watching);
    }

    @Test
    void recall_when_the_slot_is_no_whole_number_expect_refused() throws Exception {
        HttpResponse<String> recall =
                server.tell("POST", "/engines/77-1/recall", server.admin(), Map.of("preset", "music", "slot", 1.5));
        assertThat(recall.statusCode()).isEqualTo(400);
        assertThat(engine.posts()).isEmpty();
    }

    @Test
    void proposal_when_on_air_expect_no_level_moved_more_than_a_decibel() throws Exception {
        server.put("/engines/77-1/learning", Map.of("onAir", true), EngineInfo.class);
        Change change = pushed(with(LESS_BOOM, ParamTable.NR_ATTENUATION, 6));
        assertThat(engine.lastPost().params().get(ParamTable.NR_ATTENUATION)).isEqualTo(1.0);
        assertThat(engine.lastPost().params().get(ParamTable.EQ2_GAIN)).isEqualTo(-0.5);
        assertThat(change.explanation().sentence()).contains("On air");
        HttpResponse<String> again = propose(with(engine.lastPost().params(), ParamTable.NR_ATTENUATION, 6));
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("urn:attune:on-air");
    }

    @Test
    void reset_when_asked_expect_gentle_everywhere_and_experiences_begin_anew() throws Exception {
        var experience = new attune.api.Experience(
                0, "77-1", 1, Requests.SPEECH, "rules", ServerFixture.set(PLAIN), 0.1, 0.1, true, null);
        assertThat(server.tell("POST", "/experiences", server.agent(), List.of(experience))
                        .statusCode())
                .isEqualTo(201);
        Change[] changes = server.post("/learning/reset", Map.of(), Change[].class);
        assertThat(Arrays.stream(changes).map(Change::engineId)).containsExactly("77-1");
        assertThat(engine.lastPost().params().sameAs(GentlePreset.params())).isTrue();
        assertThat(server.get("/experiences", JsonNode.class).size()).isZero();
    }

    @Test
    void push_when_answered_expect_in_the_mailbox_already_without_waiting_for_a_poll() throws Exception {
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            server.put("/engines/77-1/parameters", Map.of("values", Map.of("hpf_corner", 30 + i)), Change.class);
            assertThat(engine.posts()).hasSize(i + 1);
            assertThat(engine.lastPost().atNs()).isBetween(start, System.nanoTime());
        }
    }
}
