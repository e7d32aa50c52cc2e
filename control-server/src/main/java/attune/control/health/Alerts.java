package attune.control.health;

import attune.api.Alert;
import attune.api.AlertKind;
import attune.api.AlertLevel;
import attune.control.problem.ProblemException;
import attune.control.stream.Events;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person should know of: one alert for each kind and plugin instance, raised once, counted while it goes on, over by
 * itself, dismissed by a person. Logged when it is raised, and not again within {@link #QUIET_MS}. In memory: a server that
 * starts looks anew. Any thread.
 */
public final class Alerts {
    /** An alert that comes and goes is logged once in this time. */
    static final long QUIET_MS = 600_000;

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    private static final long KEPT_MS = 86_400_000;
    private static final int KEPT = 100;
    /** Ends when it is {@link #clear cleared}. */
    private static final long UNTIL_CLEARED = 0;

    private record Key(AlertKind kind, @Nullable String engineId) {}

    /** @param endsAfterMs over this long after it happened last; {@link #UNTIL_CLEARED} where it ends otherwise */
    private record Entry(Alert alert, long endsAfterMs) {}

    private final Events events;
    private final Clock clock;
    private final Map<Key, Entry> active = new LinkedHashMap<>();
    private final Deque<Alert> over = new ArrayDeque<>();
    private final Map<Key, Long> loggedMs = new HashMap<>();
    private long lastId;

    public Alerts(Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * Something is as it should not be, until {@link #clear}. Said again, it changes its words only.
     *
     * @param engineId plugin instance; null where it is about none
     * @param sentence with its numbers
     * @param remedy what mends it; empty where nothing needs to be done
     */
    public void raise(AlertKind kind, AlertLevel level, @Nullable String engineId, String sentence, String remedy) {
        add(new Key(kind, engineId), level, sentence, remedy, 0, UNTIL_CLEARED);
    }

    /**
     * Something happened, and is over when it has not happened again for {@code endsAfterMs}.
     *
     * @param times how often since the last call
     */
    public void happened(
            AlertKind kind,
            AlertLevel level,
            @Nullable String engineId,
            String sentence,
            String remedy,
            long times,
            long endsAfterMs) {
        add(new Key(kind, engineId), level, sentence, remedy, times, endsAfterMs);
    }

    private void add(Key key, AlertLevel level, String sentence, String remedy, long times, long endsAfterMs) {
        Alert told;
        synchronized (this) {
            long now = clock.millis();
            Entry known = active.get(key);
            Alert before = known == null ? null : known.alert();
            boolean same = before != null
                    && times == 0
                    && before.sentence().equals(sentence)
                    && before.remedy().equals(remedy)
                    && before.level() == level;
            if (same) {
                return;
            }
            told = new Alert(
                    before == null ? ++lastId : before.id(),
                    key.kind(),
                    level,
                    key.engineId(),
                    sentence,
                    remedy,
                    before == null ? now : before.since(),
                    now,
                    before == null ? Math.max(1, times) : before.count() + times,
                    true,
                    before != null && before.dismissed());
            active.put(key, new Entry(told, endsAfterMs));
            log(key, told, before == null, now);
        }
        events.tell("alert", null, told);
    }

    private void log(Key key, Alert alert, boolean isNew, long now) {
        Long logged = loggedMs.get(key);
        if (isNew && (logged == null || now - logged >= QUIET_MS)) {
            loggedMs.put(key, now);
            LOG.warn("{}{}", alert.sentence(), alert.remedy().isEmpty() ? "" : " What helps: " + alert.remedy() + ".");
        }
    }

    /** It is as it should be again; nothing where it was. */
    public void clear(AlertKind kind, @Nullable String engineId) {
        end(new Key(kind, engineId));
    }

    private void end(Key key) {
        Alert ended;
        synchronized (this) {
            Entry known = active.remove(key);
            if (known == null) {
                return;
            }
            ended = with(known.alert(), false, known.alert().dismissed());
            over.addFirst(ended);
            while (over.size() > KEPT) {
                over.removeLast();
            }
        }
        events.tell("alert", null, ended);
    }

    /** Ends what has not happened again; forgets what was over a day ago. Called every second. */
    void everySecond() {
        List<Key> ended = new ArrayList<>();
        synchronized (this) {
            long now = clock.millis();
            active.forEach((key, entry) -> {
                if (entry.endsAfterMs() != UNTIL_CLEARED && now - entry.alert().last() >= entry.endsAfterMs()) {
                    ended.add(key);
                }
            });
            over.removeIf(alert -> now - alert.last() > KEPT_MS);
            loggedMs.values().removeIf(logged -> now - logged >= QUIET_MS);
        }
        ended.forEach(this::end);
    }

    /** Those that hold, newest first; then those of the last day that are over. */
    public synchronized List<Alert> list() {
        List<Alert> list = new ArrayList<>();
        active.values().forEach(entry -> list.add(0, entry.alert()));
        list.addAll(over);
        return list;
    }

    /** Whether one of this kind holds for anything. */
    synchronized boolean isActive(AlertKind kind) {
        return active.keySet().stream().anyMatch(key -> key.kind() == kind);
    }

    /** Whether this very one holds. */
    synchronized boolean isActive(AlertKind kind, @Nullable String engineId) {
        return active.containsKey(new Key(kind, engineId));
    }

    /** Whether one of this kind holds for anything, and something does not work by it. */
    synchronized boolean isFault(AlertKind kind) {
        return active.values().stream()
                .map(Entry::alert)
                .anyMatch(alert -> alert.kind() == kind && alert.level() == AlertLevel.fault);
    }

    /**
     * A person has seen it; it stays in the list, and is raised anew where it was over in between.
     *
     * @throws ProblemException 404 where there is none of this number
     */
    public Alert dismiss(long id) {
        Alert seen;
        synchronized (this) {
            Key key = active.entrySet().stream()
                    .filter(entry -> entry.getValue().alert().id() == id)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(null);
            if (key == null) {
                return over.stream()
                        .filter(alert -> alert.id() == id)
                        .findFirst()
                        .orElseThrow(() -> ProblemException.unknown("alert", Long.toString(id), ""));
            }
            Entry known = Objects.requireNonNull(active.get(key));
            seen = with(known.alert(), true, true);
            active.put(key, new Entry(seen, known.endsAfterMs()));
        }
        events.tell("alert", null, seen);
        return seen;
    }

    private static Alert with(Alert alert, boolean active, boolean dismissed) {
        return new Alert(
                alert.id(),
                alert.kind(),
                alert.level(),
                alert.engineId(),
                alert.sentence(),
                alert.remedy(),
                alert.since(),
                alert.last(),
                alert.count(),
                active,
                dismissed);
    }
}
