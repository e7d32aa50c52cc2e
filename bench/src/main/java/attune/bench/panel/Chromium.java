package attune.bench.panel;

import attune.bench.BenchException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Debian's Chromium without a window, one page of it, by the DevTools protocol. One thread. */
final class Chromium implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final int PATIENCE_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path profile;
    private final Process process;
    private final WebSocket page;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();

    /** Opens an empty page of this size. */
    Chromium(int width, int height) throws IOException, BenchException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new BenchException("there is no Chromium; install it with: sudo apt-get install chromium");
        }
        profile = Files.createTempDirectory("attune-bench-chromium");
        process = new ProcessBuilder(List.of(
                        PROGRAM.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--window-size=" + width + "," + height,
                        "--user-data-dir=" + profile,
                        "about:blank"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            page = http.newWebSocketBuilder()
                    .buildAsync(URI.create(pageAddress(http)), new Answers())
                    .join();
        } catch (IOException | BenchException e) {
            close(process, profile);
            throw e;
        }
        ask("Page.enable", Map.of());
        ask(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    private String pageAddress(HttpClient http) throws IOException, BenchException {
        Path file = profile.resolve("DevToolsActivePort");
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (System.nanoTime() < limit) {
                List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
                if (lines.size() > 1) {
                    HttpRequest list = HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + lines.get(0) + "/json/list"))
                            .build();
                    for (JsonNode target : JSON.readTree(http.send(list, HttpResponse.BodyHandlers.ofString())
                            .body())) {
                        if (target.path("type").asText().equals("page")) {
                            return target.path("webSocketDebuggerUrl").asText();
                        }
                    }
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
        throw new BenchException("Chromium has not started within " + PATIENCE_SECONDS + " s");
    }

    /** Runs a script in every page that is opened from now on, before anything of the page. */
    void beforeEachPage(String script) throws BenchException {
        ask("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    void open(String address) throws BenchException {
        ask("Page.navigate", Map.of("url", address));
    }

    /** Value of an expression in the page, awaited where it is a promise. */
    JsonNode value(String expression) throws BenchException {
        JsonNode result =
                ask("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new BenchException("the page failed: "
                    + result.path("exceptionDetails")
                            .path("exception")
                            .path("description")
                            .asText());
        }
        return result.path("result").path("value");
    }

    private JsonNode ask(String method, Map<String, ?> parameters) throws BenchException {
        int number = numbers.incrementAndGet();
        ObjectNode message = JSON.createObjectNode().put("id", number).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(number, answer);
        page.sendText(message.toString(), true).join();
        try {
            JsonNode told = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (told.has("error")) {
                throw new BenchException(
                        method + ": " + told.path("error").path("message").asText());
            }
            return told.path("result");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchException("Chromium does not answer to " + method, e);
        }
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void take(String message) {
            try {
                JsonNode told = JSON.readTree(message);
                CompletableFuture<JsonNode> asked =
                        waiting.remove(told.path("id").asInt());
                if (asked != null) {
                    asked.complete(told);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        page.abort();
        close(process, profile);
    }

    private static void close(Process process, Path profile) throws IOException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
