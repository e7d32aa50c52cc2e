package attune.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import attune.api.Change;
import attune.api.EngineInfo;
import attune.api.Heard;
import attune.api.LiveFrame;
import attune.bridge.jna.NativeCalls;
import attune.control.http.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The WebSocket as panel and agent use it. */
class StreamTest {
    @TempDir
    Path folder;

    private ServerFixture server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture(folder);
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void socket_when_the_token_is_wrong_expect_refused_before_the_upgrade() {
        assertThatThrownBy(() -> new Ear().open(server, "wrong"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(401));
    }

    @Test
    void engine_when_it_was_refused_the_priority_of_its_host_expect_it_told_until_it_has_one() throws Exception {
        FakeEngine engine = server.playing(1);
        Ear ear = new Ear();
        WebSocket socket = ear.open(server, server.admin());
        await().until(() -> ear.of("hello").size() == 1);
        Ear.subscribe(socket, "77-1", "events");
        engine.setScheduling(NativeCalls.SCHED_FIFO, NativeCalls.SCHED_OTHER);
        assertThat(server.heard(engine, 1, EngineInfo::lacksRealTime).connected())
                .isTrue();
        await().until(() -> ear.of("engine").stream().anyMatch(StreamTest::lacksRealTime));
        engine.setScheduling(NativeCalls.SCHED_FIFO, NativeCalls.SCHED_RR);
        assertThat(server.heard(engine, 1, info -> !info.lacksRealTime()).connected())
                .isTrue();
        await().until(() -> !lacksRealTime(ear.of("engine").get(ear.of("engine").size() - 1)));
        socket.abort();
    }

    private static boolean lacksRealTime(JsonNode message) {
        return message.path("data").path("lacksRealTime").asBoolean();
    }

    @Test
    void live_when_subscribed_expect_history_then_frames_of_what_the_engine_shows() throws Exception {
        FakeEngine engine = server.playing(1);
        assertThat(server.info(1).latencyMs()).isEqualTo(1000 * 1280 / 48_000.0);
        Ear ear = new Ear();
        WebSocket socket = ear.open(server, server.admin());
        await().until(() -> ear.of("hello").size() == 1);
        assertThat(socket.getSubprotocol()).isEqualTo("attune.v1");
        Ear.subscribe(socket, "77-1", "live");
        await().until(() -> ear.of("history").size() == 1);
        String gains = ear.of("history").get(0).path("data").path("gains").asText();
        assertThat(Base64.getDecoder().decode(gains)).hasSize(600 * LiveFrame.STAGES * 2);
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            engine.play();
            return ear.frames().size() >= 3;
        });
        LiveFrame frame = ear.frames().get(ear.frames().size() - 1);
        assertThat(frame.in[1]).isEqualTo(-30);
        assertThat(frame.out[1]).isEqualTo(-20);
        assertThat(frame.amountPercent).isEqualTo(100);
        assertThat(frame.flags & LiveFrame.FLAG_LEARNING).isNotZero();
        assertThat(frame.audibleFrame).isPositive();

        Ear.subscribe(socket, "77-1", "events");
        server.put("/engines/77-1/learning", Map.of("frozen", true), JsonNode.class);
        await().until(() -> !ear.of("engine").isEmpty());
        int before = ear.frames().size();
        for (int i = 0; i < 10; i++) {
            engine.play();
        }
        Change change =
                server.put("/engines/77-1/parameters", Map.of("values", Map.of("hpf_corner", 80)), Change.class);
        await().until(() -> ear.of("change").stream()
                .anyMatch(message -> message.path("data").path("id").asLong() == change.id()));
        await().until(() -> !ear.of("parameters").isEmpty());
        assertThat(ear.frames().size()).isLessThanOrEqualTo(before + 4);
        socket.abort();
    }

    @Test
    void heard_when_told_before_the_panel_came_expect_it_to_know_at_once() throws Exception {
        server.playing(1);
        Heard.Target target = new Heard.Target("voice", List.of(100.0, 1000.0), List.of(3.0, -3.0), 3.5);
        Heard heard = new Heard("speech", 0.9, List.of(), Map.of(), "auditioning", "Trying changes.", target);
        assertThat(server.tell("PUT", "/engines/77-1/heard", server.agent(), heard)
                        .statusCode())
                .isEqualTo(204);
        Ear ear = new Ear();
        WebSocket socket = ear.open(server, server.admin());
        Ear.subscribe(socket, "77-1", "live", "events");
        await().until(() -> !ear.of("heard").isEmpty());
        assertThat(ear.of("heard").get(0).path("data").path("contentClass").asText())
                .isEqualTo("speech");
        assertThat(ear.of("heard").get(0).path("data").path("target").path("levelsDb"))
                .hasSize(2);
        socket.abort();
    }

    @Test
    void heard_when_learning_is_switched_off_expect_told_that_nobody_listens() throws Exception {
        server.playing(1);
        Heard heard = new Heard("speech", 0.9, List.of(), Map.of(), "auditioning", "Trying changes.", null);
        server.put("/engines/77-1/learning", Map.of("mode", "auto"), EngineInfo.class);
        Ear ear = new Ear();
        WebSocket socket = ear.open(server, server.admin());
        Ear.subscribe(socket, null, "events");
        server.tell("PUT", "/engines/77-1/heard", server.agent(), heard);
        await().until(() -> ear.of("heard").size() == 1);
        server.put("/engines/77-1/learning", Map.of("mode", "off"), EngineInfo.class);
        await().until(() -> ear.of("heard").size() == 2);
        assertThat(ear.of("heard").get(1).path("engineId").asText()).isEqualTo("77-1");
        assertThat(ear.of("heard").get(1).path("data").isNull()).isTrue();
        socket.abort();
    }

    @Test
    void less_when_asked_expect_the_opinion_told_before_what_came_of_it() throws Exception {
        server.playing(1);
        Change moved = server.put("/engines/77-1/parameters", Map.of("values", Map.of("hpf_corner", 80)), Change.class);
        Ear ear = new Ear();
        WebSocket socket = ear.open(server, server.agent());
        await().until(() -> ear.of("hello").size() == 1);
        Ear.subscribe(socket, "77-1", "events");
        server.put("/engines/77-1/learning", Map.of("onAir", true), JsonNode.class);
        await().until(() -> !ear.of("engine").isEmpty());

        Change less = server.post("/changes/" + moved.id() + "/less", Map.of(), Change.class);

        await().until(() -> ear.of("change").stream()
                .anyMatch(message -> message.path("data").path("id").asLong() == less.id()));
        List<String> told = ear.messages().stream()
                .map(message -> message.path("type").asText())
                .filter(type -> type.equals("feedback") || type.equals("change"))
                .toList();
        assertThat(told).startsWith("feedback").contains("change");
        socket.abort();
    }

    @Test
    void health_when_subscribed_expect_one_sample_a_second_with_late_blocks() throws Exception {
        FakeEngine engine = server.playing(1);
        Ear ear = new Ear();
        WebSocket socket = ear.open(server, server.agent());
        Ear.subscribe(socket, null, "health", "events");
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            engine.setLateBlocks(engine.position() / 2400);
            engine.play();
            return ear.of("health").size() >= 2;
        });
        JsonNode health = ear.of("health").get(1).path("data");
        assertThat(health.path("newLateBlocks").asLong()).isPositive();
        assertThat(health.path("blockPeriodUs").asDouble()).isBetween(9_000.0, 11_000.0);
        socket.abort();
    }

    @Test
    void levels_when_subscribed_expect_those_of_all_that_play_and_none_of_one_that_has_stopped() throws Exception {
        FakeEngine one = server.playing(1);
        FakeEngine two = server.playing(2);
        two.setLateBlocks(7);
        Ear ear = new Ear();
        WebSocket socket = ear.open(server, server.admin());
        Ear.subscribe(socket, null, "levels");
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            one.play();
            two.play();
            return newest(ear).size() == 2
                    && newest(ear).path(1).path("lateBlocks").asInt() == 7;
        });
        assertThat(newest(ear).findValuesAsText("engineId")).containsExactly("77-1", "77-2");
        assertThat(newest(ear).path(0).path("outputLufs").isNumber()).isTrue();
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            one.play();
            return newest(ear).findValuesAsText("engineId").equals(List.of("77-1"));
        });
        Ear.subscribe(socket, null, "events");
        socket.abort();
    }

    private static JsonNode newest(Ear ear) {
        List<JsonNode> told = ear.of("levels");
        return told.isEmpty()
                ? Json.MAPPER.createArrayNode()
                : told.get(told.size() - 1).path("data");
    }

    @Test
    void message_when_not_understood_expect_a_problem_and_the_socket_stays() throws Exception {
        Ear ear = new Ear();
        WebSocket socket = ear.open(server, server.admin());
        socket.sendText("{nonsense", true).join();
        Ear.subscribe(socket, null, "live");
        Ear.subscribe(socket, null, "gossip");
        for (String incomplete : List.of(
                "{\"type\": \"subscribe\"}",
                "{\"type\": \"subscribe\", \"data\": {}}",
                "{\"type\": \"subscribe\", \"data\": {\"topics\": \"live\"}}")) {
            socket.sendText(incomplete, true).join();
        }
        await().until(() -> ear.of("problem").size() == 6);
        assertThat(ear.of("problem").subList(3, 6))
                .allSatisfy(problem -> assertThat(
                                problem.path("data").path("detail").asText())
                        .contains("\"topics\"", "events, health, levels and live"));
        assertThat(ear.of("problem").get(1).path("data").path("detail").asText())
                .contains("engineId");
        socket.abort();
    }
}
