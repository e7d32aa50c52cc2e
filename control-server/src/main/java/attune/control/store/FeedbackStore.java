package attune.control.store;

import attune.api.Feedback;
import attune.api.Situation;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opinions. Any thread. */
public final class FeedbackStore {
    private final Database database;

    public FeedbackStore(Database database) {
        this.database = database;
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
                insert.executeUpdate();
            }
            try (PreparedStatement query = connection.prepareStatement("SELECT * FROM feedback WHERE id = ?")) {
                query.setString(1, feedback.id());
                return read(query).get(0);
            }
        });
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

    /** Opinions behind a number, oldest first. */
    public List<Feedback> after(long number, int limit) {
        return database.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT * FROM feedback WHERE number > ? ORDER BY number LIMIT ?")) {
                query.setLong(1, number);
                query.setInt(2, limit);
                return read(query);
            }
        });
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
