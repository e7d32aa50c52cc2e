package attune.control;

import static org.awaitility.Awaitility.await;

import attune.api.Change;
import attune.api.EngineInfo;
import attune.control.http.Json;
import attune.control.store.DiskSync;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A real server on a free port, in folders of its own, with engines of the test's. */
public final class ServerFixture implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final @Nullable DiskSync disk;
    private final ServerPlaces places;
    private final FakeEngines engines = new FakeEngines();
    private ControlServer server;

    public ServerFixture(Path folder) throws IOException {
        this(folder, Duration.ofMinutes(10));
    }

    public ServerFixture(Path folder, Duration idle) throws IOException {
        this(folder, idle, null);
    }

    /** With {@code disk} instead of a sync of the database's log. */
    ServerFixture(Path folder, @Nullable DiskSync disk) throws IOException {
        this(folder, Duration.ofMinutes(10), disk);
    }

    private ServerFixture(Path folder, Duration idle, @Nullable DiskSync disk) throws IOException {
        this.folder = folder;
        this.disk = disk;
        Path runtime = Files.createDirectories(
                folder.resolve("runtime"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path data = Files.createDirectories(folder.resolve("data"));
        this.places = new ServerPlaces(
                runtime,
                data,
                Files.createDirectories(folder.resolve("state")),
                Path.of("../presets").toAbsolutePath(),
                folder.resolve("none"));
        this.server = open(idle);
    }

    private ControlServer open(Duration idle) throws IOException {
        // Whoever runs the tests may have a browser: what is opened is the test's own xdg-open or nothing.
        Map<String, String> environment = Map.of(
                "DISPLAY",
                ":9",
                "PATH",
                folder.resolve("bin").toString(),
                "XDG_CONFIG_HOME",
                folder.resolve("config").toString());
        return new ControlServer(
                places, new ServerSettings(0, false, idle, false, 300), engines, "0.1.0", disk, environment);
    }

    /** Ends the server and starts another one on the same files. */
    public void restart() throws IOException {
        server.close();
        server = open(Duration.ofMinutes(10));
    }

    public ControlServer server() {
        return server;
    }

    /** Makes the database full soon, as a disk would be. */
    public void limitPages() {
        server.limitPages(32);
    }

    public FakeEngines engines() {
        return engines;
    }

    public ServerPlaces places() {
        return places;
    }

    public Path folder() {
        return folder;
    }

    public HttpClient client() {
        return client;
    }

    public String admin() throws IOException {
        return Files.readString(places.runtime().resolve("token"));
    }

    public String agent() throws IOException {
        return Files.readString(places.runtime().resolve("agent-token"));
    }

    /** An engine that the server knows and has heard; its id is {@code 77-INSTANCE}. */
    public FakeEngine playing(int instance) throws Exception {
        FakeEngine engine = engines.start(instance);
        engine.play();
        awaitKnown(instance);
        return engine;
    }

    public void awaitKnown(int instance) {
        await().atMost(Duration.ofSeconds(90))
                .until(() -> tell("GET", "/engines/77-" + instance + "/parameters", admin(), null)
                                .statusCode()
                        == 200);
    }

    /** Plays until the server has read it. */
    public EngineInfo heard(FakeEngine engine, int instance, java.util.function.Predicate<EngineInfo> until) {
        return await().atMost(Duration.ofSeconds(90))
                .until(
                        () -> {
                            engine.play();
                            return info(instance);
                        },
                        until);
    }

    public EngineInfo info(int instance) throws Exception {
        return get("/engines/77-" + instance, EngineInfo.class);
    }

    public <T> T get(String path, Class<T> type) throws Exception {
        return read(tell("GET", path, admin(), null), 200, type);
    }

    public <T> T post(String path, Object body, Class<T> type) throws Exception {
        return read(tell("POST", path, admin(), body), 200, type);
    }

    public <T> T put(String path, Object body, Class<T> type) throws Exception {
        return read(tell("PUT", path, admin(), body), 200, type);
    }

    public Change proposed(HttpResponse<String> response) throws IOException {
        return read(response, 201, Change.class);
    }

    public static <T> T read(HttpResponse<String> response, int status, Class<T> type) throws IOException {
        if (response.statusCode() != status) {
            throw new AssertionError(response.request().method() + " " + response.uri() + " answered "
                    + response.statusCode() + ": " + response.body());
        }
        return Json.MAPPER.readValue(response.body(), type);
    }

    public static String detail(HttpResponse<String> response) throws IOException {
        JsonNode problem = Json.MAPPER.readTree(response.body());
        return problem.path("detail").asText();
    }

    public HttpResponse<String> tell(String method, String path, String token, @Nullable Object body) throws Exception {
        return client.send(request(method, path, token, body).build(), BodyHandlers.ofString());
    }

    public HttpRequest.Builder request(String method, String path, String token, @Nullable Object body)
            throws IOException {
        String text = body == null ? "" : body instanceof String raw ? raw : Json.MAPPER.writeValueAsString(body);
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        text.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(text));
    }

    /** A whole set by id. */
    public static Map<String, Double> set(ParamSnapshot params) {
        Map<String, Double> map = new LinkedHashMap<>();
        ParamTable.all().forEach(param -> map.put(param.id(), params.get(param)));
        return map;
    }

    public static ParamSnapshot with(ParamSnapshot base, ParamTable param, double value) {
        ParamSnapshot params = new ParamSnapshot(base);
        params.set(param, value);
        return params;
    }

    @Override
    public void close() {
        server.close();
    }
}
