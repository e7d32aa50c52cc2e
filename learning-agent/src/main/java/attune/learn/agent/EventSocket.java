package attune.learn.agent;

import attune.api.ApiVersion;
import attune.api.Change;
import attune.api.EngineInfo;
import attune.api.Feedback;
import attune.api.HealthSample;
import attune.api.LearningAttempt;
import attune.api.TasteAnswer;
import attune.api.TasteQuestion;
import attune.api.TextParts;
import attune.api.VersionPair;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The server's events on one WebSocket. Messages are handed on by the client's thread in their order; one that is not
 * understood is passed over, because a later server may tell more.
 */
final class EventSocket implements WebSocket.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String ALL_EVENTS =
            "{\"type\":\"subscribe\",\"engineId\":null,\"data\":{\"topics\":[\"events\",\"health\"]}}";

    private final ServerEvents events;
    private long resetAt = System.currentTimeMillis();
    private final TextParts text = new TextParts();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private volatile @Nullable WebSocket socket;

    private EventSocket(ServerEvents events) {
        this.events = events;
    }

    /**
     * Connects and subscribes.
     *
     * @throws LinkException when the server cannot be reached or refuses
     */
    static EventSocket open(HttpClient client, ServerPlace place, ServerEvents events) throws LinkException {
        EventSocket listener = new EventSocket(events);
        URI uri = URI.create("ws://127.0.0.1:" + place.server().port() + ApiVersion.SOCKET_PATH);
        try {
            WebSocket socket = client.newWebSocketBuilder()
                    .connectTimeout(PATIENCE)
                    .subprotocols(ApiVersion.SOCKET_PROTOCOL, ApiVersion.SOCKET_TOKEN_PREFIX + place.token())
                    .buildAsync(uri, listener)
                    .join();
            listener.socket = socket;
            socket.sendText(ALL_EVENTS, true).join();
        } catch (CompletionException e) {
            throw new LinkException(0, "The control server takes no connection at " + uri + ".");
        }
        return listener;
    }

    /** Whether the connection has ended. */
    boolean isClosed() {
        return closed.isDone();
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

    /** Preferences are told after every change; of resets only a later one than the one known means something here. */
    private void preferences(JsonNode data) {
        events.switchedOff(SwitchedOff.of(data));
        long newResetAt = data.path("resetAt").asLong();
        if (newResetAt > resetAt) {
            resetAt = newResetAt;
            events.reset();
        }
    }

    private void dispatch(String message) {
        try {
            JsonNode root = HttpServerLink.JSON.readTree(message);
            JsonNode data = root.path("data");
            switch (root.path("type").asText()) {
                case "engine" -> events.engine(HttpServerLink.JSON.treeToValue(data, EngineInfo.class));
                case "change" -> events.change(HttpServerLink.JSON.treeToValue(data, Change.class));
                case "feedback" -> events.feedback(HttpServerLink.JSON.treeToValue(data, Feedback.class));
                case "question" -> events.question(HttpServerLink.JSON.treeToValue(data, TasteQuestion.class));
                case "answer" -> events.answer(HttpServerLink.JSON.treeToValue(data, TasteAnswer.class));
                case "versions" -> events.versions(HttpServerLink.JSON.treeToValue(data, VersionPair.class));
                case "attempt" -> events.attempt(HttpServerLink.JSON.treeToValue(data, LearningAttempt.class));
                case "preferences" -> preferences(data);
                case "health" -> events.health(HttpServerLink.JSON.treeToValue(data, HealthSample.class));
                default -> {
                    // "hello", "parameters", "heard", "agent" and what a later server may tell
                }
            }
        } catch (JsonProcessingException e) {
            // one message of a later server's kind is no reason to stop listening
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(reason);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(String.valueOf(error.getMessage()));
    }

    @Override
    public void close() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
        closed.complete("closed here");
    }
}
