package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.api.MeasurementRequest;
import attune.learn.audio.CapturedClip;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpServerLinkTest {
    @TempDir
    Path folder;

    private final AtomicReference<String> seen = new AtomicReference<>("");
    private HttpServer server;
    private HttpServerLink link;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        announce(1);
        link = new HttpServerLink(HttpClient.newHttpClient(), ServerPlace.in(folder));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void announce(int apiVersion) throws IOException {
        Files.writeString(
                folder.resolve("server.json"),
                "{\"apiVersion\":" + apiVersion + ",\"version\":\"9\",\"pid\":1,\"startTicks\":1,\"port\":"
                        + server.getAddress().getPort() + ",\"agent\":null,\"later\":1}");
        Files.writeString(folder.resolve("agent-token"), "secret\n");
    }

    private void answer(String path, int status, byte[] body, String... headers) {
        server.createContext("/api/v1" + path, exchange -> {
            seen.set(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            respond(exchange, status, body, headers);
        });
    }

    private static void respond(HttpExchange exchange, int status, byte[] body, String... headers) throws IOException {
        for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void capture_when_sound_is_there_expect_planar_samples_on_the_engines_clock() throws Exception {
        ByteBuffer samples = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        samples.putFloat(0.1f).putFloat(0.2f).putFloat(-0.1f).putFloat(-0.2f);
        answer(
                "/engines/1-0/capture",
                200,
                samples.array(),
                "X-Attune-Frames",
                "2",
                "X-Attune-Channels",
                "2",
                "X-Attune-First-Frame",
                "4711",
                "X-Attune-Rate",
                "48000.0");

        Optional<CapturedClip> clip = link.capture("1-0", 2);

        assertThat(clip).isPresent();
        assertThat(clip.get().firstFrame()).isEqualTo(4711);
        assertThat(clip.get().channels()[1]).containsExactly(-0.1f, -0.2f);
        assertThat(seen.get()).startsWith("GET /api/v1/engines/1-0/capture?seconds=2.0 Bearer secret");
    }

    @Test
    void capture_when_headers_do_not_fit_or_none_is_captured_expect_sentence_or_nothing() throws Exception {
        answer("/engines/2/capture", 404, bytes("{}"));
        assertThat(link.capture("2", 1)).isEmpty();
        answer("/engines/3/capture", 200, new byte[8]);
        assertThatThrownBy(() -> link.capture("3", 1)).hasMessageContaining("X-Attune-Frames");
    }

    @Test
    void measured_when_refused_expect_the_servers_own_sentence_and_status() {
        answer(
                "/changes/7/measurement",
                409,
                bytes("{\"type\":\"urn:attune:stale\",\"detail\":\"Change 7 plays no more.\"}"));

        assertThatThrownBy(() -> link.measured(7, new MeasurementRequest(0.1, "ok", "Fine.")))
                .isInstanceOfSatisfying(LinkException.class, e -> {
                    assertThat(e.status()).isEqualTo(409);
                    assertThat(e).hasMessage("Change 7 plays no more.");
                });
        assertThat(seen.get()).contains("\"verdict\":\"ok\"");
    }

    @Test
    void presets_when_server_tells_more_than_we_know_expect_read_and_nonsense_is_told() throws Exception {
        answer(
                "/presets",
                200,
                bytes(
                        "[{\"id\":\"a\",\"label\":\"A\",\"doc\":\"\",\"factory\":false,\"params\":{},\"savedAt\":1,\"new\":2}]"));
        assertThat(link.presets()).hasSize(1);
        answer("/engines", 200, bytes("what"));
        assertThatThrownBy(() -> link.engines()).hasMessageContaining("not understood");
        answer("/bounds", 500, bytes("oops"));
        assertThatThrownBy(() -> link.bounds()).hasMessage("The control server answered 500 to GET /api/v1/bounds.");
    }

    @Test
    void place_when_server_speaks_another_version_expect_refused_with_one_sentence_and_status_two() throws Exception {
        announce(2);

        assertThatThrownBy(() -> ServerPlace.in(folder))
                .isInstanceOf(ServerPlace.VersionMismatch.class)
                .hasMessageContaining("speaks interface version 2, this agent speaks 1");
        assertThat(AgentMain.run(new String[] {folder.toString()}, null)).isEqualTo(2);
    }

    @Test
    void place_when_no_server_expect_sentence_with_the_folder() {
        assertThatThrownBy(() -> ServerPlace.in(folder.resolve("nobody")))
                .hasMessageStartingWith("No control server has announced itself in ");
    }

    @Test
    void folder_when_runtime_folder_is_missing_or_not_absolute_expect_own_folder_under_tmp() throws Exception {
        assertThat(AgentMain.folder(folder.toString(), Path.of("/tmp"))).isEqualTo(folder.resolve("attune"));
        assertThat(AgentMain.folder("relative", Path.of("/tmp")).toString()).startsWith("/tmp/attune-");
        assertThat(AgentMain.folder(null, Path.of("/tmp")).toString()).startsWith("/tmp/attune-");
    }
}
