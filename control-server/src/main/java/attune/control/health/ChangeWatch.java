package attune.control.health;

import attune.api.AlertKind;
import attune.api.AlertLevel;
import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.control.stream.Events;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands events on, and counts what learning changed and had to take back. Any thread. */
public final class ChangeWatch implements Events {
    private static final long TOLD_FOR_MS = 600_000;
    private static final int REMEMBERED = 512;

    private final Events events;
    private final Alerts alerts;
    /** Entries that were counted: each is told again when its status changes. */
    private final Set<Long> counted = new LinkedHashSet<>();

    private int learned;
    private int takenBack;

    /** @param events where they go */
    public ChangeWatch(Events events, Alerts alerts) {
        this.events = events;
        this.alerts = alerts;
    }

    /**
     * What learning did since the server started.
     *
     * @param learned changes that came into force
     * @param takenBack of those that did harm
     */
    record Counts(int learned, int takenBack) {}

    synchronized Counts counts() {
        return new Counts(learned, takenBack);
    }

    @Override
    public void tell(String type, @Nullable String engineId, @Nullable Object data) {
        events.tell(type, engineId, data);
        if (data instanceof Change change && isNew(change)) {
            if (change.kind() == ChangeKind.rollback) {
                alerts.happened(
                        AlertKind.taken_back,
                        AlertLevel.note,
                        change.engineId(),
                        change.explanation().sentence(),
                        "",
                        1,
                        TOLD_FOR_MS);
            }
        }
    }

    private synchronized boolean isNew(Change change) {
        boolean inForce = change.status() == ChangeStatus.watching || change.status() == ChangeStatus.in_force;
        boolean counts = change.kind() == ChangeKind.learned || change.kind() == ChangeKind.rollback;
        if (!inForce || !counts || !counted.add(change.id())) {
            return false;
        }
        if (counted.size() > REMEMBERED) {
            counted.remove(counted.iterator().next());
        }
        learned += change.kind() == ChangeKind.learned ? 1 : 0;
        takenBack += change.kind() == ChangeKind.rollback ? 1 : 0;
        return true;
    }
}
