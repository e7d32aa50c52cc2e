package attune.control.store;

import attune.api.ObjectiveWish;
import attune.api.ParamBounds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Preferences by name as JSON values, and a person's bounds for learning. Any thread. */
public final class PreferenceStore {
    private static final String WISH = "objectives";

    private final Database database;
    private final AuditStore audit;

    /** @param audit gets consents and resets, in the transaction that writes them */
    public PreferenceStore(Database database, AuditStore audit) {
        this.database = database;
        this.audit = audit;
    }

    /** All preferences; values are JSON text. */
    public Map<String, String> all() {
        return pairs("SELECT name, value FROM preferences ORDER BY name");
    }

    /** Sets some of them together. */
    public void set(Map<String, String> values) {
        set(values, List.of());
    }

    /** The same, and what the audit log says of it. */
    public void set(Map<String, String> values, List<AuditEvent> events) {
        database.write(connection -> {
            for (Map.Entry<String, String> value : values.entrySet()) {
                put(
                        connection,
                        "INSERT INTO preferences (name, value) VALUES (?, ?)"
                                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                        value.getKey(),
                        value.getValue());
            }
            for (AuditEvent event : events) {
                audit.append(connection, event);
            }
            return true;
        });
    }

    /** A person's bounds by permanent id. */
    public Map<String, ParamBounds> bounds() {
        Map<String, ParamBounds> bounds = new LinkedHashMap<>();
        pairs("SELECT param, bound FROM bounds ORDER BY param")
                .forEach((param, bound) -> bounds.put(param, StoredJson.read(bound, ParamBounds.class)));
        return bounds;
    }

    /** Replaces all bounds. */
    public void setBounds(Map<String, ParamBounds> bounds) {
        database.write(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM bounds")) {
                delete.executeUpdate();
            }
            for (Map.Entry<String, ParamBounds> bound : bounds.entrySet()) {
                put(
                        connection,
                        "INSERT INTO bounds (param, bound) VALUES (?, ?)",
                        bound.getKey(),
                        StoredJson.write(bound.getValue()));
            }
            return true;
        });
    }

    /** What the person wants most of a sound; nothing where nobody said so. */
    public ObjectiveWish wish() {
        String text = all().get(WISH);
        return text == null ? ObjectiveWish.NONE : StoredJson.read(text, ObjectiveWish.class);
    }

    /** Replaces it. */
    public void setWish(ObjectiveWish wish) {
        set(Map.of(WISH, StoredJson.write(wish)));
    }

    private static void put(Connection connection, String sql, String name, String value) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, name);
            insert.setString(2, value);
            insert.executeUpdate();
        }
    }

    private Map<String, String> pairs(String sql) {
        return database.read(connection -> {
            Map<String, String> pairs = new LinkedHashMap<>();
            try (PreparedStatement query = connection.prepareStatement(sql);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    pairs.put(row.getString(1), row.getString(2));
                }
            }
            return pairs;
        });
    }
}
