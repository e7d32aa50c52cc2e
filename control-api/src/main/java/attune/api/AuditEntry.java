package attune.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit log: what was learned, decided, read, taken out or erased. Holds no sound, no names of files and no
 * settings; {@code GET /changes/{id}} has those of a change. Entries are chained: each holds the hash of the one before.
 *
 * @param number from 1, without a gap
 * @param at ms since 1970
 * @param event "proposed", "applied", "accepted", "rejected", "undone", "rolled-back", "reset", "consent", "preset-saved",
 *     "preset-changed", "preset-deleted", "read", "exported", "backed-up", "restored", "erased"
 * @param who "agent", "you", "host", "panel", "cli"; "attune" for what it does by itself
 * @param engineId plugin instance; null where it is about none
 * @param detail what the event needs: "change", "of", "purpose", "on", "preset", "what", "times", "backup"
 * @param previous hash of the entry before, 64 hexadecimal digits; zeros for the first
 * @param hash SHA-256 over previous and the rest of this entry (docs/api.md, "Audit log")
 */
public record AuditEntry(
        long number,
        long at,
        String event,
        String who,
        @Nullable String engineId,
        Map<String, String> detail,
        String previous,
        String hash) {
    public AuditEntry {
        detail = Map.copyOf(detail);
    }
}
