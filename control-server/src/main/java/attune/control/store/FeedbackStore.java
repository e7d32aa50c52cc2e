package attune.control.store;

import attune.api.Feedback;
import attune.api.Situation;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opinions. Any thread. */
public final class FeedbackStore {
    private final Database database;
    private final AuditStore audit;

    /** @param audit gets each opinion, in the transaction that writes it */
    public FeedbackStore(Database database, AuditStore audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * Writes an opinion; one whose sender's id is known already is answered with what is there. Does not wait for the disk.
     */
    public Feedback commit(Feedback feedback) {
        return database.commit(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO feedback (id, engine_id, at, source, vote, change_id, before, after, situation)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING")) {
                insert.setString(1, feedback.id());
                insert.setString(2, feedback.engineId());
                insert.setLong(3, feedback.at());
                insert.setString(4, feedback.source());
                insert.setString(5, feedback.vote());
                ChangeStore.setLong(insert, 6, feedback.changeId());
                insert.setString(7, StoredJson.writeNullable(feedback.before()));
                insert.setString(8, StoredJson.write(feedback.after()));
                insert.setString(9, StoredJson.writeNullable(feedback.situation()));
                if (insert.executeUpdate() > 0) {
                    audit.append(connection, audited(feedback));
                }
            }
            try (PreparedStatement query = connection.prepareStatement("SELECT * FROM feedback WHERE id = ?")) {
                query.setString(1, feedback.id());
                return read(query).get(0);
            }
        });
    }

    /** The settings are those of the change; one that was of no change was of what played. */
    private static AuditEvent audited(Feedback feedback) {
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("vote", feedback.vote());
        if (feedback.changeId() != null) {
            detail.put("change", feedback.changeId().toString());
        }
        boolean host = feedback.source().equals("host");
        if (!host) {
            detail.put("from", feedback.source());
        }
        return new AuditEvent("voted", host ? "host" : "you", feedback.engineId(), detail);
    }

    /** Waits until all that was written is on the disk. */
    public void sync() {
        database.sync();
    }

    /** The opinion with this sender's id. */
    public Optional<Feedback> find(String id) {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT * FROM feedback WHERE id = ?")) {
                query.setString(1, id);
                return read(query).stream().findFirst();
            }
        });
    }

    /** Opinions behind a number, oldest first, as the JSON of a list of {@link Feedback}. */
    public byte[] afterJson(long number, int limit) {
        return JsonRows.of(
                database,
                "SELECT * FROM feedback WHERE number > ? ORDER BY number LIMIT ?",
                statement -> {
                    statement.setLong(1, number);
                    statement.setInt(2, limit);
                },
                FeedbackStore::write);
    }

    private static void write(JsonRows json, ResultSet row) throws SQLException {
        json.whole("number", row, "number");
        json.text("id", row, "id");
        json.text("engineId", row, "engine_id");
        json.whole("at", row, "at");
        json.text("source", row, "source");
        json.text("vote", row, "vote");
        json.whole("changeId", row, "change_id");
        json.raw("before", row, "before");
        json.raw("after", row, "after");
        json.raw("situation", row, "situation");
    }

    private static List<Feedback> read(PreparedStatement query) throws SQLException {
        List<Feedback> found = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                long changeId = row.getLong("change_id");
                boolean none = row.wasNull();
                found.add(new Feedback(
                        row.getLong("number"),
                        row.getString("id"),
                        row.getString("engine_id"),
                        row.getLong("at"),
                        row.getString("source"),
                        row.getString("vote"),
                        none ? null : changeId,
                        StoredJson.valuesOrNull(row.getString("before")),
                        StoredJson.values(row.getString("after")),
                        StoredJson.readNullable(row.getString("situation"), Situation.class)));
            }
        }
        return found;
    }
}
