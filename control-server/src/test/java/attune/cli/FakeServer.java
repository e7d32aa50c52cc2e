package attune.cli;

import attune.api.ApiVersion;
import attune.api.ServerInfo;
import attune.bridge.telemetry.Announcement;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something that announces itself as a control server and answers as told: what the commands send and say is tested. */
final class FakeServer implements AutoCloseable {
    static final String TOKEN = "0123456789abcdef";

    private record Answer(int status, String json) {}

    /** "METHOD /path?query BODY", in order. */
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    final Path folder;
    private final Map<String, Answer> answers = new HashMap<>();
    private final HttpServer http;

    /** Announces itself in the user's runtime folder. */
    FakeServer(CliFixture cli) throws IOException {
        folder = cli.places().runtimeFolder().orElseThrow();
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
        announce(ApiVersion.NUMBER, Announcement.startTicks(pid()).orElseThrow());
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
    }

    static int pid() {
        return (int) ProcessHandle.current().pid();
    }

    int port() {
        return http.getAddress().getPort();
    }

    void announce(int apiVersion, long startTicks) throws IOException {
        ServerInfo info = new ServerInfo(apiVersion, "9.9", pid(), startTicks, port(), null);
        Files.writeString(folder.resolve("server.json"), ServerClient.JSON.writeValueAsString(info));
    }

    /** @param request "METHOD /path" below the prefix, with its query */
    FakeServer answers(String request, int status, String json) {
        answers.put(request, new Answer(status, json));
        return this;
    }

    FakeServer answers(String request, Object body) throws IOException {
        return answers(request, 200, ServerClient.JSON.writeValueAsString(body));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString().substring(ApiVersion.REST_PREFIX.length());
        String request = exchange.getRequestMethod() + " " + path;
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add((request + " " + body).strip());
        boolean known = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        Answer answer = known
                ? Optional.ofNullable(answers.get(request))
                        .orElse(new Answer(404, problem(404, "There is no " + path + ".")))
                : new Answer(401, problem(401, "The token is wrong."));
        byte[] bytes = answer.json().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    static String problem(int status, String detail) {
        return "{\"type\": \"about:blank\", \"title\": \"x\", \"status\": " + status + ", \"detail\": \"" + detail
                + "\"}";
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
