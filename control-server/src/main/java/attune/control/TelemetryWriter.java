package attune.control;

import attune.api.TelemetryPoint;
import attune.control.store.StorageException;
import attune.control.store.TelemetryStore;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers seconds and writes them ten at a time; sums them up every five minutes. {@link #add} by any thread. */
final class TelemetryWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TelemetryWriter.class);
    private static final int WRITE_EVERY = 10;
    private static final int ROLL_UP_EVERY = 300;
    private static final int LARGEST_BACKLOG = 3_600;

    private final TelemetryStore store;
    private final List<TelemetryPoint> waiting = new ArrayList<>();
    private int seconds;

    TelemetryWriter(TelemetryStore store) {
        this.store = store;
    }

    void add(TelemetryPoint point) {
        synchronized (waiting) {
            if (waiting.size() >= LARGEST_BACKLOG) {
                waiting.remove(0); // the disk has been full for long; the newest are worth more
            }
            waiting.add(point);
        }
    }

    /** Drops what was not written yet. */
    void forget() {
        synchronized (waiting) {
            waiting.clear();
        }
    }

    /** One thread. */
    void everySecond() {
        seconds++;
        if (seconds % WRITE_EVERY == 0) {
            write();
        }
        if (seconds % ROLL_UP_EVERY == 0) {
            rollUp();
        }
    }

    private void write() {
        List<TelemetryPoint> points;
        synchronized (waiting) {
            points = List.copyOf(waiting);
        }
        if (points.isEmpty()) {
            return;
        }
        try {
            store.add(points);
            synchronized (waiting) {
                waiting.removeAll(points);
            }
        } catch (StorageException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    private void rollUp() {
        try {
            store.rollUp(System.currentTimeMillis());
        } catch (StorageException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    @Override
    public void close() {
        write();
    }
}
