package attune.cli;

import attune.api.ApiVersion;
import attune.api.SocketMessage;
import attune.api.TextParts;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Every event of the control server, as it happens: the WebSocket with the topic "events". */
final class ServerEvents implements WebSocket.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String SUBSCRIPTION =
            "{\"type\":\"subscribe\",\"engineId\":null,\"data\":{\"topics\":[\"events\"]}}";

    private final Consumer<SocketMessage> consumer;
    private final TextParts text = new TextParts();
    private volatile boolean closed;
    private @Nullable WebSocket socket;

    private ServerEvents(Consumer<SocketMessage> consumer) {
        this.consumer = consumer;
    }

    /**
     * Connects and subscribes.
     *
     * @param consumer called on a thread of the client, one message after the other; data are JSON trees
     * @throws CliException where the server takes no connection
     */
    static ServerEvents open(ServerClient server, String token, Consumer<SocketMessage> consumer) {
        ServerEvents events = new ServerEvents(consumer);
        try {
            events.socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .connectTimeout(PATIENCE)
                    .subprotocols(ApiVersion.SOCKET_PROTOCOL, ApiVersion.SOCKET_TOKEN_PREFIX + token)
                    .buildAsync(URI.create("ws://127.0.0.1:" + server.info().port() + ApiVersion.SOCKET_PATH), events)
                    .thenCompose(open -> open.sendText(SUBSCRIPTION, true))
                    .join();
            return events;
        } catch (CompletionException e) {
            throw CliException.failed("The control server takes no connection for events.", e);
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        webSocket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        String message = text.add(data, last);
        if (message != null) {
            dispatch(message);
        }
        webSocket.request(1);
        return null;
    }

    private void dispatch(String message) {
        try {
            JsonNode root = ServerClient.JSON.readTree(message);
            JsonNode engine = root.path("engineId");
            consumer.accept(new SocketMessage(
                    root.path("type").asText(), engine.isTextual() ? engine.asText() : null, root.path("data")));
        } catch (JsonProcessingException e) {
            // One message of a later server's kind is no reason to stop listening.
            return;
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed = true;
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed = true;
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
