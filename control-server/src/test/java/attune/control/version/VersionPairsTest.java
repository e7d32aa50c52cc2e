package attune.control.version;

import static attune.control.ServerFixture.detail;
import static attune.control.ServerFixture.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.AgentStatus;
import attune.api.ApiVersion;
import attune.api.Change;
import attune.api.VersionDifference;
import attune.api.VersionPair;
import attune.control.FakeEngine;
import attune.control.ServerFixture;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The time machine on the server: asked for, handed over, heard, forgotten; and what is said where there is nothing to hear. */
class VersionPairsTest {
    private static final byte[] SOUND = "RIFF canary-of-a-voice WAVE".getBytes(StandardCharsets.US_ASCII);
    private static final VersionDifference DIFFERENCE = new VersionDifference(
            30,
            8,
            0.01,
            -20.5,
            -22.0,
            List.of(
                    new VersionDifference.Band(1000, 1000, -40, -42, -2.0),
                    new VersionDifference.Band(1258.9, 1250, -120, -130, null)),
            List.of(new VersionDifference.StageShare("Equaliser", -1.5, 0.8, -2.0, 1000.0)));

    @TempDir
    Path folder;

    private ServerFixture server;
    private FakeEngine engine;
    private long version;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture(folder);
        engine = server.playing(1);
        server.heard(engine, 1, info -> info.captureSeconds() > 0.5);
        agentIsHere();
        version = set("eq1_gain", 2).id();
        set("eq1_gain", -3);
    }

    @AfterEach
    void end() {
        server.close();
    }

    private void agentIsHere() throws Exception {
        AgentStatus status = new AgentStatus(ApiVersion.NUMBER, "0.1.0", 1, "listening", "", 0, 0, 0, List.of());
        assertThat(server.tell("PUT", "/agent", server.agent(), status).statusCode())
                .isEqualTo(204);
    }

    private Change set(String id, double value) throws Exception {
        return server.put("/engines/77-1/parameters", Map.of("values", Map.of(id, value)), Change.class);
    }

    private HttpResponse<String> ask(@Nullable Object first, @Nullable Object second) throws Exception {
        Map<String, @Nullable Object> request = new HashMap<>();
        request.put("first", first);
        request.put("second", second);
        return server.tell("POST", "/engines/77-1/versions/pairs", server.admin(), request);
    }

    private VersionPair asked() throws Exception {
        return read(ask(version, null), 201, VersionPair.class);
    }

    private static String path(String id, String what) {
        return "/versions/pairs/" + id + what;
    }

    private int handOver(String id, String side, byte[] wav) throws Exception {
        HttpRequest request = server.request("PUT", path(id, "/sounds/" + side), server.agent(), null)
                .setHeader("Content-Type", "audio/wav")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(wav))
                .build();
        return server.client().send(request, BodyHandlers.ofString()).statusCode();
    }

    private HttpResponse<String> differ(String id) throws Exception {
        return server.tell("PUT", path(id, "/difference"), server.agent(), DIFFERENCE);
    }

    private String ready() throws Exception {
        String id = asked().id();
        assertThat(handOver(id, "a", SOUND)).isEqualTo(204);
        assertThat(handOver(id, "b", SOUND)).isEqualTo(204);
        read(differ(id), 200, VersionPair.class);
        return id;
    }

    private HttpResponse<String> sound(String id, String side) throws Exception {
        return server.tell("GET", path(id, "/sounds/" + side), server.admin(), null);
    }

    @Test
    void pair_when_held_against_what_never_was_a_version_expect_its_set_and_what_plays_now() throws Exception {
        VersionPair dry = against(Map.of("reference", "dry"));
        assertThat(dry.first().version()).isNull();
        assertThat(dry.first().params()).containsEntry("eq1_gain", -3.0);
        assertThat(dry.second().reference()).isEqualTo(VersionPair.Reference.dry);
        assertThat(dry.second().params()).isEqualTo(ServerFixture.set(new ParamSnapshot()));
        VersionPair factory = against(Map.of("first", version, "reference", "factory"));
        assertThat(factory.first().version()).isEqualTo(version);
        assertThat(factory.second().params()).isEqualTo(ServerFixture.set(GentlePreset.params()));
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("reference", "wet"),
                Map.of("first", version, "second", version, "reference", "dry"))) {
            assertThat(server.tell("POST", "/engines/77-1/versions/pairs", server.admin(), wrong)
                            .statusCode())
                    .as("%s", wrong)
                    .isEqualTo(400);
        }
    }

    private VersionPair against(Map<String, Object> request) throws Exception {
        return read(
                server.tell("POST", "/engines/77-1/versions/pairs", server.admin(), request), 201, VersionPair.class);
    }

    @Test
    void pair_when_handed_over_expect_its_sets_told_heard_and_forgotten_on_asking() throws Exception {
        VersionPair asked = asked();
        assertThat(asked.first().version()).isEqualTo(version);
        assertThat(asked.first().params()).containsEntry("eq1_gain", 2.0);
        assertThat(asked.second().version()).isNull();
        assertThat(asked.second().params()).containsEntry("eq1_gain", -3.0);
        assertThat(server.get("/versions/pairs", VersionPair[].class)).containsExactly(asked);
        assertThat(differ(asked.id()).statusCode()).isEqualTo(409);
        assertThat(sound(asked.id(), "a").body()).contains("urn:attune:status");

        String id = ready();
        assertThat(server.get("/versions/pairs", VersionPair[].class)).isEmpty();
        VersionPair pair = server.get(path(id, ""), VersionPair.class);
        assertThat(pair.status()).isEqualTo(VersionPair.Status.ready);
        assertThat(pair.difference()).isEqualTo(DIFFERENCE);
        HttpResponse<String> heard = sound(id, "b");
        assertThat(heard.body()).isEqualTo(new String(SOUND, StandardCharsets.US_ASCII));
        assertThat(heard.headers().firstValue("Content-Type")).hasValue("audio/wav");
        assertThat(heard.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(sound(id, "c").statusCode()).isEqualTo(404);
        assertThat(handOver(id, "a", SOUND)).isEqualTo(409);

        assertThat(server.tell("DELETE", path(id, ""), server.admin(), null).statusCode())
                .isEqualTo(204);
        assertThat(sound(id, "a").body()).contains("urn:attune:expired");
        assertThat(server.tell("DELETE", path(id, ""), server.admin(), null).statusCode())
                .isEqualTo(204);
    }

    @Test
    void pair_when_another_is_asked_for_or_all_is_erased_expect_its_sounds_gone_and_nothing_on_the_disk()
            throws Exception {
        String one = ready();
        String other = ready();
        assertThat(sound(one, "a").body()).contains("urn:attune:expired");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("canary-of-a-voice");
            }
        }

        server.post("/privacy/erase", Map.of("confirm", "erase everything"), JsonNode.class);
        assertThat(sound(other, "a").statusCode()).isEqualTo(404);
        assertThat(ask(version, null).statusCode()).isEqualTo(404);
    }

    @Test
    void pair_when_nothing_can_be_rendered_expect_one_sentence_that_says_why() throws Exception {
        assertThat(ask(null, null).statusCode()).isEqualTo(400);
        HttpResponse<String> unknown = ask(version + 50, null);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(detail(unknown)).contains("There is no version");
        assertThat(ask(version, version + 50).statusCode()).isEqualTo(404);
        assertThat(server.tell("GET", path("none", ""), server.admin(), null).statusCode())
                .isEqualTo(404);

        server.put("/preferences", Map.of("capture", false), JsonNode.class);
        server.heard(engine, 1, info -> info.captureWhy() != null);
        assertThat(ask(version, null).body()).contains("urn:attune:no-capture").contains("capture is switched off");
        server.put("/preferences", Map.of("capture", true), JsonNode.class);

        server.engines().end(1);
        await().atMost(Duration.ofSeconds(90)).until(() -> !server.info(1).connected());
        assertThat(ask(version, version).body()).contains("urn:attune:gone");
        engine = server.playing(1);

        server.restart(); // and no agent has reported to this one
        server.heard(engine, 1, info -> info.captureSeconds() > 0);
        assertThat(ask(version, null).body()).contains("urn:attune:agent-away").contains("is not running");
    }

    @Test
    void pair_when_the_agent_has_none_expect_its_sentence_and_learning_frozen_is_no_reason() throws Exception {
        server.put("/learning", Map.of("frozen", true), Object.class);
        String id = asked().id();
        server.tell("PUT", path(id, "/failure"), server.agent(), Map.of("sentence", "It is silence."));

        VersionPair failed = server.get(path(id, ""), VersionPair.class);
        assertThat(failed.status()).isEqualTo(VersionPair.Status.failed);
        assertThat(failed.problem()).isEqualTo("It is silence.");
        assertThat(handOver(id, "a", SOUND)).isEqualTo(409);
    }

    @Test
    void pair_when_it_is_too_large_or_not_the_agents_expect_refused() throws Exception {
        String id = asked().id();
        assertThat(handOver(id, "a", new byte[VersionPairs.LARGEST_SOUND])).isEqualTo(204);
        assertThat(handOver(id, "a", new byte[VersionPairs.LARGEST_SOUND + 1])).isEqualTo(413);
        assertThat(server.tell("PUT", path(id, "/difference"), server.admin(), DIFFERENCE)
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.tell("POST", "/engines/77-1/versions/pairs", server.agent(), Map.of("first", version))
                        .statusCode())
                .isEqualTo(403);
    }
}
