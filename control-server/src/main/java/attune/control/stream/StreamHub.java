package attune.control.stream;

import attune.api.LiveFrame;
import attune.api.SocketMessage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everybody who listens on the WebSocket. Writes nothing and encodes nothing that nobody asked for. Never waits: a slow
 * reader loses live frames, and is let go when it does not take its events. Any thread.
 */
public final class StreamHub implements Events {
    /** Sockets at one time; the next is turned away. */
    public static final int LARGEST_COUNT = 32;

    private static final Logger LOG = LoggerFactory.getLogger(StreamHub.class);

    private final ObjectMapper json;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

    public StreamHub(ObjectMapper json) {
        this.json = json;
    }

    /** Takes a listener in; false when there are too many. */
    public boolean add(Listener listener) {
        if (listeners.size() >= LARGEST_COUNT) {
            return false;
        }
        return listeners.add(listener);
    }

    public void remove(Listener listener) {
        listeners.remove(listener);
    }

    /** Whether anybody listens whose presence keeps the server. */
    public boolean isAnybodyHere() {
        return listeners.stream().anyMatch(listener -> !listener.isAgent());
    }

    /** Whether anybody looks at an engine's live frames. */
    public boolean isLive(String engineId) {
        return isAny(listener -> listener.wantsLive(engineId));
    }

    /** Whether anybody wants health. */
    public boolean wantsHealth() {
        return isAny(listener -> listener.wants("health", null));
    }

    /** Whether anybody wants the levels of all engines. */
    public boolean wantsLevels() {
        return isAny(listener -> listener.wants("levels", null));
    }

    private boolean isAny(Predicate<Listener> wants) {
        for (Listener listener : listeners) {
            if (wants.test(listener)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void tell(String type, @Nullable String engineId, @Nullable Object data) {
        String topic = Listener.TOPICS.contains(type) ? type : "events";
        String text = null;
        for (Listener listener : listeners) {
            if (listener.wants(topic, engineId)) {
                text = text == null ? encode(type, engineId, data) : text;
                listener.sendText(text);
            }
        }
    }

    /** Sends a message to one listener, whatever it subscribed to. */
    public void tellOne(Listener listener, String type, @Nullable String engineId, @Nullable Object data) {
        listener.sendText(encode(type, engineId, data));
    }

    private String encode(String type, @Nullable String engineId, @Nullable Object data) {
        try {
            return json.writeValueAsString(new SocketMessage(type, engineId, data));
        } catch (JsonProcessingException e) {
            LOG.error("A message \"{}\" could not be written.", type, e);
            return "{\"type\":\"problem\",\"engineId\":null,\"data\":null}";
        }
    }

    /** Sends a live frame to those who look at the engine. */
    public void live(String engineId, LiveFrame frame) {
        ByteBuffer bytes = null;
        for (Listener listener : listeners) {
            if (listener.wantsLive(engineId)) {
                bytes = bytes == null ? frame.encode() : bytes;
                listener.sendFrame(bytes.duplicate());
            }
        }
    }

    /** Closes every socket. */
    public void close() {
        listeners.forEach(Listener::goingAway);
    }
}
