package attune.control.change;

import static attune.control.ServerFixture.detail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.AgentStatus;
import attune.api.ApiVersion;
import attune.api.Heard;
import attune.api.Learner;
import attune.api.LearnerRest;
import attune.api.LearnerState;
import attune.control.FakeEngine;
import attune.control.ServerFixture;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who proposes changes: what a person wants is kept, who rests comes from the agent. */
class LearnersTest {
    private static final String ROUTE = "/learning/learners";
    /** As it was called before: scripts may say so. */
    private static final String ROUTE_BEFORE = "/learning/strategies";

    @TempDir
    Path folder;

    private static LearnerState of(LearnerState[] states, String name) {
        return Arrays.stream(states)
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void learner_when_switched_off_expect_kept_over_a_restart_and_told_with_the_preferences() throws Exception {
        try (ServerFixture server = new ServerFixture(folder)) {
            LearnerState[] first = server.get(ROUTE, LearnerState[].class);
            assertThat(first).hasSize(Learner.values().length).allMatch(state -> state.rest() == null);
            assertThat(Arrays.stream(first).filter(state -> !state.on()).map(LearnerState::name))
                    .as("what was not shown to help")
                    .containsExactly("policy", "factory-presets");

            LearnerState[] put = server.put(
                    ROUTE, Map.of("hum", false, "policy", true, "factory-presets", true), LearnerState[].class);
            assertThat(of(put, "hum").on()).isFalse();
            server.restart();

            LearnerState[] later = server.get(ROUTE, LearnerState[].class);
            assertThat(server.get(ROUTE_BEFORE, LearnerState[].class)).isEqualTo(later);
            assertThat(of(later, "noise").strategies()).containsExactly("noise-mild", "noise-strong");
            assertThat(Arrays.stream(later).filter(state -> !state.on()).map(LearnerState::name))
                    .containsExactly("hum");
            assertThat(server.get("/preferences", JsonNode.class)
                            .path("learnersOff")
                            .toString())
                    .isEqualTo("[\"hum\"]");
            assertThat(of(server.put(ROUTE, Map.of("hum", true), LearnerState[].class), "hum")
                            .on())
                    .isTrue();
        }
    }

    @Test
    void learner_when_unknown_expect_one_sentence_and_nothing_switched() throws Exception {
        try (ServerFixture server = new ServerFixture(folder)) {
            HttpResponse<String> answer =
                    server.tell("PUT", ROUTE, server.admin(), Map.of("hum", false, "magic", false));

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(detail(answer)).contains("no learner \"magic\"", "policy");
            assertThat(server.tell("PUT", ROUTE, server.admin(), "{\"hum\": null}")
                            .statusCode())
                    .isEqualTo(422);
            assertThat(of(server.get(ROUTE, LearnerState[].class), "hum").on()).isTrue();
        }
    }

    private static Heard heard(double humDb) {
        return new Heard(
                "speech",
                0.9,
                List.of(),
                Map.of(),
                "listening",
                "",
                null,
                List.of(new Heard.Tip("hum", "Hum.", humDb), new Heard.Tip("noise", "Noise.", 2)));
    }

    private static String tips(ServerFixture server, double humDb) throws Exception {
        assertThat(server.tell("PUT", "/engines/77-1/heard", server.agent(), heard(humDb))
                        .statusCode())
                .isEqualTo(204);
        return told(server);
    }

    private static String told(ServerFixture server) throws Exception {
        List<String> kinds = new ArrayList<>();
        server.get("/heard", JsonNode.class)
                .path("77-1")
                .path("tips")
                .forEach(tip -> kinds.add(tip.path("kind").asText()));
        return String.join(" ", kinds);
    }

    @Test
    void tip_when_waved_away_expect_gone_over_a_restart_until_it_is_twice_as_bad() throws Exception {
        try (ServerFixture server = new ServerFixture(folder)) {
            FakeEngine engine = server.playing(1);
            assertThat(tips(server, -12)).isEqualTo("hum noise");

            HttpResponse<String> left = server.tell("DELETE", "/engines/77-1/tips/hum", server.admin(), null);
            assertThat(left.statusCode()).isEqualTo(200);
            assertThat(told(server)).isEqualTo("noise");
            assertThat(tips(server, -7)).isEqualTo("noise");
            server.restart();
            await().atMost(Duration.ofSeconds(90)).until(() -> {
                engine.play();
                return server.tell("GET", "/engines/77-1/parameters", server.admin(), null)
                                .statusCode()
                        == 200;
            });
            assertThat(tips(server, -7)).isEqualTo("noise");
            assertThat(tips(server, -6)).isEqualTo("hum noise");

            HttpResponse<String> none = server.tell("DELETE", "/engines/77-1/tips/magic", server.admin(), null);
            assertThat(none.statusCode()).isEqualTo(404);
            assertThat(detail(none)).contains("magic");
        }
    }

    @Test
    void learner_when_the_agent_lets_it_rest_expect_told() throws Exception {
        try (ServerFixture server = new ServerFixture(folder)) {
            LearnerRest rest = new LearnerRest("policy", "Trained policy", LearnerRest.RESTING, 1, 2, "It did harm.");
            AgentStatus status = new AgentStatus(ApiVersion.NUMBER, "1", 1, "listening", "", 0, 0, 0, List.of(rest));
            assertThat(server.tell("PUT", "/agent", server.agent(), status).statusCode())
                    .isEqualTo(204);

            assertThat(of(server.get(ROUTE, LearnerState[].class), "policy").rest())
                    .isEqualTo(rest);
            assertThat(of(server.get(ROUTE, LearnerState[].class), "hum").rest())
                    .isNull();
        }
    }
}
