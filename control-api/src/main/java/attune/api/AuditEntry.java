package attune.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit log: what was learned, decided, read, taken out or erased. Holds no sound and no name that a person
 * gave; {@code GET /changes/{id}} has all of a change. Entries are chained: each holds the hash of the one before.
 *
 * @param number from 1, without a gap
 * @param at ms since 1970
 * @param event one of {@link #EVENTS}
 * @param who one of {@link #WHO}; entries of earlier versions have "panel" and "cli" for "you" in some
 * @param engineId plugin instance; null where it is about none
 * @param detail what the event needs: "change", "of", "before" and "after" (settings that moved), "impact", "reason", "vote",
 *     "from", "purpose", "on", "preset", "pattern", "what", "times", "backup"
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
    /** All that can happen. */
    public static final List<String> EVENTS = List.of(
            "proposed",
            "applied",
            "accepted",
            "rejected",
            "measured",
            "undone",
            "lessened",
            "rolled-back",
            "recalled",
            "voted",
            "reset",
            "consent",
            "preset-saved",
            "preset-changed",
            "preset-deleted",
            "pattern-switched",
            "pattern-deleted",
            "read",
            "exported",
            "backed-up",
            "restored",
            "erased");
    /** Who does anything, here and in the timeline: the learner, a person, the host, a rule, Attune by itself. */
    public static final List<String> WHO = List.of("agent", "you", "host", "autoload", "attune");

    public AuditEntry {
        detail = Map.copyOf(detail);
    }
}
