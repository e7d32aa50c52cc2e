package attune.control.store;

import attune.api.Change;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Which host each plugin instance was in and which of its instances it was: its place, that stays the same when the host is
 * started anew, and by which the timeline goes on. Any thread.
 */
public final class InstanceStore {
    /** Of each session no more than a page is looked at, each by the index of its engine. */
    static final String PAGE = "WHERE id IN (SELECT c.id FROM (SELECT engine_id FROM instances WHERE place ="
            + " (SELECT place FROM instances WHERE engine_id = ?) UNION SELECT ?) AS session"
            + " JOIN changes AS c ON c.engine_id = session.engine_id AND c.id < ? AND c.id >= ifnull((SELECT last.id"
            + " FROM changes AS last WHERE last.engine_id = session.engine_id AND last.id < ? ORDER BY last.id DESC"
            + " LIMIT 1 OFFSET ?), 0) ORDER BY c.id DESC LIMIT ?) ORDER BY id DESC";

    private final Database database;

    public InstanceStore(Database database) {
        this.database = database;
    }

    /**
     * One instance in one session of its host.
     *
     * @param at when it was seen first, ms since 1970
     */
    public record Instance(String engineId, String host, long at) {}

    /** Which instance of its host this is, over restarts of the host: the host's name and the instance's number in it. */
    public static String place(String engineId, String host) {
        return host + "/" + number(engineId);
    }

    /** Which of its host's instances this is, as its id says it. */
    public static String number(String engineId) {
        return engineId.substring(engineId.lastIndexOf('-') + 1);
    }

    /** Remembers an instance; one whose process number was another host's before is this one from now on. */
    public void add(Instance instance) {
        database.write(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO instances (engine_id, host, place, at) VALUES (?, ?, ?, ?) ON CONFLICT (engine_id)"
                            + " DO UPDATE SET host = excluded.host, place = excluded.place, at = excluded.at"
                            + " WHERE place <> excluded.place")) {
                insert.setString(1, instance.engineId());
                insert.setString(2, instance.host());
                insert.setString(3, place(instance.engineId(), instance.host()));
                insert.setLong(4, instance.at());
                return insert.executeUpdate();
            }
        });
    }

    /** Those that came last, newest first. */
    public List<Instance> newest(int limit) {
        return database.read(connection -> {
            List<Instance> found = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT * FROM instances ORDER BY at DESC, rowid DESC LIMIT ?")) {
                query.setInt(1, limit);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(new Instance(row.getString("engine_id"), row.getString("host"), row.getLong("at")));
                    }
                }
            }
            return found;
        });
    }

    /**
     * The timeline of an instance over all sessions of its host, newest first, as the JSON of a list of {@link Change}.
     *
     * @param before only numbers below this
     */
    public byte[] pageJson(String engineId, long before, int limit) {
        return JsonRows.of(
                database,
                ChangeStore.SELECT + PAGE,
                statement -> {
                    statement.setString(1, engineId);
                    statement.setString(2, engineId);
                    statement.setLong(3, before);
                    statement.setLong(4, before);
                    statement.setInt(5, limit - 1);
                    statement.setInt(6, limit);
                },
                ChangeStore::write);
    }
}
