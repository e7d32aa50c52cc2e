package attune.control.store;

import attune.api.AuditEntry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the audit log before it has its place in the chain; fields as in {@link AuditEntry}.
 *
 * @param event of {@link AuditEntry#EVENTS}
 * @param who of {@link AuditEntry#WHO}
 * @param detail never names, paths or free text of a person's
 */
public record AuditEvent(String event, String who, @Nullable String engineId, Map<String, String> detail) {
    public AuditEvent {
        if (!AuditEntry.EVENTS.contains(event) || !AuditEntry.WHO.contains(who)) {
            throw new IllegalArgumentException(
                    "event=" + event + ", who=" + who + ", which the audit log has no words for");
        }
        detail = Map.copyOf(detail);
    }

    /** About no plugin instance. */
    public static AuditEvent of(String event, String who, Map<String, String> detail) {
        return new AuditEvent(event, who, null, detail);
    }
}
