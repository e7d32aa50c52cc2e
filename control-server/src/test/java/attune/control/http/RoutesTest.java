package attune.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.Change;
import attune.api.PresetInfo;
import attune.control.ServerFixture;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route there is, asked in every wrong way; the server's own description says which there are. */
class RoutesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PLAIN = "an-id";
    private static final String EVIL =
            "'; DROP TABLE changes; --</script><img src=x onerror=alert(1)>\u0000\u202e%s{{7*7}}";

    private static final Map<String, String> SMALLER =
            Map.of("vote", "view", "operate", "vote", "admin", "operate", "agent", "admin");

    @TempDir
    static Path folder;

    private static ServerFixture server;
    private static JsonNode document;
    private static final List<Ask> ROUTES = new ArrayList<>();
    private static final Map<String, String> TOKENS = new HashMap<>();
    private static String change = "";
    private static String preset = "";

    /**
     * One route.
     *
     * @param body schema of what it takes; null where it takes nothing
     * @param sound whether it takes a sound
     */
    private record Ask(
            String method,
            String path,
            String scope,
            @Nullable JsonNode body,
            boolean sound) {
        @Override
        public String toString() {
            return method + " " + path;
        }

        boolean isWrite() {
            return !method.equals("GET");
        }

        /** With ids that nobody has. */
        String nowhere() {
            return path.replace("{side}", "a").replaceAll("\\{\\w+}", "987654321");
        }

        /** With ids of what there is, where there can be one. */
        String here() {
            return path.replace("/engines/{id}", "/engines/77-1")
                    .replace("/changes/{id}", "/changes/" + change)
                    .replace("/presets/{id}", "/presets/" + preset)
                    .replace("{side}", "a")
                    .replaceAll("\\{\\w+}", "987654321");
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = new ServerFixture(folder);
        document = server.get("/openapi.json", JsonNode.class);
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation ->
                                ROUTES.add(route(path.getKey(), operation.getKey(), operation.getValue()))));
        TOKENS.put("admin", server.admin());
        TOKENS.put("agent", server.agent());
        for (String scope : List.of("view", "vote", "operate")) {
            var code = server.post("/codes", Map.of("scope", scope), SystemHandlers.CodeAnswer.class);
            HttpResponse<String> session = server.tell("POST", "/session", "", Map.of("code", code.code()));
            TOKENS.put(
                    scope,
                    ServerFixture.read(session, 200, SystemHandlers.SessionAnswer.class)
                            .token());
        }
        server.playing(1);
        change = Long.toString(
                server.put("/engines/77-1/parameters", Map.of("values", Map.of("hpf_corner", 90)), Change.class)
                        .id());
        preset = ServerFixture.read(
                        server.tell("POST", "/presets", server.admin(), Map.of("label", "mine", "engineId", "77-1")),
                        201,
                        PresetInfo.class)
                .id();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static Ask route(String path, String method, JsonNode operation) {
        JsonNode content = operation.path("requestBody").path("content");
        JsonNode schema = content.path("application/json").path("schema");
        return new Ask(
                method.toUpperCase(Locale.ROOT),
                path,
                operation.path("x-scope").asText(),
                schema.isMissingNode() ? null : schema,
                content.has("audio/wav"));
    }

    private static Stream<Ask> routes() {
        return ROUTES.stream();
    }

    /** The answer's status; waits where there were too many writes. */
    private static HttpResponse<String> ask(Ask route, String path, String token, String type, byte[] body) {
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsInstanceOf(IOException.class) // refused before all of it was sent
                .until(() -> send(route, path, token, type, body), answer -> answer.statusCode() != 429);
    }

    private static HttpResponse<String> send(Ask route, String path, String token, String type, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.server().port() + "/api/v1" + path))
                .timeout(PATIENCE)
                .method(route.method(), HttpRequest.BodyPublishers.ofByteArray(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return server.client().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> ask(Ask route, String path, String body) {
        return ask(route, path, own(route), route.sound() ? "audio/wav" : "application/json", bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String own(Ask route) {
        return TOKENS.getOrDefault(route.scope(), "");
    }

    private static void assertRefused(HttpResponse<String> answer, Ask route, Integer... statuses) throws IOException {
        assertThat(answer.statusCode()).as("%s: %s", route, answer.body()).isIn((Object[]) statuses);
        assertThat(answer.headers().firstValue("Content-Type")).as("%s", route).hasValue("application/problem+json");
        assertThat(ServerFixture.detail(answer)).as("%s", route).endsWith(".").doesNotContain("Exception", "\n");
    }

    @Test
    void description_expect_all_of_them() {
        assertThat(ROUTES).hasSizeGreaterThan(70);
        assertThat(ROUTES).filteredOn(Ask::isWrite).hasSizeGreaterThan(35);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void route_when_asked_without_a_token_or_with_a_wrong_one_expect_unauthorized(Ask route) throws Exception {
        if (route.scope().equals("none")) {
            return;
        }
        for (String token : List.of("", "operate.x.y")) {
            assertRefused(ask(route, route.here(), token, "application/json", bytes("{}")), route, 401);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void route_when_the_token_may_less_expect_forbidden_whatever_the_body_is(Ask route) throws Exception {
        String smaller = SMALLER.get(route.scope());
        if (smaller == null) {
            return;
        }
        String token = TOKENS.getOrDefault(smaller, "");
        for (String type : List.of("application/json", "text/plain")) {
            assertRefused(ask(route, route.here(), token, type, bytes("{")), route, 403);
        }
        if (route.scope().matches("vote|operate|admin")) {
            assertRefused(ask(route, route.here(), server.agent(), "application/json", bytes("{")), route, 403);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void route_when_nobody_has_the_id_expect_not_found(Ask route) throws Exception {
        if (!route.path().contains("{")) {
            return;
        }
        String body = route.body() == null ? "{}" : sample(route.body(), PLAIN).toString();
        assertRefused(ask(route, route.nowhere(), route.isWrite() ? body : ""), route, 404);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void write_when_its_body_is_of_another_type_expect_unsupported(Ask route) throws Exception {
        if (!route.isWrite() || route.method().equals("DELETE")) {
            return;
        }
        for (String type : List.of("", "text/plain", "application/x-www-form-urlencoded")) {
            assertRefused(ask(route, route.here(), own(route), type, bytes("{}")), route, 415);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void write_when_its_body_is_nonsense_or_a_bomb_expect_one_sentence(Ask route) throws Exception {
        if (!route.isWrite() || route.sound()) {
            return;
        }
        for (String body : List.of(
                "{",
                "{\"no_such_field\": \"" + EVIL.replace("\u0000", "") + "\"}",
                "{\"values\": {\"a\": 1}, \"values\": {\"a\": 2}}",
                "[".repeat(100_000),
                "{\"values\": " + "[".repeat(900) + "]".repeat(900) + "}",
                "{\"values\": {\"hpf_corner\": 1e999999999}}",
                "{\"values\": {\"hpf_corner\": " + "9".repeat(100_000) + "}}",
                "\"" + "x".repeat(200_000) + "\"")) {
            assertRefused(ask(route, route.here(), body), route, 400, 404, 422);
        }
        assertRefused(ask(route, route.here(), " ".repeat(300_000)), route, 413);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void write_when_its_texts_are_sql_and_html_expect_taken_as_text_or_refused(Ask route) throws Exception {
        if (!route.isWrite() || route.path().equals("/shutdown")) {
            return;
        }
        String body = route.body() == null ? "{}" : sample(route.body(), EVIL).toString();
        HttpResponse<String> answer = ask(route, route.here(), body);
        assertThat(answer.statusCode()).as("%s: %s", route, answer.body()).isLessThan(500);
        String type = answer.headers().firstValue("Content-Type").orElse("application/json");
        assertThat(answer.body().isEmpty() ? "application/json" : type)
                .as("%s", route)
                .isIn("application/json", "application/problem+json", "application/zip");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(server.tell("GET", "/changes", server.admin(), null).statusCode())
                .as("the table is there")
                .isEqualTo(200);
    }

    /** A body that fits a schema, with {@code text} in every place for text, names of a map's entries too. */
    private static JsonNode sample(JsonNode schema, String text) {
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asText().replaceFirst(".*/", "");
            return sample(document.path("components").path("schemas").path(name), text);
        }
        return switch (schema.path("type").asText()) {
            case "string" ->
                schema.has("enum")
                        ? schema.path("enum").get(0)
                        : Json.MAPPER.getNodeFactory().textNode(text);
            case "boolean" -> Json.MAPPER.getNodeFactory().booleanNode(true);
            case "integer" -> Json.MAPPER.getNodeFactory().numberNode(1);
            case "number" -> Json.MAPPER.getNodeFactory().numberNode(0.5);
            case "array" -> Json.MAPPER.createArrayNode().add(sample(schema.path("items"), text));
            default -> {
                var object = Json.MAPPER.createObjectNode();
                schema.path("properties")
                        .properties()
                        .forEach(field -> object.set(field.getKey(), sample(field.getValue(), text)));
                if (schema.path("additionalProperties").isObject()) {
                    object.set(text, sample(schema.path("additionalProperties"), text));
                }
                yield object;
            }
        };
    }

    @Test
    void preset_when_its_texts_are_sql_and_html_expect_them_back_letter_by_letter() throws Exception {
        String label = "'); DROP TABLE changes;--<b>x</b>";
        PresetInfo saved = ServerFixture.read(
                server.tell(
                        "POST",
                        "/presets",
                        server.admin(),
                        Map.of("label", label, "doc", "<script>alert(1)</script>", "engineId", "77-1")),
                201,
                PresetInfo.class);
        PresetInfo read = server.get("/presets/" + saved.id(), PresetInfo.class);
        assertThat(read.label()).isEqualTo(label);
        assertThat(read.doc()).isEqualTo("<script>alert(1)</script>");
        assertThat(saved.id()).matches("[a-z0-9-]+");
    }

    @ParameterizedTest
    @CsvSource({
        "/changes, limit, 1000",
        "/versions, limit, 1000",
        "/feedback, limit, 1000",
        "/experiences, limit, 1000",
        "/taste/answers, limit, 1000",
        "/audit, limit, 1000",
        "/telemetry, seconds, 63072000"
    })
    void page_when_larger_than_allowed_or_no_number_expect_refused_with_what_is_allowed(
            String path, String name, long most) throws Exception {
        SoftAssertions softly = new SoftAssertions();
        for (String wrong : List.of("0", "-1", Long.toString(most + 1), "1e2", "x", "9".repeat(40), "1%27--", "")) {
            HttpResponse<String> answer = server.tell("GET", path + "?" + name + "=" + wrong, server.admin(), null);
            softly.assertThat(answer.statusCode()).as(wrong).isEqualTo(422);
            softly.assertThat(ServerFixture.detail(answer)).as(wrong).contains(name, "1 to " + most);
        }
        softly.assertThat(server.tell("GET", path + "?" + name + "=" + most, server.admin(), null)
                        .statusCode())
                .isEqualTo(200);
        softly.assertAll();
    }

    @ParameterizedTest
    @CsvSource({
        "/changes?before=-1, before",
        "/changes?before=x, before",
        "/versions?before=x, before",
        "/changes?kind=gossip, kind",
        "/feedback?after=x, after",
        "/experiences?after=-1, after",
        "/taste/answers?after=1.5, after",
        "/audit?before=now, before",
        "/telemetry?before=x, before",
        "/telemetry?resolution=7, resolution"
    })
    void query_when_wrong_expect_its_name_said(String path, String name) throws Exception {
        HttpResponse<String> answer = server.tell("GET", path, server.admin(), null);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(Json.MAPPER.readTree(answer.body()).path("field").asText()).isEqualTo(name);
    }
}
