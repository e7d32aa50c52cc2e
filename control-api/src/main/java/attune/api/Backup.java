package attune.api;

/**
 * A backup of the database.
 *
 * @param name of its file
 * @param at when it was made, ms since 1970
 * @param bytes on the disk
 */
public record Backup(String name, long at, long bytes) {}
