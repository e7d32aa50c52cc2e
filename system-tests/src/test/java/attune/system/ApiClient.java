package attune.system;

import attune.api.ApiVersion;
import attune.api.Change;
import attune.api.EngineInfo;
import attune.api.ServerInfo;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The control server as a program of the same user talks to it. */
final class ApiClient {
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    /** An answer. */
    record Answer(int status, String body) {
        /** The body, of a request that succeeded. */
        <T> T as(Class<T> type) {
            if (status / 100 != 2) {
                throw new AssertionError("status " + status + ": " + body);
            }
            try {
                return JSON.readValue(body, type);
            } catch (IOException e) {
                throw new AssertionError(body, e);
            }
        }
    }

    private final ServerInfo info;
    private final String token;

    private ApiClient(ServerInfo info, String token) {
        this.info = info;
        this.token = token;
    }

    /** The server that this runtime folder names, if it answers. */
    static Optional<ApiClient> of(Path runtimeFolder) {
        try {
            ServerInfo info =
                    JSON.readValue(runtimeFolder.resolve("server.json").toFile(), ServerInfo.class);
            String token = Files.readString(runtimeFolder.resolve("token")).strip();
            ApiClient client = new ApiClient(info, token);
            return client.trySend("GET", "/health", null)
                    .filter(answer -> answer.status() == 200)
                    .map(answer -> client);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    ServerInfo info() {
        return info;
    }

    String token() {
        return token;
    }

    /** The same server with another token. */
    ApiClient withToken(String other) {
        return new ApiClient(info, other);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + info.port() + path);
    }

    <T> T get(String path, Class<T> type) {
        return send("GET", path, null).as(type);
    }

    /** Sends and waits for the answer, whatever it is. */
    Answer send(String method, String path, @Nullable Object body) {
        return trySend(method, path, body)
                .orElseThrow(() -> new AssertionError(method + " " + path + " is not answered"));
    }

    /** The same; empty where nobody answers. */
    Optional<Answer> trySend(String method, String path, @Nullable Object body) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri(ApiVersion.REST_PREFIX + path))
                    .timeout(Duration.ofSeconds(60))
                    .header("Authorization", "Bearer " + token);
            if (body == null) {
                request.method(method, HttpRequest.BodyPublishers.noBody());
            } else {
                String json = body instanceof String text ? text : JSON.writeValueAsString(body);
                request.header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(json));
            }
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return Optional.of(new Answer(response.statusCode(), response.body()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Engines that are connected now. */
    List<EngineInfo> engines() {
        return List.of(get("/engines", EngineInfo[].class)).stream()
                .filter(EngineInfo::connected)
                .toList();
    }

    /** The one connected engine, as soon as there is one. */
    EngineInfo engine() {
        Awaitility.await("an engine in the server's registry")
                .atMost(Duration.ofSeconds(90))
                .until(() -> !engines().isEmpty());
        return engines().get(0);
    }

    /** The timeline, newest first. */
    List<Change> changes() {
        return List.of(get("/changes?limit=200", Change[].class));
    }
}
