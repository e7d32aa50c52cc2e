package attune.learn.agent;

import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Live frames of all engines that learn: one socket each. One thread. */
final class LiveSockets implements AutoCloseable {
    private final HttpClient client;
    private final ServerPlace place;
    private final ServerEvents events;
    private final Map<String, EventSocket> open = new HashMap<>();

    LiveSockets(HttpClient client, ServerPlace place, ServerEvents events) {
        this.client = client;
        this.place = place;
        this.events = events;
    }

    /** Opens and closes what is missing or too much. */
    void follow(List<String> engineIds) throws LinkException {
        for (String id : List.copyOf(open.keySet())) {
            EventSocket socket = open.get(id);
            if (socket != null && (socket.isClosed() || !engineIds.contains(id))) {
                socket.close();
                open.remove(id);
            }
        }
        for (String id : engineIds) {
            if (!open.containsKey(id)) {
                open.put(id, EventSocket.open(client, place, events, id));
            }
        }
    }

    @Override
    public void close() {
        open.values().forEach(EventSocket::close);
        open.clear();
    }
}
