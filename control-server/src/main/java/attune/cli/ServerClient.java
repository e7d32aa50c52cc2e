package attune.cli;

import attune.api.ApiVersion;
import attune.api.Problem;
import attune.api.ServerInfo;
import attune.api.SocketMessage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The living control server of this user, as the command line talks to it: REST over loopback with the admin token. Every
 * answer that is no success becomes a {@link CliException} with the server's own sentence.
 */
final class ServerClient {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(3);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(15);

    /** Fields that a newer server may add are passed over; the version check tells where that is not enough. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final ServerInfo info;
    private final String token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_PATIENCE)
            .build();

    private ServerClient(ServerInfo info, String token) {
        this.info = info;
        this.token = token;
    }

    /**
     * The server that lives now; empty where none does.
     *
     * @throws CliException where one lives that this program cannot talk to
     */
    static Optional<ServerClient> find(Places places) {
        Optional<ServerInfo> living = ServerFiles.living(places);
        if (living.isEmpty()) {
            return Optional.empty();
        }
        ServerInfo info = living.get();
        if (info.apiVersion() != ApiVersion.NUMBER) {
            throw CliException.failed("The control server that runs (process " + info.pid() + ", Attune "
                    + info.version() + ") speaks interface version " + info.apiVersion() + ", this program "
                    + ApiVersion.NUMBER + "; ./attune stop ends it, and the next command starts this one.");
        }
        return Optional.of(new ServerClient(info, token(places)));
    }

    private static String token(Places places) {
        Path file = ServerFiles.folder(places).resolve(ServerFiles.TOKEN);
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw CliException.failed(
                    "The control server's token " + file
                            + " cannot be read by this user; ./attune stop ends the server,"
                            + " and the next one writes it anew.",
                    e);
        }
    }

    /** What the server said about itself when it started. */
    ServerInfo info() {
        return info;
    }

    /** Panel's address with the token in its fragment, which no server ever sees and no command line holds. */
    String panelLink() {
        return origin() + "/#t=" + token;
    }

    /**
     * Listens to the server's events.
     *
     * @param consumer called on a thread of the client, one message after the other; data are JSON trees
     * @throws CliException where the server takes no connection
     */
    ServerEvents events(Consumer<SocketMessage> consumer) {
        return ServerEvents.open(this, token, consumer);
    }

    /** {@code http://127.0.0.1:PORT}. */
    String origin() {
        return "http://127.0.0.1:" + info.port();
    }

    <T> T get(String path, Class<T> type) {
        return read(send("GET", path, null), type);
    }

    <T> List<T> list(String path, TypeReference<List<T>> type) {
        try {
            return JSON.readValue(send("GET", path, null), type);
        } catch (JsonProcessingException e) {
            throw notUnderstood(path, e);
        }
    }

    /** @param body record or map; null sends none */
    <T> T post(String path, @Nullable Object body, Class<T> type) {
        return read(send("POST", path, body), type);
    }

    /** @param body record or map */
    <T> T put(String path, Object body, Class<T> type) {
        return read(send("PUT", path, body), type);
    }

    <T> T delete(String path, Class<T> type) {
        return read(send("DELETE", path, null), type);
    }

    /**
     * Writes what a POST answers into a file, however long it takes.
     *
     * @param file new, private
     */
    void download(String path, Path file) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin() + ApiVersion.REST_PREFIX + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body();
                    OutputStream out = Files.newOutputStream(file)) {
                if (response.statusCode() / 100 != 2) {
                    throw refused(response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
                }
                body.transferTo(out);
            }
        } catch (IOException e) {
            throw CliException.failed("The control server broke off; nothing was written.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted.", e);
        }
    }

    /** Sends where nothing but success matters. */
    void tell(String method, String path, @Nullable Object body) {
        send(method, path, body);
    }

    /** One segment of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw notUnderstood(type.getSimpleName(), e);
        }
    }

    private CliException notUnderstood(String what, JsonProcessingException e) {
        return CliException.failed(
                "The control server's answer (" + what + ") is not understood; ./attune stop ends that server.", e);
    }

    private String send(String method, String path, @Nullable Object body) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin() + ApiVersion.REST_PREFIX + path))
                    .timeout(ANSWER_PATIENCE)
                    .header("Authorization", "Bearer " + token);
            if (body == null) {
                boolean posts = method.equals("POST");
                request.method(
                        method,
                        posts ? HttpRequest.BodyPublishers.ofString("{}") : HttpRequest.BodyPublishers.noBody());
            } else {
                request.method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
            }
            if (!method.equals("GET") && !method.equals("DELETE")) {
                request.header("Content-Type", "application/json");
            }
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 == 2) {
                return response.body();
            }
            throw refused(response.statusCode(), response.body());
        } catch (IOException e) {
            throw CliException.failed(
                    "The control server (process " + info.pid()
                            + ") does not answer; ./attune stop ends it, and the next" + " command starts a new one.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted.", e);
        }
    }

    private static CliException refused(int status, String body) {
        try {
            Problem problem = JSON.readValue(body, Problem.class);
            if (problem.detail() != null && !problem.detail().isBlank()) {
                // What a person got wrong: an unknown name, a value out of bounds.
                boolean usage = status == 400 || status == 404 || status == 422;
                return usage ? CliException.usage(problem.detail()) : CliException.failed(problem.detail());
            }
        } catch (JsonProcessingException e) {
            return CliException.failed("The control server answered with HTTP status " + status + ".", e);
        }
        return CliException.failed("The control server answered with HTTP status " + status + ".");
    }
}
