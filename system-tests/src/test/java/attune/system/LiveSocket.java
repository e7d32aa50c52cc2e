package attune.system;

import attune.api.ApiVersion;
import attune.api.LiveFrame;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the panel sees: the newest live frame of one engine. */
final class LiveSocket implements WebSocket.Listener, AutoCloseable {
    private final WebSocket socket;
    private final ByteBuffer parts = ByteBuffer.allocate(LiveFrame.BYTES);
    private volatile @Nullable LiveFrame newest;
    private final AtomicLong count = new AtomicLong();

    /** Subscribes as the panel does. */
    @SuppressWarnings("this-escape")
    LiveSocket(ApiClient api, String engineId) throws Exception {
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols(ApiVersion.SOCKET_PROTOCOL, ApiVersion.SOCKET_TOKEN_PREFIX + api.token())
                .buildAsync(java.net.URI.create("ws://127.0.0.1:" + api.info().port() + ApiVersion.SOCKET_PATH), this)
                .get(10, TimeUnit.SECONDS);
        socket.sendText(
                        "{\"type\": \"subscribe\", \"engineId\": \"" + engineId
                                + "\", \"data\": {\"topics\": [\"live\"]}}",
                        true)
                .get(10, TimeUnit.SECONDS);
    }

    /** The newest frame; null before the first. */
    @Nullable
    LiveFrame newest() {
        return newest;
    }

    /** Frames so far. */
    long count() {
        return count.get();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        parts.put(data); // a message may come in parts
        if (last) {
            newest = LiveFrame.decode(parts.flip());
            parts.clear();
            count.incrementAndGet();
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
