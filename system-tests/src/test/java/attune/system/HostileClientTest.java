package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.EngineInfo;
import attune.api.ParameterState;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real server that a plugin has started, asked by programs that have no business with it, or ask nonsense. */
class HostileClientTest {
    private static final int SECONDS = 15;

    @TempDir
    Path folder;

    /**
     * A request that is refused.
     *
     * @param headers lines without Host and Content-Length
     */
    private record Ask(String line, String host, List<String> headers, String body, int status) {}

    @Test
    void server_when_asked_wrongly_expect_one_sentence_each_and_settings_and_sound_unmoved() throws Exception {
        try (UserSession session = UserSession.open(TestBed.installed(), folder.resolve("session"))) {
            Process host = session.start(
                    "host",
                    session.host()
                            .command("--in", TestSounds.sine(folder, SECONDS), "--realtime", "--wait-ready", "30"));
            ApiClient api = session.api();
            EngineInfo engine = api.engine();
            ParameterState before = parameters(api, engine);
            for (Ask ask : asks(api, engine)) {
                expectRefused(api.info().port(), ask);
            }
            assertThat(parameters(api, engine)).as("nothing has moved").isEqualTo(before);
            assertThat(host.waitFor(SECONDS + 60, TimeUnit.SECONDS)).isTrue();
            assertThat(host.exitValue()).as(session.errorsOf("host")).isZero();
        }
    }

    private static List<Ask> asks(ApiClient api, EngineInfo engine) {
        String us = "127.0.0.1:" + api.info().port();
        List<String> token = List.of("Authorization: Bearer " + api.token(), "Content-Type: application/json");
        List<String> stranger = List.of("Authorization: Bearer " + "x".repeat(43));
        List<String> site = List.of(token.get(0), "Origin: http://evil.example");
        String parameters = "PUT /api/v1/engines/" + engine.id() + "/parameters";
        return List.of(
                new Ask("GET /api/v1/engines", us, List.of(), "", 401),
                new Ask("GET /api/v1/engines", us, stranger, "", 401),
                new Ask("GET /api/v1/engines", "evil.example", token, "", 421),
                new Ask("GET /api/v1/engines", us, site, "", 403),
                new Ask("GET /api/v1/engines/no-such", us, token, "", 404),
                new Ask(parameters, us, token, "{\"values\": {\"nr_attenuation\": ", 400),
                new Ask(parameters, us, token, "{\"values\": {\"no_such\": 1}}", 422),
                new Ask(parameters, us, token, "{\"values\": {\"nr_attenuation\": 500}}", 422));
    }

    private static void expectRefused(int port, Ask ask) throws IOException {
        String answer = exchange(port, ask);
        assertThat(answer).as("%s", ask).startsWith("HTTP/1.1 " + ask.status() + " ");
        JsonNode problem = ApiClient.JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        String sentence = problem.path("detail").asText();
        assertThat(sentence).as("%s", ask).hasSizeGreaterThan(15).doesNotContain("\n", "Exception");
    }

    /** By hand: an HTTP library would put its own Host. */
    private static String exchange(int port, Ask ask) throws IOException {
        byte[] body = ask.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder request =
                new StringBuilder(ask.line()).append(" HTTP/1.1\r\nHost: ").append(ask.host());
        ask.headers().forEach(header -> request.append("\r\n").append(header));
        request.append("\r\nAccept-Encoding: identity\r\nConnection: close");
        if (body.length > 0) {
            request.append("\r\nContent-Length: ").append(body.length);
        }
        request.append("\r\n\r\n").append(ask.body());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(90_000);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ParameterState parameters(ApiClient api, EngineInfo engine) {
        return api.get("/engines/" + engine.id() + "/parameters", ParameterState.class);
    }
}
