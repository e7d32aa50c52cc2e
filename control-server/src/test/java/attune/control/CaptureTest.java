package attune.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.EngineInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captured input: who keeps it, who gets it, how to turn it off. */
class CaptureTest {
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

    private HttpResponse<byte[]> capture(int instance, String seconds) throws Exception {
        return server.client()
                .send(
                        server.request(
                                        "GET",
                                        "/engines/77-" + instance + "/capture?seconds=" + seconds,
                                        server.agent(),
                                        null)
                                .build(),
                        BodyHandlers.ofByteArray());
    }

    @Test
    void capture_when_learning_expect_planar_audio_with_its_position() throws Exception {
        FakeEngine engine = server.playing(1);
        server.heard(engine, 1, info -> info.captureSeconds() > 0.5);
        HttpResponse<byte[]> response = capture(1, "0.25");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-Attune-Channels")).hasValue("2");
        assertThat(response.headers().firstValue("X-Attune-Rate")).hasValue("48000.0");
        int frames = Integer.parseInt(
                response.headers().firstValue("X-Attune-Frames").orElseThrow());
        assertThat(frames).isEqualTo(12_000);
        FloatBuffer samples =
                ByteBuffer.wrap(response.body()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        assertThat(samples.remaining()).isEqualTo(2 * frames);
        assertThat(samples.get(frames - 1)).isEqualTo((frames - 1) / 1e6f);
        assertThat(samples.get(frames)).isEqualTo(1f);
        assertThat(capture(1, "31").statusCode()).isEqualTo(422);
        assertThat(capture(1, "zero").statusCode()).isEqualTo(422);
    }

    @Test
    void capture_when_switched_off_or_learning_is_off_expect_none_and_why() throws Exception {
        FakeEngine engine = server.playing(1);
        server.heard(engine, 1, info -> info.captureSeconds() > 0);
        server.put("/preferences", Map.of("capture", false), JsonNode.class);
        EngineInfo off = server.heard(
                engine,
                1,
                info -> info.captureWhy() != null && info.captureWhy().startsWith("capture is switched off"));
        assertThat(off.captureSeconds()).isZero();
        assertThat(engine.captures()).isFalse();
        HttpResponse<byte[]> refused = capture(1, "8");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(new String(refused.body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("switched off", "'attune learn capture on' turns it on");

        server.put("/preferences", Map.of("capture", true), JsonNode.class);
        server.put("/engines/77-1/learning", Map.of("mode", "off"), EngineInfo.class);
        server.heard(engine, 1, info -> "learning is off".equals(info.captureWhy()));
    }

    @Test
    void capture_when_more_want_it_than_fit_expect_the_others_wait_for_their_turn() throws Exception {
        for (int instance = 1; instance <= 3; instance++) {
            server.engines().start(instance, 192_000, 2).play();
            server.awaitKnown(instance);
        }
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            int holds = 0;
            int waits = 0;
            for (int instance = 1; instance <= 3; instance++) {
                String why = server.info(instance).captureWhy();
                holds += why == null ? 1 : 0;
                waits += why != null && why.contains("turns") ? 1 : 0;
            }
            return holds == 1 && waits == 2;
        });
    }
}
