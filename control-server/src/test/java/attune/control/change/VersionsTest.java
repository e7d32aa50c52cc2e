package attune.control.change;

import static attune.control.ServerFixture.detail;
import static attune.control.ServerFixture.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.EngineInfo;
import attune.api.Explanation;
import attune.api.ModelInUse;
import attune.api.ParameterState;
import attune.control.FakeEngine;
import attune.control.Requests;
import attune.control.ServerFixture;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of the sound: which changes are some, and the way back to one. */
class VersionsTest {
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

    private Change set(String id, double value) throws Exception {
        return server.put("/engines/77-1/parameters", Map.of("values", Map.of(id, value)), Change.class);
    }

    private HttpResponse<String> returnTo(Object version) throws Exception {
        return server.tell("POST", "/engines/77-1/versions/" + version + "/return", server.admin(), Map.of());
    }

    private List<Long> listed(String query) throws Exception {
        return Arrays.stream(server.get("/versions" + query, Change[].class))
                .map(Change::id)
                .toList();
    }

    private Map<String, Double> wanted() throws Exception {
        return server.get("/engines/77-1/parameters", ParameterState.class).wanted();
    }

    @Test
    void versions_when_listed_expect_what_made_another_sound_and_nothing_else() throws Exception {
        Change first = set("eq1_gain", 2);
        server.tell(
                "POST",
                "/engines/77-1/abstentions",
                server.agent(),
                Map.of("reason", "inside-noise", "explanation", new Explanation("Left alone.", List.of())));
        set("eq1_gain", 2);
        Change second = set("nr_attenuation", 14);

        assertThat(listed("")).containsExactly(second.id(), first.id());
        assertThat(listed("?engineId=77-1&limit=1")).containsExactly(second.id());
        assertThat(listed("?before=" + second.id())).containsExactly(first.id());
        assertThat(listed("?engineId=78-1")).isEmpty();
        assertThat(server.tell("GET", "/versions?limit=1001", server.admin(), null)
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void versions_when_the_host_brings_settings_and_learning_only_proposes_expect_those_of_the_host_alone()
            throws Exception {
        engine.recall(ServerFixture.with(new ParamSnapshot(), ParamTable.EQ3_GAIN, -2));
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            engine.play();
            return listed("").size() == 1;
        });
        assertThat(server.get("/versions", Change[].class)[0].who()).isEqualTo("host");
        long brought = listed("").get(0);

        server.put("/engines/77-1/learning", Map.of("mode", "suggest"), EngineInfo.class);
        ParamSnapshot better = ServerFixture.with(new ParamSnapshot(), ParamTable.EQ3_GAIN, -3);
        Change proposed = server.proposed(server.tell(
                "POST",
                "/engines/77-1/proposals",
                server.agent(),
                Requests.proposal(server.info(1).generation(), better)));
        assertThat(proposed.status()).isEqualTo(ChangeStatus.proposed);
        assertThat(listed("")).containsExactly(brought);
        server.post("/changes/" + proposed.id() + "/reject", Map.of(), Change.class);
        assertThat(listed("")).containsExactly(brought);
        assertThat(returnTo(proposed.id()).statusCode()).isEqualTo(404);
    }

    @Test
    void version_when_returned_to_expect_its_whole_set_bit_for_bit_and_one_undo_back() throws Exception {
        Change old = set("eq1_gain", 2.3);
        set("nr_attenuation", 14);
        set("eq1_gain", -1);
        Map<String, Double> now = wanted();

        Change back = read(returnTo(old.id()), 200, Change.class);

        assertThat(back.kind()).isEqualTo(ChangeKind.manual);
        assertThat(back.explanation().sentence()).startsWith("Back to version " + old.id() + ": ");
        assertThat(back.after()).isEqualTo(old.after());
        assertThat(wanted()).isEqualTo(old.after());
        assertThat(listed("?limit=1")).containsExactly(back.id());
        server.post("/changes/" + back.id() + "/undo", Map.of(), Change.class);
        assertThat(wanted()).isEqualTo(now);
    }

    @Test
    void return_when_it_can_not_be_expect_one_sentence_that_says_why() throws Exception {
        Change only = set("eq1_gain", 2.3);

        HttpResponse<String> there = returnTo(only.id());
        assertThat(there.statusCode()).isEqualTo(409);
        assertThat(there.body()).contains("urn:attune:nothing");
        assertThat(detail(there)).isEqualTo("Version " + only.id() + " is what plays already.");
        assertThat(returnTo(only.id() + 7).statusCode()).isEqualTo(404);
        assertThat(returnTo("first").statusCode()).isEqualTo(404);
        assertThat(server.tell(
                                "POST",
                                "/engines/77-1/versions/" + only.id() + "/return",
                                server.admin(),
                                Map.of("slot", 1))
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.tell("POST", "/engines/77-1/versions/" + only.id() + "/return", server.agent(), Map.of())
                        .statusCode())
                .isEqualTo(403);
        set("eq1_gain", 1);
        engine.refusePosts(true);
        HttpResponse<String> gone = returnTo(only.id());
        assertThat(gone.statusCode()).isEqualTo(409);
        assertThat(gone.body()).contains("urn:attune:");
    }

    @Test
    void models_when_the_agent_tells_them_expect_them_served_and_nobody_else_heard() throws Exception {
        assertThat(server.get("/models", JsonNode.class)).isEmpty();
        List<ModelInUse> models = List.of(new ModelInUse(
                "judge-trees", "Judge", "Judges.", true, "", 82_344, "90b3cda6", "Well.", "mvn", "docs/judge.md"));

        assertThat(server.tell("PUT", "/models", server.agent(), models).statusCode())
                .isEqualTo(204);

        assertThat(server.get("/models", ModelInUse[].class)).containsExactlyElementsOf(models);
        assertThat(server.tell("PUT", "/models", server.admin(), models).statusCode())
                .isEqualTo(403);
    }
}
