package attune.control.stream;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/** One socket and what it wants. Sends without waiting; counts what the other side has not taken yet. Any thread. */
public final class Listener {
    /** What can be subscribed to. */
    public static final Set<String> TOPICS = Set.of("live", "events", "health", "levels");

    private static final int FRAMES_ON_THE_WAY = 4;
    private static final int TEXTS_ON_THE_WAY = 512;
    private static final int GOING_AWAY = 1001;
    private static final int TRY_AGAIN_LATER = 1013;

    private record Subscription(
            Set<String> topics, @Nullable String engineId) {}

    private final Session session;
    private final boolean agent;
    private final AtomicInteger framesOnTheWay = new AtomicInteger();
    private final AtomicInteger textsOnTheWay = new AtomicInteger();
    private volatile Subscription subscription = new Subscription(Set.of(), null);

    /** @param agent whether it is the learning agent, whose presence does not keep the server */
    public Listener(Session session, boolean agent) {
        this.session = session;
        this.agent = agent;
    }

    boolean isAgent() {
        return agent;
    }

    /** Replaces what it wanted before. */
    public void subscribe(Set<String> topics, @Nullable String engineId) {
        subscription = new Subscription(Set.copyOf(topics), engineId);
    }

    boolean wants(String topic, @Nullable String engineId) {
        Subscription wanted = subscription;
        return wanted.topics().contains(topic)
                && (wanted.engineId() == null
                        || engineId == null
                        || wanted.engineId().equals(engineId));
    }

    boolean wantsLive(String engineId) {
        Subscription wanted = subscription;
        return wanted.topics().contains("live") && engineId.equals(wanted.engineId());
    }

    void sendFrame(ByteBuffer frame) {
        if (framesOnTheWay.get() >= FRAMES_ON_THE_WAY) {
            return;
        }
        framesOnTheWay.incrementAndGet();
        session.sendBinary(
                frame, Callback.from(framesOnTheWay::decrementAndGet, error -> framesOnTheWay.decrementAndGet()));
    }

    void sendText(String text) {
        if (textsOnTheWay.incrementAndGet() > TEXTS_ON_THE_WAY) {
            session.close(TRY_AGAIN_LATER, "events are not taken", Callback.NOOP);
            return;
        }
        session.sendText(text, Callback.from(textsOnTheWay::decrementAndGet, error -> textsOnTheWay.decrementAndGet()));
    }

    void goingAway() {
        session.close(GOING_AWAY, "the server ends", Callback.NOOP);
    }
}
