package attune.control.http;

import attune.api.ApiVersion;
import attune.api.Heard;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineSession;
import attune.control.stream.Listener;
import attune.control.stream.StreamHub;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsMessageContext;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The one WebSocket: who comes in, what they subscribe to. */
final class SocketEndpoint {
    private static final int TOO_MANY = 1013;
    private static final int PING_SECONDS = 15;

    private final Handlers with;
    private final StreamHub hub;
    private final Map<String, Listener> listeners = new ConcurrentHashMap<>();

    SocketEndpoint(Handlers with) {
        this.with = with;
        this.hub = with.hub();
    }

    /** Before the upgrade. @throws ProblemException 401 without a token of ours among the subprotocols */
    void authenticate(Context context) {
        context.attribute("scope", scope(context.header("Sec-WebSocket-Protocol")));
    }

    private Scope scope(@org.jspecify.annotations.Nullable String protocols) {
        if (protocols != null) {
            for (String protocol : protocols.split(",", -1)) {
                String name = protocol.strip();
                if (name.startsWith(ApiVersion.SOCKET_TOKEN_PREFIX)) {
                    Optional<Scope> scope =
                            with.tokens().scopeOf(name.substring(ApiVersion.SOCKET_TOKEN_PREFIX.length()));
                    if (scope.isPresent()) {
                        return scope.get();
                    }
                }
            }
        }
        throw ProblemException.status(401, "The WebSocket needs the subprotocol \"bearer.TOKEN\" with a valid token.");
    }

    void configure(WsConfig socket) {
        socket.onConnect(this::connect);
        socket.onMessage(this::message);
        socket.onClose(this::leave);
        socket.onError(this::leave);
    }

    private void connect(WsContext context) {
        boolean agent = context.attribute("scope") == Scope.AGENT;
        Listener listener = new Listener(context.session, agent);
        if (!hub.add(listener)) {
            context.closeSession(TOO_MANY, "too many sockets: " + StreamHub.LARGEST_COUNT + " at most");
            return;
        }
        listeners.put(context.sessionId(), listener);
        context.enableAutomaticPings(PING_SECONDS, TimeUnit.SECONDS);
        hub.tellOne(listener, "hello", null, with.system().info());
    }

    private void leave(WsContext context) {
        context.disableAutomaticPings();
        Listener listener = listeners.remove(context.sessionId());
        if (listener != null) {
            hub.remove(listener);
        }
    }

    private void message(WsMessageContext context) {
        Listener listener = listeners.get(context.sessionId());
        if (listener == null) {
            return;
        }
        try {
            subscribe(listener, Json.MAPPER.readTree(context.message()));
        } catch (JsonProcessingException e) {
            refuse(listener, ProblemException.malformed("The message is not JSON.", null));
        } catch (ProblemException e) {
            refuse(listener, e);
        }
    }

    private void refuse(Listener listener, ProblemException e) {
        hub.tellOne(listener, "problem", null, e.problem());
    }

    private void subscribe(Listener listener, JsonNode message) {
        if (!message.path("type").asText().equals("subscribe")) {
            throw ProblemException.malformed("The only message that is understood is \"subscribe\".", "type");
        }
        JsonNode wanted = message.path("data").path("topics");
        if (!wanted.isArray()) {
            throw ProblemException.malformed(
                    "The message \"subscribe\" needs \"data\": {\"topics\": […]}; there are events, health, levels and live.",
                    "topics");
        }
        Set<String> topics = new HashSet<>();
        for (JsonNode topic : wanted) {
            if (!Listener.TOPICS.contains(topic.asText())) {
                throw ProblemException.malformed(
                        "There is no topic \"" + topic.asText() + "\"; there are events, health, levels and live.",
                        "topics");
            }
            topics.add(topic.asText());
        }
        JsonNode engine = message.path("engineId");
        String engineId = engine.isTextual() ? engine.asText() : null;
        if (topics.contains("live")) {
            if (engineId == null) {
                throw ProblemException.malformed("The topic \"live\" needs an \"engineId\".", "engineId");
            }
            EngineSession session = with.registry().session(engineId);
            String gains = session.gainHistory();
            listener.subscribe(topics, engineId);
            hub.tellOne(listener, "history", engineId, Map.of("gains", gains));
            Heard heard = session.lastHeard();
            if (heard != null) {
                hub.tellOne(listener, "heard", engineId, heard);
            }
        } else {
            listener.subscribe(topics, engineId);
        }
    }
}
