package attune.control.store;

import attune.api.AuditCheck;
import attune.api.AuditEntry;
import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The audit log: entries are only ever added, each in the transaction of what it tells of, each with the SHA-256 of the one
 * before. Beside them stands which entry is the last, so that a log cut short is noticed too. There is no secret in it:
 * it shows damage and changes made by hand, not a forger who computes the whole chain anew. Any thread.
 */
public final class AuditStore {
    /** What stands before the first entry. */
    public static final String NOTHING = "0".repeat(64);

    private static final TypeReference<TreeMap<String, String>> DETAIL = new TypeReference<>() {};

    private record Head(long number, String hash) {}

    private final Database database;
    private final Clock clock;

    /** @param clock of the entries */
    public AuditStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Adds an entry, on the disk when the call returns. */
    public void add(AuditEvent event) {
        database.write(connection -> {
            append(connection, event);
            return true;
        });
    }

    /** As {@link #add}, without waiting for the disk. */
    public void commit(AuditEvent event) {
        database.commit(connection -> {
            append(connection, event);
            return true;
        });
    }

    /** Adds an entry within a transaction of what it tells of. */
    void append(Connection connection, AuditEvent event) throws SQLException {
        Head head = head(connection);
        long number = head.number() + 1;
        long at = clock.millis();
        String detail = StoredJson.write(new TreeMap<>(event.detail()));
        String hash = hash(head.hash(), number, at, event.event(), event.who(), event.engineId(), detail);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO audit (number, at, event, who, engine_id, detail, previous, hash)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, number);
            insert.setLong(2, at);
            insert.setString(3, event.event());
            insert.setString(4, event.who());
            insert.setString(5, event.engineId());
            insert.setString(6, detail);
            insert.setString(7, head.hash());
            insert.setString(8, hash);
            insert.executeUpdate();
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE audit_head SET number = ?, hash = ?")) {
            update.setLong(1, number);
            update.setString(2, hash);
            update.executeUpdate();
        }
    }

    private static Head head(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT number, hash FROM audit_head")) {
            return row.next() ? new Head(row.getLong(1), row.getString(2)) : new Head(0, NOTHING);
        }
    }

    /** SHA-256 over the hash before and the rest as a JSON array, both UTF-8; lower-case hexadecimal digits. */
    private static String hash(
            String previous, long number, long at, String event, String who, @Nullable String engineId, String detail) {
        String content = StoredJson.write(Arrays.asList(number, at, event, who, engineId, detail));
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest((previous + content).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Newest first.
     *
     * @param before only numbers below this
     */
    public List<AuditEntry> page(long before, int limit) {
        return database.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT * FROM audit WHERE number < ? ORDER BY number DESC LIMIT ?")) {
                query.setLong(1, before);
                query.setInt(2, limit);
                List<AuditEntry> found = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(read(row));
                    }
                }
                return found;
            }
        });
    }

    private static AuditEntry read(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("number"),
                row.getLong("at"),
                row.getString("event"),
                row.getString("who"),
                row.getString("engine_id"),
                StoredJson.read(row.getString("detail"), DETAIL),
                row.getString("previous"),
                row.getString("hash"));
    }

    /** Reads the whole chain, and names the first entry that is missing or was changed. */
    public AuditCheck verify() {
        return database.read(connection -> {
            Head head = head(connection);
            long entries = 0;
            String last = NOTHING;
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT * FROM audit ORDER BY number")) {
                while (row.next()) {
                    long expected = entries + 1;
                    long number = row.getLong("number");
                    if (number != expected) {
                        return broken(entries, last, expected, "is missing");
                    }
                    if (!row.getString("hash").equals(hashOf(row))) {
                        return broken(entries, last, number, "was changed after it was written");
                    }
                    if (!row.getString("previous").equals(last)) {
                        // Whole in itself, but not what the next one was written after.
                        return number == 1
                                ? broken(entries, last, 1, "was changed after it was written")
                                : broken(
                                        entries,
                                        last,
                                        number - 1,
                                        "was changed after entry " + number + " was written");
                    }
                    entries = number;
                    last = row.getString("hash");
                }
            }
            if (entries != head.number()) {
                return broken(
                        entries,
                        last,
                        Math.min(entries, head.number()) + 1,
                        entries < head.number() ? "is missing" : "was not written by Attune");
            }
            return last.equals(head.hash())
                    ? new AuditCheck(true, entries, last, null, "The audit log is whole: " + entries + " entries.")
                    : broken(entries, last, Math.max(1, entries), "was changed after it was written");
        });
    }

    private static String hashOf(ResultSet row) throws SQLException {
        return hash(
                row.getString("previous"),
                row.getLong("number"),
                row.getLong("at"),
                row.getString("event"),
                row.getString("who"),
                row.getString("engine_id"),
                row.getString("detail"));
    }

    private static AuditCheck broken(long entries, String last, long number, String how) {
        return new AuditCheck(
                false,
                entries,
                last,
                number,
                "Entry " + number + " of the audit log " + how + "; the " + entries + " before it are as they were.");
    }
}
