package attune.panel;

import static org.awaitility.Awaitility.await;

import attune.api.ApiVersion;
import attune.cli.demo.DemoScene;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The real thing in a home of its own: the plugin installed as a user would, the bundled host playing the demo scene
 * through it, the control server that its plugin starts, and the learning agent where it is wanted.
 */
final class Stack implements AutoCloseable {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();

    private final Path home;
    private final Map<String, String> environment;
    private int instances = 1;
    private @Nullable Process host;

    private Stack(Path home) {
        this.home = home;
        this.environment = Map.of(
                "JAVA_HOME", System.getProperty("java.home"),
                "HOME", home.toString(),
                "XDG_DATA_HOME", home.resolve("data").toString(),
                "XDG_CONFIG_HOME", home.resolve("config").toString(),
                "XDG_STATE_HOME", home.resolve("state").toString(),
                "XDG_CACHE_HOME", home.resolve("cache").toString(),
                "XDG_RUNTIME_DIR", home.resolve("runtime").toString());
    }

    /**
     * Installs into a fresh home and plays.
     *
     * @param name of the home
     * @param mode of learning, as the plugin's control counts: 0 off, 1 observe, 2 suggest, 3 auto
     * @param withAgent whether the learning agent may run
     */
    static Stack playing(String name, int mode, boolean withAgent) throws IOException {
        return playing(name, mode, withAgent, 1);
    }

    /** The same with several instances in one host. */
    static Stack playing(String name, int mode, boolean withAgent, int instances) throws IOException {
        Path home = Path.of("target", "home-" + name).toAbsolutePath();
        deleteAll(home);
        for (String folder : List.of("data", "config", "state", "cache", "runtime")) {
            Files.createDirectories(home.resolve(folder));
        }
        Files.setPosixFilePermissions(home.resolve("runtime"), PosixFilePermissions.fromString("rwx------"));
        Stack stack = new Stack(home);
        stack.instances = instances;
        stack.run(REPOSITORY.resolve("attune").toString(), "install");
        if (!withAgent) {
            stack.removeAgent();
        }
        stack.startHost(mode);
        return stack;
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var paths = Files.walk(folder)) {
                for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private void run(String... command) throws IOException {
        Process process = start(home.resolve("install.log"), List.of(command));
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(
                        String.join(" ", command) + " failed:\n" + Files.readString(home.resolve("install.log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Process start(Path log, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Without arguments for it the server starts no agent. */
    private void removeAgent() throws IOException {
        Path file = home.resolve("data/attune/runtime.json");
        ObjectNode runtime = (ObjectNode) JSON.readTree(file.toFile());
        runtime.remove("agent");
        JSON.writeValue(file.toFile(), runtime);
    }

    /** Plays for an hour, and waits until the server knows of it. */
    void startHost(int mode) throws IOException {
        Path scene = Path.of("target", "demo.wav").toAbsolutePath();
        if (!Files.exists(scene)) {
            Optional<Path> espeak = Optional.of(Path.of("/usr/bin/espeak-ng")).filter(Files::isExecutable);
            DemoScene.write(espeak, scene);
        }
        List<String> command = new ArrayList<>(List.of(
                REPOSITORY.resolve("native/target/release/attune-host").toString(),
                "--plugin",
                home.resolve(".lv2/attune.lv2/libattune.so").toString(),
                "--uri",
                "urn:attune:stereo",
                "--in",
                scene.toString(),
                "--seconds",
                "3600",
                "--wait-ready",
                "30",
                "--realtime",
                "--with-parent",
                "--set",
                "learn=" + mode));
        if (instances > 1) {
            command.addAll(List.of("--parallel", "--instances", Integer.toString(instances)));
        }
        host = start(home.resolve("host.log"), command);
        await("an engine that plays")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> engine().get("connected").asBoolean());
    }

    /** Ends the host: the plugin is gone. */
    void endHost() {
        Process running = host;
        if (running != null) {
            running.destroy();
            running.onExit().join();
            host = null;
        }
    }

    /** Ends host, server and agent, and starts the host again, whose plugin starts the others. */
    void restart(int mode) throws IOException {
        long server = serverPid();
        endHost();
        post("/shutdown", Map.of());
        ProcessHandle.of(server).ifPresent(process -> process.onExit().join());
        startHost(mode);
    }

    /** Opens the panel with the admin's token, as {@code run} prints it. */
    String link() throws IOException {
        return address() + "/#t=" + token("token");
    }

    /** Where the server of this home listens. */
    String address() throws IOException {
        JsonNode server = JSON.readTree(runtime().resolve("server.json").toFile());
        return "http://127.0.0.1:" + server.get("port").asInt();
    }

    private Path runtime() {
        return home.resolve("runtime/attune");
    }

    /** Where presets of this home are saved. */
    Path presets() {
        return home.resolve("data/attune/presets");
    }

    private String token(String file) throws IOException {
        return Files.readString(runtime().resolve(file)).strip();
    }

    /** The newest engine that the server knows. */
    JsonNode engine() throws IOException {
        JsonNode best = null;
        for (JsonNode engine : get("/engines")) {
            if (best == null
                    || engine.get("since").asLong() >= best.get("since").asLong()) {
                best = engine;
            }
        }
        if (best == null) {
            throw new IOException("no engine yet");
        }
        return best;
    }

    String engineId() throws IOException {
        return engine().get("id").asText();
    }

    /** What the playing slot is on its way to. */
    JsonNode wanted() throws IOException {
        return get("/engines/" + engineId() + "/parameters").get("wanted");
    }

    JsonNode get(String path) throws IOException {
        return request("GET", path, "token", null);
    }

    JsonNode put(String path, Object body) throws IOException {
        return request("PUT", path, "token", body);
    }

    JsonNode post(String path, Object body) throws IOException {
        return request("POST", path, "token", body);
    }

    JsonNode delete(String path) throws IOException {
        return request("DELETE", path, "token", null);
    }

    /** As the learning agent. */
    JsonNode putAsAgent(String path, Object body) throws IOException {
        return request("PUT", path, "agent-token", body);
    }

    /** As the learning agent. */
    JsonNode postAsAgent(String path, Object body) throws IOException {
        return request("POST", path, "agent-token", body);
    }

    private JsonNode request(String method, String path, String tokenFile, @Nullable Object body) throws IOException {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        HttpRequest request = HttpRequest.newBuilder(URI.create(address() + ApiVersion.REST_PREFIX + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token(tokenFile))
                .header("Content-Type", "application/json")
                .method(method, publisher)
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void killServer() throws IOException {
        kill(serverPid());
    }

    private long serverPid() throws IOException {
        return JSON.readTree(runtime().resolve("server.json").toFile())
                .get("pid")
                .asLong();
    }

    /** Waits for it, where it has only just been started. */
    void killAgent() throws IOException {
        await("the agent")
                .atMost(PATIENCE)
                .until(() -> get("/health").get("agent").hasNonNull("pid"));
        kill(get("/health").get("agent").get("pid").asLong());
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    @Override
    public void close() throws IOException {
        endHost();
        try {
            post("/shutdown", Map.of());
        } catch (IOException e) {
            // it was gone already
        }
    }
}
