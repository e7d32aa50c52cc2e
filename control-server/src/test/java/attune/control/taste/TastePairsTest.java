package attune.control.taste;

import static attune.control.ServerFixture.detail;
import static attune.control.ServerFixture.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.AgentStatus;
import attune.api.ApiVersion;
import attune.api.Feedback;
import attune.api.Situation;
import attune.api.TasteAnswer;
import attune.api.TasteKnown;
import attune.api.TasteOffer;
import attune.api.TasteQuestion;
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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blind pairs on the server: asked for, handed over, heard, answered once, kept; and what is said where none can be had. */
class TastePairsTest {
    private static final String ASK = "/engines/77-1/taste/questions";
    private static final byte[] SOUND = "RIFF canary-of-a-voice WAVE".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private ServerFixture server;
    private FakeEngine engine;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture(folder);
        engine = server.playing(1);
        server.heard(engine, 1, info -> info.captureSeconds() > 0.5);
        agentIsHere();
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

    private HttpResponse<String> ask() throws Exception {
        return server.tell("POST", ASK, server.admin(), null);
    }

    private String asked() throws Exception {
        return read(ask(), 201, TasteQuestion.class).id();
    }

    private static String path(String id, String what) {
        return "/taste/questions/" + id + "/" + what;
    }

    private int handOver(String id, String side, byte[] wav) throws Exception {
        HttpRequest request = server.request("PUT", path(id, "sounds/" + side), server.agent(), null)
                .setHeader("Content-Type", "audio/wav")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(wav))
                .build();
        return server.client().send(request, BodyHandlers.ofString()).statusCode();
    }

    private static TasteOffer offer(String repeats) {
        return new TasteOffer(
                6,
                0.01,
                ServerFixture.set(GentlePreset.params()),
                ServerFixture.set(new ParamSnapshot()),
                new Situation("speech", 1, List.of(0.5)),
                repeats.isEmpty() ? null : repeats);
    }

    private String ready() throws Exception {
        String id = asked();
        assertThat(handOver(id, "a", SOUND)).isEqualTo(204);
        assertThat(handOver(id, "b", SOUND)).isEqualTo(204);
        read(server.tell("PUT", path(id, "offer"), server.agent(), offer("")), 200, TasteQuestion.class);
        return id;
    }

    private HttpResponse<String> answer(String id, String choice) throws Exception {
        return server.tell("POST", path(id, "answer"), server.admin(), Map.of("choice", choice));
    }

    @Test
    void pair_when_handed_over_expect_heard_blind_answered_once_and_kept_over_a_restart() throws Exception {
        String id = ready();

        JsonNode question = server.get("/taste/questions/" + id, JsonNode.class);
        assertThat(question.path("status").asText()).isEqualTo("ready");
        assertThat(question.toString()).doesNotContain("eq8_gain").doesNotContain("first");
        HttpResponse<byte[]> sound = server.client()
                .send(
                        server.request("GET", path(id, "sounds/b"), server.admin(), null)
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(sound.body()).isEqualTo(SOUND);
        assertThat(sound.headers().firstValue("Content-Type")).hasValue("audio/wav");
        assertThat(sound.headers().firstValue("Cache-Control")).hasValue("no-store");

        HttpResponse<String> stored =
                server.tell("POST", path(id, "answer"), server.admin(), Map.of("choice", "b", "degree", "much"));
        TasteAnswer kept = read(stored, 201, TasteAnswer.class);
        assertThat(kept.degree()).isEqualTo(TasteAnswer.Degree.much);
        HttpResponse<String> again = answer(id, "a");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("urn:attune:answered");
        assertThat(server.tell("GET", path(id, "sounds/a"), server.admin(), null)
                        .statusCode())
                .isEqualTo(409);

        server.restart();
        TasteAnswer[] all = server.get("/taste/answers", TasteAnswer[].class);
        assertThat(all).containsExactly(kept);
        assertThat(server.get("/taste/answers?after=" + kept.number(), TasteAnswer[].class))
                .isEmpty();
        assertThat(answer(id, "a").body()).contains("urn:attune:answered");
    }

    @Test
    void answer_when_measurements_may_not_be_kept_expect_it_kept_without_what_was_heard() throws Exception {
        server.put("/preferences", Map.of("features", false), JsonNode.class);

        TasteAnswer kept = read(answer(ready(), "a"), 201, TasteAnswer.class);

        assertThat(kept.situation()).isEqualTo(new Situation("speech", 1, List.of()));
        assertThat(server.get("/taste/answers", TasteAnswer[].class)).containsExactly(kept);
    }

    @Test
    void sounds_when_pairs_were_heard_and_answered_expect_nothing_of_them_on_the_disk() throws Exception {
        answer(ready(), "none");
        ready();

        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("canary-of-a-voice");
            }
        }
    }

    @Test
    void question_when_no_pair_can_be_had_expect_one_sentence_that_says_why() throws Exception {
        server.put("/engines/77-1/learning", Map.of("frozen", true), JsonNode.class);
        HttpResponse<String> frozen = ask();
        assertThat(frozen.statusCode()).isEqualTo(409);
        assertThat(detail(frozen)).isEqualTo("Learning is frozen, so no sounds are compared; resume it to go on.");
        server.put("/engines/77-1/learning", Map.of("frozen", false), JsonNode.class);

        server.put("/preferences", Map.of("capture", false), JsonNode.class);
        server.heard(engine, 1, info -> info.captureWhy() != null);
        assertThat(ask().body()).contains("urn:attune:no-capture").contains("capture is switched off");
        server.put("/preferences", Map.of("capture", true), JsonNode.class);

        server.engines().end(1);
        await().atMost(Duration.ofSeconds(90)).until(() -> !server.info(1).connected());
        assertThat(ask().body()).contains("urn:attune:gone");
        engine = server.playing(1);

        server.restart(); // and no agent has reported to this one
        server.heard(engine, 1, info -> info.captureSeconds() > 0);
        assertThat(ask().body()).contains("urn:attune:agent-away").contains("is not running");
        agentIsHere();
        assertThat(ask().statusCode()).isEqualTo(201);
    }

    @Test
    void question_when_the_agent_has_no_pair_expect_its_sentence_and_no_answer_taken() throws Exception {
        String id = asked();
        assertThat(answer(id, "a").body()).contains("urn:attune:status");
        assertThat(server.tell("PUT", path(id, "offer"), server.agent(), offer(""))
                        .statusCode())
                .isEqualTo(409);
        server.tell("PUT", path(id, "failure"), server.agent(), Map.of("sentence", "The last seconds are silence."));

        TasteQuestion failed = server.get("/taste/questions/" + id, TasteQuestion.class);
        assertThat(failed.status()).isEqualTo(TasteQuestion.Status.failed);
        assertThat(failed.problem()).isEqualTo("The last seconds are silence.");
        assertThat(answer(id, "a").statusCode()).isEqualTo(409);
        assertThat(handOver(id, "a", SOUND)).isEqualTo(409);
    }

    @Test
    void question_when_another_is_asked_for_expect_the_first_over_and_sounds_gone() throws Exception {
        String first = ready();
        String second = asked();

        assertThat(answer(first, "a").body()).contains("urn:attune:expired").contains("This pair is over");
        assertThat(server.tell("GET", path(first, "sounds/a"), server.admin(), null)
                        .statusCode())
                .isEqualTo(409);
        assertThat(server.get("/taste/questions", TasteQuestion[].class))
                .extracting(TasteQuestion::id)
                .containsExactly(second);
    }

    @Test
    void request_when_malformed_expect_refused_by_name() throws Exception {
        String id = ready();
        assertThat(answer(id, "c").statusCode()).isEqualTo(400);
        assertThat(server.tell("POST", path(id, "answer"), server.admin(), Map.of())
                        .statusCode())
                .isEqualTo(400);
        assertThat(answer("nothing", "a").statusCode()).isEqualTo(404);
        assertThat(server.tell("GET", path(id, "sounds/c"), server.admin(), null)
                        .statusCode())
                .isEqualTo(404);
        String other = asked();
        assertThat(handOver(other, "a", new byte[TasteService.LARGEST_SOUND + 1]))
                .isEqualTo(413);
        assertThat(server.tell("PUT", path(other, "sounds/a"), server.agent(), "{}")
                        .statusCode())
                .isEqualTo(415);
        Map<String, Object> offer = Map.of(
                "seconds",
                6,
                "levelDifferenceLu",
                0,
                "first",
                Map.of("nonsense", 1),
                "second",
                Map.of(),
                "situation",
                Map.of("contentClass", "speech", "version", 1, "observation", List.of()));
        assertThat(server.tell("PUT", path(other, "offer"), server.agent(), offer)
                        .statusCode())
                .isIn(400, 422);
    }

    @Test
    void scopes_when_too_small_expect_no_pair_no_sound_no_answer() throws Exception {
        String id = ready();
        String view = session("view");
        String vote = session("vote");

        assertThat(server.tell("POST", ASK, view, null).statusCode()).isEqualTo(403);
        assertThat(server.tell("GET", path(id, "sounds/a"), view, null).statusCode())
                .isEqualTo(403);
        assertThat(server.tell("POST", path(id, "answer"), view, Map.of("choice", "a"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.tell("POST", path(id, "answer"), server.agent(), Map.of("choice", "a"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.tell("PUT", path(id, "offer"), server.admin(), offer(""))
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.tell("GET", path(id, "sounds/a"), vote, null).statusCode())
                .isEqualTo(200);
        assertThat(server.tell("POST", path(id, "answer"), vote, Map.of("choice", "a"))
                        .statusCode())
                .isEqualTo(201);
    }

    private String session(String scope) throws Exception {
        String code = server.post("/codes", Map.of("scope", scope), JsonNode.class)
                .path("code")
                .asText();
        return server.post("/session", Map.of("code", code), JsonNode.class)
                .path("token")
                .asText();
    }

    @Test
    void known_when_told_by_the_agent_expect_shown_as_told() throws Exception {
        assertThat(server.get("/taste", TasteKnown[].class)).isEmpty();
        TasteKnown known = new TasteKnown("speech", 12, 10, 0.81, 0.7, 0.88, 1, 1.0, 1.0, Map.of("brightness", 0.4));

        assertThat(server.tell("PUT", "/taste", server.agent(), List.of(known)).statusCode())
                .isEqualTo(204);

        assertThat(server.get("/taste", TasteKnown[].class)).containsExactly(known);
    }

    @Test
    void stars_when_given_to_what_plays_expect_stored_once_and_nothing_taken_back() throws Exception {
        HttpResponse<String> first =
                server.tell("POST", "/engines/77-1/feedback", session("vote"), Map.of("id", "stars-1", "vote", "2"));
        Feedback stored = read(first, 201, Feedback.class);
        HttpResponse<String> again =
                server.tell("POST", "/engines/77-1/feedback", server.admin(), Map.of("id", "stars-1", "vote", "5"));

        assertThat(stored.vote()).isEqualTo("2");
        assertThat(read(again, 200, Feedback.class)).isEqualTo(stored);
        assertThat(detail(
                        server.tell("POST", "/engines/77-1/feedback", server.admin(), Map.of("id", "x", "vote", "6"))))
                .isEqualTo("A vote is up, down, less or stars from 1 to 5, not \"6\".");
        assertThat(engine.posts()).isEmpty();
    }
}
