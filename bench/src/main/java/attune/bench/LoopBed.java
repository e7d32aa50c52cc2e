package attune.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A user of the bench's own with everything installed as in real life: the bundled host with the installed plugin, whose
 * supervisor starts the control server, which starts the agent. Nothing of the person's own installation is touched.
 */
public final class LoopBed implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 30;

    private final BenchEnvironment environment;
    private final Path home;
    private final Map<String, String> variables = new HashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private @Nullable Process host;
    private int port;
    private String token = "";

    /** Installs. */
    public LoopBed(BenchEnvironment environment) throws IOException, BenchException {
        this(environment, "loop");
    }

    /**
     * Installs.
     *
     * @param name of the home; what an earlier run stored in it is still there
     */
    public LoopBed(BenchEnvironment environment, String name) throws IOException, BenchException {
        this.environment = environment;
        home = environment.work().resolve(name);
        variables.put("HOME", home.toString());
        for (String folder : List.of("DATA_HOME", "CONFIG_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR")) {
            variables.put(
                    "XDG_" + folder,
                    Files.createDirectories(home.resolve(folder)).toString());
        }
        Files.setPosixFilePermissions(home.resolve("RUNTIME_DIR"), PosixFilePermissions.fromString("rwx------"));
        attune("install");
    }

    /** Where the server of this home listens. */
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    /** The panel's link, with the token. */
    public String panel() {
        return address() + "/#t=" + token;
    }

    /** Where the server of this home keeps its databases. */
    public Path data() {
        return home.resolve("DATA_HOME/attune");
    }

    private void attune(String command) throws IOException, BenchException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = environment.home().resolve("lib") + "/*";
        Program.output(
                variables,
                List.of(java, "-Dattune.home=" + environment.home(), "-cp", classPath, "attune.cli.Attune", command));
    }

    /**
     * Starts the host at real-time pace.
     *
     * @param input WAV to play, again and again
     * @param server whether the plugin may start the control server
     * @param more options of the host
     */
    public Process play(Path input, int seconds, boolean server, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                environment.nativeFolder().resolve("attune-host").toString(),
                "--plugin",
                home.resolve(".lv2/attune.lv2/libattune.so").toString(),
                "--uri",
                "urn:attune:stereo",
                "--in",
                input.toString(),
                "--blocks",
                "256",
                "--seconds",
                Integer.toString(seconds),
                "--wait-ready",
                "20",
                "--realtime",
                "--with-parent",
                "--json"));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(variables);
        builder.environment().put("ATTUNE_NO_SERVER", server ? "0" : "1");
        Process started = builder.start();
        host = started;
        return started;
    }

    /** Waits for the server and takes its token. */
    public void awaitServer() throws IOException, BenchException {
        Path folder = home.resolve("RUNTIME_DIR/attune");
        await("the control server", () -> {
            Path file = folder.resolve("server.json");
            if (!Files.exists(file)) {
                return false;
            }
            JsonNode info = JSON.readTree(file.toFile());
            boolean lives = ProcessHandle.of(info.path("pid").asLong()).isPresent();
            port = info.path("port").asInt();
            return lives;
        });
        token = Files.readString(folder.resolve("token")).strip();
    }

    /** Waits for the host's engine in the server's list. */
    public String awaitEngine() throws IOException, BenchException {
        String[] id = {""};
        await("the engine", () -> {
            for (JsonNode engine : send("GET", "/engines", null)) {
                if (host != null
                        && engine.path("connected").asBoolean()
                        && engine.path("id").asText().startsWith(host.pid() + "-")) {
                    id[0] = engine.path("id").asText();
                }
            }
            return !id[0].isEmpty();
        });
        return id[0];
    }

    /** Waits for the agent's first report. */
    void awaitAgent() throws IOException, BenchException {
        await(
                "the learning agent",
                () -> send("GET", "/health", null).path("agent").hasNonNull("pid"));
    }

    /** Something that becomes true. */
    public interface Condition {
        boolean isTrue() throws IOException, BenchException;
    }

    public static void await(String what, Condition condition) throws IOException, BenchException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (!condition.isTrue()) {
                if (System.nanoTime() - limit > 0) {
                    throw new BenchException(what + " has not come within " + PATIENCE_SECONDS + " s");
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    /** One request; the answer's JSON. */
    public JsonNode send(String method, String path, @Nullable Object body) throws IOException, BenchException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
                .header("Authorization", "Bearer " + token);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .header("Content-Type", "application/json");
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new BenchException(
                        method + " " + path + " was answered with " + response.statusCode() + ": " + response.body());
            }
            return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    /** Milliseconds from asking until the whole answer is there; it is not read. */
    public double timeMs(String path) throws IOException, BenchException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            long sent = System.nanoTime();
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            double ms = (System.nanoTime() - sent) / 1e6;
            if (response.statusCode() != 200) {
                throw new BenchException("GET " + path + " was answered with " + response.statusCode());
            }
            return ms;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    /** A panel that looks at the live frames of one engine; they are counted by {@code frames}. */
    public WebSocket watch(String engineId, Runnable frames) {
        return http.newWebSocketBuilder()
                .subprotocols("attune.v1", "bearer." + token)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), new FrameListener(frames))
                .thenCompose(socket -> socket.sendText(
                        "{\"type\":\"subscribe\",\"engineId\":\"" + engineId
                                + "\",\"data\":{\"topics\":[\"live\",\"events\",\"health\"]}}",
                        true))
                .join();
    }

    private record FrameListener(Runnable frames) implements WebSocket.Listener {
        @Override
        public java.util.concurrent.@Nullable CompletionStage<?> onBinary(
                WebSocket socket, java.nio.ByteBuffer data, boolean last) {
            frames.run();
            socket.request(1);
            return null;
        }
    }

    /** Calls {@code consumer} with every event, on a thread of the client. */
    WebSocket events(Consumer<JsonNode> consumer) {
        return http.newWebSocketBuilder()
                .subprotocols("attune.v1", "bearer." + token)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), new EventListener(consumer))
                .thenCompose(socket -> socket.sendText(
                        "{\"type\":\"subscribe\",\"engineId\":null,\"data\":{\"topics\":[\"events\"]}}", true))
                .join();
    }

    private static final class EventListener implements WebSocket.Listener {
        private final Consumer<JsonNode> consumer;
        private final StringBuilder text = new StringBuilder();

        EventListener(Consumer<JsonNode> consumer) {
            this.consumer = consumer;
        }

        @Override
        public java.util.concurrent.@Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                String message = text.toString();
                text.setLength(0);
                accept(message);
            }
            socket.request(1);
            return null;
        }

        private void accept(String message) {
            try {
                consumer.accept(JSON.readTree(message));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** Ends host, agent and server. */
    @Override
    public void close() throws IOException {
        if (host != null) {
            // Not by its own destroy(), which closes what it still writes to.
            host.toHandle().destroy();
            host.onExit().join();
        }
        try {
            attune("stop");
        } catch (BenchException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
