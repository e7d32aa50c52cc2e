package attune.control.change;

import static attune.control.ServerFixture.detail;
import static attune.control.ServerFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import attune.api.AgentStatus;
import attune.api.ApiVersion;
import attune.api.LearningAttempt;
import attune.api.LearningInsights;
import attune.api.LearningMode;
import attune.control.FakeEngine;
import attune.control.ServerFixture;
import attune.control.SetClock;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person wants tried, and insights, between person, server and agent. */
class LearningDeskTest {
    private static final String ASK = "/engines/77-1/learning/attempts";

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

    private void agentIsHere() throws Exception {
        AgentStatus status = new AgentStatus(ApiVersion.NUMBER, "0.1.0", 1, "listening", "", 0, 0, 0, List.of());
        assertThat(server.tell("PUT", "/agent", server.agent(), status).statusCode())
                .isEqualTo(204);
    }

    private HttpResponse<String> ask(String method) throws Exception {
        return server.tell("POST", ASK, server.admin(), Map.of("method", method));
    }

    private static Map<String, @Nullable Object> outcome(@Nullable Long change, String sentence) {
        Map<String, @Nullable Object> outcome = new HashMap<>();
        outcome.put("change", change);
        outcome.put("sentence", sentence);
        return outcome;
    }

    @Test
    void attempt_when_the_agent_answers_expect_its_first_word_and_agents_alone_may_answer() throws Exception {
        server.heard(engine, 1, info -> info.captureSeconds() > 0.5);
        agentIsHere();

        LearningAttempt asked = read(ask("gradient"), 201, LearningAttempt.class);
        String path = "/learning/attempts/" + asked.id();
        assertThat(asked.done()).isFalse();
        assertThat(server.tell("PUT", path, server.admin(), outcome(7L, "No.")).statusCode())
                .isEqualTo(403);
        LearningAttempt done = read(
                server.tell("PUT", path, server.agent(), outcome(7L, "Gradient: proposed as #7.")),
                200,
                LearningAttempt.class);
        read(server.tell("PUT", path, server.agent(), outcome(null, "Again.")), 200, LearningAttempt.class);

        assertThat(done.change()).isEqualTo(7);
        assertThat(server.get(path, LearningAttempt.class)).isEqualTo(done);
        assertThat(server.tell("GET", "/learning/attempts/none", server.admin(), null)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void attempt_when_nothing_can_be_tried_expect_the_reason() throws Exception {
        assertThat(ask("gradient").statusCode()).isEqualTo(409);
        server.heard(engine, 1, info -> info.captureSeconds() > 0.5);
        assertThat(ask("gradient").body()).contains("urn:attune:agent-away");
        agentIsHere();
        HttpResponse<String> unknown = ask("magic");
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(detail(unknown)).contains("no method \"magic\"", "gradient");
        HttpResponse<String> calledAsBefore = server.tell("POST", ASK, server.admin(), Map.of("strategy", "magic"));
        assertThat(detail(calledAsBefore)).isEqualTo(detail(unknown));
        server.put("/engines/77-1/learning", Map.of("mode", LearningMode.off), Object.class);
        assertThat(ask("gradient").body()).contains("urn:attune:mode");
        server.put("/learning", Map.of("frozen", true), Object.class);
        assertThat(ask("gradient").body()).contains("urn:attune:frozen");
    }

    @Test
    void attempt_when_no_agent_answers_expect_given_up_and_told() throws Exception {
        SetClock clock = new SetClock(Instant.EPOCH);
        List<Object> told = new ArrayList<>();
        LearningDesk desk = new LearningDesk((type, engineId, data) -> told.add(type + " " + engineId), clock);
        LearningAttempt asked = desk.open("77-1", "policy");
        desk.everySecond();
        assertThat(desk.attempt(asked.id()).done()).isFalse();

        clock.pass(Duration.ofMillis(LearningDesk.ANSWERED_WITHIN_MS + 1));
        desk.everySecond();
        desk.everySecond();

        assertThat(desk.attempt(asked.id()).sentence()).contains("busy");
        assertThat(told).containsExactly("attempt 77-1", "attempt 77-1");
    }

    @Test
    void insights_when_the_agent_tells_them_expect_them_served_as_told() throws Exception {
        assertThat(server.get("/insights", LearningInsights.class)).isEqualTo(LearningInsights.NONE);
        LearningInsights insights = new LearningInsights(
                List.of("On speech, rules helped."),
                List.of(new LearningInsights.Pattern("rules", "speech", 10, 9, 0.6, 0.4)),
                List.of(new LearningInsights.Threshold("trees-1", 0.3, 0.35, 30, -0.1, 0.02)),
                List.of(new LearningInsights.Suggestion(3, "hum", "Less hum.", 0.4, 0.1, 0, 0, null)),
                List.of(new LearningInsights.Dealing("rules", 6, 3, 1, 1, 1, 1, 1)));

        assertThat(server.tell("PUT", "/insights", server.agent(), insights).statusCode())
                .isEqualTo(204);

        assertThat(server.get("/insights", LearningInsights.class)).isEqualTo(insights);
        assertThat(server.tell("PUT", "/insights", server.admin(), insights).statusCode())
                .isEqualTo(403);
    }
}
