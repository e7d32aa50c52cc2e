package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * Whether the audit log is whole.
 *
 * @param whole whether every entry is there and as it was written
 * @param entries that were looked at
 * @param head hash of the last one; zeros where there is none
 * @param number first entry that is missing or was changed; null where the log is whole
 * @param sentence the same for people
 */
public record AuditCheck(
        boolean whole, long entries, String head, @Nullable Long number, String sentence) {}
