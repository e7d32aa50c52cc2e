package attune.control.store;

import attune.api.Experience;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Audited candidates, also those that lost. Any thread. */
public final class ExperienceStore {
    /** Experiences that are kept; the oldest go first. */
    public static final int LARGEST_COUNT = 200_000;

    private final Database database;

    public ExperienceStore(Database database) {
        this.database = database;
    }

    /** Writes all of them or none. */
    public List<Experience> add(List<Experience> experiences) {
        return database.write(connection -> {
            List<Experience> numbered = new ArrayList<>();
            for (Experience experience : experiences) {
                numbered.add(insert(connection, experience));
            }
            try (PreparedStatement delete = connection.prepareStatement(
                    "DELETE FROM experiences WHERE number <= (SELECT max(number) FROM experiences) - ?")) {
                delete.setInt(1, LARGEST_COUNT);
                delete.executeUpdate();
            }
            return numbered;
        });
    }

    /** Experiences behind a number, oldest first, as the JSON of a list of {@link Experience}. */
    public byte[] afterJson(long number, int limit) {
        return JsonRows.of(
                database,
                "SELECT * FROM experiences WHERE number > ? ORDER BY number LIMIT ?",
                statement -> {
                    statement.setLong(1, number);
                    statement.setInt(2, limit);
                },
                ExperienceStore::write);
    }

    /**
     * Experiences below a number and behind another one, newest first, as the JSON of a list of {@link Experience}.
     *
     * @param strategy only of this one; null: of all
     * @param onlyWon whether those that lost are left out
     */
    public byte[] newestJson(long before, long behind, @Nullable String strategy, boolean onlyWon, int limit) {
        String which = (strategy == null ? "" : " AND strategy = ?") + (onlyWon ? " AND chosen = 1" : "");
        return JsonRows.of(
                database,
                "SELECT * FROM experiences WHERE number < ? AND number > ?" + which + " ORDER BY number DESC LIMIT ?",
                statement -> {
                    int next = 0;
                    statement.setLong(++next, before);
                    statement.setLong(++next, behind);
                    if (strategy != null) {
                        statement.setString(++next, strategy);
                    }
                    statement.setInt(++next, limit);
                },
                ExperienceStore::write);
    }

    private static void write(JsonRows json, ResultSet row) throws SQLException {
        json.whole("number", row, "number");
        json.text("engineId", row, "engine_id");
        json.whole("at", row, "at");
        json.raw("situation", row, "situation");
        json.text("strategy", row, "strategy");
        json.raw("params", row, "params");
        json.real("score", row, "score");
        json.real("overIncumbent", row, "over_incumbent");
        json.truth("chosen", row, "chosen");
        json.real("measured", row, "measured");
    }

    /**
     * Deletes all that a strategy tried on a kind of content; writers wait only while rows go, not while they are looked for.
     *
     * @return how many
     */
    public int delete(String strategy, String contentClass) {
        List<Long> numbers = database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT number FROM experiences"
                    + " WHERE strategy = ? AND json_extract(situation, '$.contentClass') = ?")) {
                query.setString(1, strategy);
                query.setString(2, contentClass);
                List<Long> found = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(row.getLong(1));
                    }
                }
                return found;
            }
        });
        return database.write(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM experiences WHERE number = ?")) {
                for (long number : numbers) {
                    delete.setLong(1, number);
                    delete.addBatch();
                }
                delete.executeBatch();
            }
            return numbers.size();
        });
    }

    /** Number of the newest; 0 where there is none. */
    public long last() {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT max(number) FROM experiences");
                    ResultSet result = query.executeQuery()) {
                return result.next() ? result.getLong(1) : 0L;
            }
        });
    }

    private static Experience insert(Connection connection, Experience experience) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO experiences (engine_id, at, situation, strategy, params, score, over_incumbent, chosen,"
                        + " measured) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, experience.engineId());
            insert.setLong(2, experience.at());
            insert.setString(3, StoredJson.write(experience.situation()));
            insert.setString(4, experience.strategy());
            insert.setString(5, StoredJson.write(experience.params()));
            insert.setDouble(6, experience.score());
            insert.setDouble(7, experience.overIncumbent());
            insert.setInt(8, experience.chosen() ? 1 : 0);
            ChangeStore.setDouble(insert, 9, experience.measured());
            insert.executeUpdate();
        }
        long number = ChangeStore.lastRowId(connection);
        return new Experience(
                number,
                experience.engineId(),
                experience.at(),
                experience.situation(),
                experience.strategy(),
                experience.params(),
                experience.score(),
                experience.overIncumbent(),
                experience.chosen(),
                experience.measured());
    }
}
