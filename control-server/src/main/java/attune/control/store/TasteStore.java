package attune.control.store;

import attune.api.Situation;
import attune.api.TasteAnswer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Answers to blind pairs. Any thread. */
public final class TasteStore {
    private final Database database;

    public TasteStore(Database database) {
        this.database = database;
    }

    /** Writes an answer, whatever its number, and waits for the disk; the one with its number. */
    public TasteAnswer add(TasteAnswer answer) {
        TasteAnswer stored = database.commit(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO taste_answers (id, engine_id, at, choice, degree, first, second, situation, repeats)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING")) {
                insert.setString(1, answer.id());
                insert.setString(2, answer.engineId());
                insert.setLong(3, answer.at());
                insert.setString(4, answer.choice().name());
                insert.setString(
                        5, answer.degree() == null ? null : answer.degree().name());
                insert.setString(6, StoredJson.write(answer.first()));
                insert.setString(7, StoredJson.write(answer.second()));
                insert.setString(8, StoredJson.write(answer.situation()));
                insert.setString(9, answer.repeats());
                insert.executeUpdate();
            }
            try (PreparedStatement query = connection.prepareStatement("SELECT * FROM taste_answers WHERE id = ?")) {
                query.setString(1, answer.id());
                return read(query).get(0);
            }
        });
        database.sync();
        return stored;
    }

    /** Whether a question was answered. */
    public boolean isAnswered(String id) {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT * FROM taste_answers WHERE id = ?")) {
                query.setString(1, id);
                return !read(query).isEmpty();
            }
        });
    }

    /** Answers behind a number, oldest first, as the JSON of a list of {@link TasteAnswer}. */
    public byte[] afterJson(long number, int limit) {
        return JsonRows.of(
                database,
                "SELECT * FROM taste_answers WHERE number > ? ORDER BY number LIMIT ?",
                statement -> {
                    statement.setLong(1, number);
                    statement.setInt(2, limit);
                },
                TasteStore::write);
    }

    private static void write(JsonRows json, ResultSet row) throws SQLException {
        json.whole("number", row, "number");
        json.text("id", row, "id");
        json.text("engineId", row, "engine_id");
        json.whole("at", row, "at");
        json.text("choice", row, "choice");
        json.text("degree", row, "degree");
        json.raw("first", row, "first");
        json.raw("second", row, "second");
        json.raw("situation", row, "situation");
        json.text("repeats", row, "repeats");
    }

    private static List<TasteAnswer> read(PreparedStatement query) throws SQLException {
        List<TasteAnswer> found = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                String degree = row.getString("degree");
                found.add(new TasteAnswer(
                        row.getLong("number"),
                        row.getString("id"),
                        row.getString("engine_id"),
                        row.getLong("at"),
                        TasteAnswer.Choice.valueOf(row.getString("choice")),
                        degree == null ? null : TasteAnswer.Degree.valueOf(degree),
                        StoredJson.values(row.getString("first")),
                        StoredJson.values(row.getString("second")),
                        StoredJson.read(row.getString("situation"), Situation.class),
                        row.getString("repeats")));
            }
        }
        return found;
    }
}
