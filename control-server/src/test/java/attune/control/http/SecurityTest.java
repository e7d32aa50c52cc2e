package attune.control.http;

import static attune.control.ServerFixture.detail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.AgentStatus;
import attune.control.ServerFixture;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, with what, and what they are told otherwise. */
class SecurityTest {
    @TempDir
    static Path folder;

    private static ServerFixture server;

    @BeforeAll
    static void start() throws IOException {
        server = new ServerFixture(folder);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    /** One request as bytes, so that every header can be wrong. */
    private static String raw(String method, String path, String... headers) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.server().port())) {
            String request = method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers)
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.setSoTimeout(90_000);
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }

    private static String bearer() throws IOException {
        return "Authorization: Bearer " + server.admin();
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, 421",
        "127.0.0.1.evil.example, 421",
        "localhost.evil.example:80, 421",
        "0.0.0.0, 421",
        "192.168.1.7:47800, 421",
        "127.0.0.1, 200",
        "localhost:1, 200",
        "[::1]:47800, 200",
        "127.0.0.1:9999, 200"
    })
    void host_when_not_the_loopback_expect_misdirected_even_with_the_token(String host, int expected) throws Exception {
        for (String path : List.of("/api/v1/health", "/")) {
            assertThat(status(raw("GET", path, "Host: " + host, bearer()))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "http://evil.example", "https://127.0.0.1:1", "http://127.0.0.1:2", "file://"})
    void origin_when_not_ours_expect_forbidden_for_pages_rest_and_socket(String origin) throws Exception {
        for (String path : List.of("/api/v1/health", "/", "/ws")) {
            assertThat(status(raw("GET", path, "Host: 127.0.0.1:1", "Origin: " + origin, bearer())))
                    .isEqualTo(403);
        }
    }

    @Test
    void origin_when_equal_to_the_host_expect_served() throws Exception {
        assertThat(status(raw("GET", "/api/v1/health", "Host: localhost:1", "Origin: http://localhost:1", bearer())))
                .isEqualTo(200);
    }

    @Test
    void strangers_when_their_bodies_never_end_expect_everybody_else_served() throws Exception {
        List<Socket> halves = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket half = new Socket(
                        InetAddress.getLoopbackAddress(), server.server().port());
                halves.add(half);
                String request = "POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json"
                        + "\r\nContent-Length: 100\r\n\r\n{";
                half.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            }
            await().atMost(Duration.ofSeconds(90)).until(() -> sessionStatus() == 429);
            assertThat(status(raw("GET", "/api/v1/health", "Host: 127.0.0.1", bearer())))
                    .isEqualTo(200);
        } finally {
            for (Socket half : halves) {
                half.close();
            }
        }
        await().atMost(Duration.ofSeconds(90)).until(() -> sessionStatus() == 400);
    }

    /** Of a session asked for without a body. */
    private static int sessionStatus() throws IOException {
        return status(raw(
                "POST", "/api/v1/session", "Host: 127.0.0.1", "Content-Type: application/json", "Content-Length: 0"));
    }

    @ParameterizedTest
    @CsvSource({"cross-site, 403", "same-site, 403", "same-origin, 200", "none, 200"})
    void site_when_another_expect_forbidden(String site, int expected) throws Exception {
        assertThat(status(raw("GET", "/api/v1/health", "Host: 127.0.0.1", "Sec-Fetch-Site: " + site, bearer())))
                .isEqualTo(expected);
    }

    @Test
    void page_when_a_link_elsewhere_leads_to_it_expect_opened_but_nothing_else() throws Exception {
        String[] navigation = {
            "Host: 127.0.0.1", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"
        };
        assertThat(status(raw("GET", "/", navigation))).isEqualTo(200);
        assertThat(status(raw("GET", "/js/main.js", navigation))).isEqualTo(403);
        assertThat(status(raw("POST", "/", navigation))).isEqualTo(403);
        assertThat(status(raw("GET", "/api/v1/health", navigation))).isEqualTo(403);
        String framed = raw(
                "GET",
                "/",
                "Host: 127.0.0.1",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Mode: navigate",
                "Sec-Fetch-Dest: iframe");
        assertThat(status(framed)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer wrong", "Basic YTpi", "Bearer operate.x.y", "Bearer admin.AAAA.AAAA"})
    void token_when_missing_or_wrong_expect_unauthorized_as_a_problem(String header) throws Exception {
        String answer = header.isEmpty()
                ? raw("GET", "/api/v1/engines", "Host: 127.0.0.1")
                : raw("GET", "/api/v1/engines", "Host: 127.0.0.1", "Authorization: " + header);
        assertThat(status(answer)).isEqualTo(401);
        assertThat(answer).contains("application/problem+json").contains("token is needed");
    }

    @Test
    void address_when_unknown_and_no_token_expect_unauthorized_first() throws Exception {
        assertThat(status(raw("GET", "/api/v1/secret", "Host: 127.0.0.1"))).isEqualTo(401);
        assertThat(status(raw("GET", "/api/v1/secret", "Host: 127.0.0.1", bearer())))
                .isEqualTo(404);
    }

    private static String session(String scope) throws Exception {
        var code = server.post("/codes", Map.of("scope", scope), SystemHandlers.CodeAnswer.class);
        return ServerFixture.read(
                        server.tell("POST", "/session", "", Map.of("code", code.code())),
                        200,
                        SystemHandlers.SessionAnswer.class)
                .token();
    }

    @Test
    void scopes_when_too_small_expect_forbidden_with_what_is_needed() throws Exception {
        String view = session("view");
        String vote = session("vote");
        String operate = session("operate");
        assertThat(server.tell("GET", "/engines", view, null).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = server.tell("POST", "/engines/1-1/feedback", view, Map.of());
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(detail(refused)).contains("may view").contains("needs vote");
        assertThat(server.tell("POST", "/engines/1-1/feedback", vote, Map.of("id", "a", "vote", "up"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.tell("PUT", "/preferences", vote, Map.of()).statusCode())
                .isEqualTo(403);
        assertThat(server.tell("PUT", "/preferences", operate, Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(server.tell("POST", "/codes", operate, Map.of()).statusCode())
                .isEqualTo(403);
        assertThat(server.tell("POST", "/shutdown", operate, Map.of()).statusCode())
                .isEqualTo(403);
        assertThat(server.tell("POST", "/privacy/erase", operate, Map.of()).statusCode())
                .isEqualTo(403);
        assertThat(server.tell("POST", "/privacy/erase", session("admin"), Map.of())
                        .statusCode())
                .as("allowed, but not meant")
                .isEqualTo(422);
    }

    @Test
    void agent_when_it_wants_to_decide_expect_forbidden_and_people_cannot_propose() throws Exception {
        for (String path : List.of("/changes/1/accept", "/engines/1-1/undo", "/codes", "/shutdown", "/presets")) {
            assertThat(server.tell("POST", path, server.agent(), Map.of()).statusCode())
                    .isEqualTo(403);
        }
        assertThat(server.tell("POST", "/engines/1-1/proposals", server.admin(), Map.of())
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.tell("GET", "/engines/1-1/capture", server.admin(), null)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void code_when_used_twice_expect_refused_the_second_time() throws Exception {
        var code = server.post("/codes", Map.of(), SystemHandlers.CodeAnswer.class);
        assertThat(code.expiresInSeconds()).isEqualTo(30);
        Map<String, String> body = Map.of("code", code.code());
        assertThat(server.tell("POST", "/session", "", body).statusCode()).isEqualTo(200);
        HttpResponse<String> again = server.tell("POST", "/session", "", body);
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(detail(again)).contains("used already");
    }

    @Test
    void session_when_the_server_is_started_anew_expect_still_good() throws Exception {
        try (ServerFixture other = new ServerFixture(folder.resolve("other"))) {
            var code = other.post("/codes", Map.of(), SystemHandlers.CodeAnswer.class);
            String token = ServerFixture.read(
                            other.tell("POST", "/session", "", Map.of("code", code.code())),
                            200,
                            SystemHandlers.SessionAnswer.class)
                    .token();
            String admin = other.admin();
            other.restart();
            assertThat(other.admin()).isEqualTo(admin);
            assertThat(other.tell("GET", "/health", token, null).statusCode()).isEqualTo(200);
            assertThat(server.tell("GET", "/health", token, null).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void body_when_not_json_too_large_malformed_or_with_unknown_fields_expect_said_what_is_wrong() throws Exception {
        String form = raw(
                "POST",
                "/api/v1/presets",
                "Host: 127.0.0.1",
                bearer(),
                "Content-Type: text/plain",
                "Content-Length: 2");
        assertThat(status(form)).isEqualTo(415);
        String large = raw(
                "POST",
                "/api/v1/presets",
                "Host: 127.0.0.1",
                bearer(),
                "Content-Type: application/json",
                "Content-Length: 300000");
        assertThat(status(large)).isEqualTo(413);
        HttpResponse<String> chunked = server.client()
                .send(
                        server.request("POST", "/presets", server.admin(), "{}")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new java.io.ByteArrayInputStream(new byte[300_000])))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(chunked.statusCode()).isEqualTo(413);

        HttpResponse<String> malformed = server.tell("POST", "/presets", server.admin(), "{\n  \"label\": }");
        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(detail(malformed)).contains("line 2, column");
        HttpResponse<String> unknown = server.tell("POST", "/presets", server.admin(), "{\"name\": \"x\"}");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(detail(unknown)).contains("\"name\" is unknown").contains("label");
        HttpResponse<String> doubled =
                server.tell("POST", "/presets", server.admin(), "{\"label\": \"a\", \"label\": \"b\"}");
        assertThat(detail(doubled)).contains("Duplicate field 'label'");
        HttpResponse<String> missing = server.tell("POST", "/session", "", "{}");
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(detail(missing)).contains("\"code\" is missing");
        HttpResponse<String> text = server.tell("PUT", "/preferences", server.admin(), "{\"capture\": \"yes\"}");
        assertThat(text.statusCode()).isEqualTo(400);
    }

    @Test
    void writes_when_too_many_expect_refused_until_later() throws Exception {
        try (ServerFixture busy = new ServerFixture(folder.resolve("busy"))) {
            List<Integer> statuses = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < 2000 && !statuses.contains(429); i++) {
                statuses.add(
                        busy.tell("POST", "/nothing", busy.admin(), Map.of()).statusCode());
                statuses.add(busy.tell("POST", "/engines/1-1/undo", busy.admin(), Map.of())
                        .statusCode());
                if (System.nanoTime() - start > 30e9) {
                    break; // too busy a machine to be too fast
                }
            }
            double perSecond = statuses.size() / 2.0 / ((System.nanoTime() - start) * 1e-9);
            assertThat(statuses.contains(429) || perSecond < 80).isTrue();
            assertThat(busy.tell("GET", "/health", busy.admin(), null).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void agent_when_of_another_version_expect_refused_with_both_versions() throws Exception {
        HttpResponse<String> refused = server.tell(
                "PUT", "/agent", server.agent(), new AgentStatus(2, "9.9", 1, "listening", "", 0, 0, 0, List.of()));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(detail(refused)).contains("version 2").contains("this server 1");
        assertThat(server.get("/health", attune.api.ServerInfo.class).agent()).isNull();
    }

    @Test
    void ids_when_unknown_expect_not_found_naming_them() throws Exception {
        for (String path : List.of("/engines/12-3", "/changes/9999", "/presets/nonsense")) {
            HttpResponse<String> missing = server.tell("GET", path, server.admin(), null);
            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(detail(missing)).contains(path.substring(path.lastIndexOf('/') + 1));
        }
        assertThat(server.tell("DELETE", "/engines", server.admin(), null).statusCode())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/js/..%2f..%2fattune/params.json",
                "/attune/params.json", "/logback.xml", "/webjars/lit/3.3.2/package.json",
                "/webjars/lit/3.3.2/development/index.js", "/META-INF/MANIFEST.MF", "/js/main.js%00.html"
            })
    void file_when_outside_the_panel_expect_never_served(String path) throws Exception {
        assertThat(status(raw("GET", path, "Host: 127.0.0.1"))).isIn(400, 404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/%zz|400",
                "GET|/api/v1/presets/%00|400",
                "GET|/a b|400",
                "G(T|/|400",
                "GET|/api/v1/engines;x/..;/y|400"
            })
    void request_when_it_cannot_be_read_expect_a_problem_of_one_sentence_and_no_page(
            String method, String path, int status) throws Exception {
        String answer = raw(method, path, "Host: 127.0.0.1", bearer());
        assertThat(status(answer)).isEqualTo(status);
        assertProblem(answer, status);
    }

    @Test
    void request_when_version_headers_or_address_are_impossible_expect_a_problem() throws Exception {
        assertProblem(raw("GET", "/", "Host: 127.0.0.1", "X-Large: " + "x".repeat(9000)), 431);
        assertProblem(raw("GET", "/" + "x".repeat(9000), "Host: 127.0.0.1"), 414);
        assertProblem(raw("GET", "/", "no colon here"), 400);
        assertProblem(raw("POST", "/api/v1/presets", "Host: 127.0.0.1", "Content-Length: many"), 400);
    }

    private static void assertProblem(String answer, int status) throws IOException {
        String[] parts = answer.split("\r\n\r\n", 2);
        assertThat(parts[0])
                .contains(" " + status + " ")
                .containsIgnoringCase("content-type: application/problem+json");
        JsonNode problem =
                Json.MAPPER.readTree(parts[1].substring(parts[1].indexOf('{'), parts[1].lastIndexOf('}') + 1));
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText())
                .endsWith(".")
                .doesNotContain("<", "jetty", "Exception", ": Bad Request");
    }

    @Test
    void panel_when_opened_expect_strict_policy_that_lets_its_import_map_and_modules_in() throws Exception {
        String page = raw("GET", "/", "Host: 127.0.0.1");
        Matcher map = Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertThat(map.find()).isTrue();
        String hash = java.util.Base64.getEncoder()
                .encodeToString(java.security.MessageDigest.getInstance("SHA-256")
                        .digest(map.group(1).getBytes(StandardCharsets.UTF_8)));
        assertThat(page)
                .contains("default-src 'none'")
                .contains("script-src 'self' 'sha256-" + hash + "'")
                .contains("frame-ancestors 'none'")
                .contains("X-Content-Type-Options: nosniff")
                .doesNotContain("unsafe-inline");
        Matcher modules = Pattern.compile("\"(/webjars/[^\"]+\\.js)\"").matcher(map.group(1));
        int count = 0;
        while (modules.find()) {
            assertThat(status(raw("GET", modules.group(1), "Host: 127.0.0.1"))).isEqualTo(200);
            count++;
        }
        assertThat(count).isGreaterThan(3);
        Matcher tag = Pattern.compile("ETag: (\\S+)").matcher(page);
        assertThat(tag.find()).isTrue();
        assertThat(status(raw("GET", "/", "Host: 127.0.0.1", "If-None-Match: " + tag.group(1))))
                .isEqualTo(304);
    }

    @Test
    void files_when_made_expect_readable_by_their_user_alone() throws Exception {
        for (Path file : List.of(
                server.places().runtime().resolve("token"),
                server.places().runtime().resolve("agent-token"),
                server.places().data().resolve("attune.db"),
                server.places().data().resolve("telemetry.db"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }
}
