package attune.control;

import static org.awaitility.Awaitility.await;

import attune.api.LiveFrame;
import attune.control.http.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Somebody on a server's WebSocket who keeps what is told. */
public final class Ear implements WebSocket.Listener {
    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final List<LiveFrame> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteBuffer binary = ByteBuffer.allocate(4096);

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            try {
                messages.add(Json.MAPPER.readTree(text.toString()));
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
            text.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        binary.put(data);
        if (last) {
            frames.add(LiveFrame.decode(binary.flip()));
            binary.clear();
        }
        socket.request(1);
        return null;
    }

    public WebSocket open(ServerFixture server, String token) {
        return server.client()
                .newWebSocketBuilder()
                .subprotocols("attune.v1", "bearer." + token)
                .buildAsync(URI.create("ws://127.0.0.1:" + server.server().port() + "/ws"), this)
                .join();
    }

    public static void subscribe(WebSocket socket, @Nullable String engineId, String... topics) throws Exception {
        Map<String, @Nullable Object> message = new HashMap<>();
        message.put("type", "subscribe");
        message.put("data", Map.of("topics", List.of(topics)));
        message.put("engineId", engineId);
        socket.sendText(Json.MAPPER.writeValueAsString(message), true).join();
    }

    /** Hears all events from now on. */
    public static Ear ofEvents(ServerFixture server, String token) throws Exception {
        Ear ear = new Ear();
        WebSocket socket = ear.open(server, token);
        subscribe(socket, null, "events");
        socket.sendText("{}", true).join(); // what is answered to this comes after the subscription
        await().atMost(Duration.ofSeconds(90)).until(() -> !ear.of("problem").isEmpty());
        return ear;
    }

    /** Waits until a message of this type with such data was told. */
    public void awaitTold(String type, Predicate<JsonNode> data) {
        await().atMost(Duration.ofSeconds(90))
                .until(() -> of(type).stream().anyMatch(message -> data.test(message.path("data"))));
    }

    public List<JsonNode> messages() {
        return messages;
    }

    public List<LiveFrame> frames() {
        return frames;
    }

    public List<JsonNode> of(String type) {
        return messages.stream()
                .filter(message -> message.path("type").asText().equals(type))
                .toList();
    }
}
