package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * One kind of what is stored now.
 *
 * @param name of the table or folder
 * @param label for people
 * @param count how many there are
 * @param unit what {@code count} counts, in words that go with the number: "entries", "file" after 1
 * @param bytes of a table: what its rows hold, text in UTF-8 and 8 a number; of files: their length
 * @param oldest of what is still there the first one written or the oldest file, ms since 1970; null where there is none, or no time
 * @param kept how long it is kept
 */
public record StoredPart(
        String name,
        String label,
        long count,
        String unit,
        long bytes,
        @Nullable Long oldest,
        String kept) {}
