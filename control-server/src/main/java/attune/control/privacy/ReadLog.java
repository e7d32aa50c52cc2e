package attune.control.privacy;

import attune.control.store.AuditEvent;
import attune.control.store.AuditStore;
import attune.control.store.StorageException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who read what learning lives on: captured input, opinions, experiences. The learner reads all the time, so that the audit log
 * gets the first read at once, and then how many there were, once an hour and when the server ends. Any thread.
 */
public final class ReadLog {
    private static final long EVERY_MS = 3_600_000;
    private static final Logger LOG = LoggerFactory.getLogger(ReadLog.class);

    private record Reader(String what, String who, @Nullable String engineId) {}

    private static final class Reads {
        private long writtenMs;
        private long times;
    }

    private final AuditStore audit;
    private final Clock clock;
    private final Map<Reader, Reads> readers = new HashMap<>();

    ReadLog(AuditStore audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Somebody reads. A read is answered also where it can't be written down yet; it is then counted with the next one.
     *
     * @param what "capture", "experiences", "feedback", "taste-answers"
     * @param engineId instance whose input it is; null where it is of all
     */
    public synchronized void read(String what, String who, @Nullable String engineId) {
        Reader reader = new Reader(what, who, engineId);
        Reads reads = readers.computeIfAbsent(reader, first -> new Reads());
        reads.times++;
        if (clock.millis() - reads.writtenMs >= EVERY_MS) {
            write(reader, reads);
        }
    }

    /** Writes down what was not yet. */
    public synchronized void flush() {
        readers.forEach((reader, reads) -> {
            if (reads.times > 0) {
                write(reader, reads);
            }
        });
    }

    /** Forgets who read what is erased. */
    synchronized void forget() {
        readers.clear();
    }

    private void write(Reader reader, Reads reads) {
        try {
            audit.commit(new AuditEvent(
                    "read",
                    reader.who(),
                    reader.engineId(),
                    Map.of("what", reader.what(), "times", Long.toString(reads.times))));
            reads.times = 0;
            reads.writtenMs = clock.millis();
        } catch (StorageException e) {
            LOG.warn("A read of {} is not in the audit log yet. {}", reader.what(), Objects.toString(e.getMessage()));
        }
    }
}
