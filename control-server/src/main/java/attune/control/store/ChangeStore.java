package attune.control.store;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Evidence;
import attune.api.Explanation;
import attune.api.Situation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The timeline. Any thread; every write is one transaction, on the disk when the call returns, but for those that a push
 * writes: {@link #commit}, {@link #setPushed} and {@link #setMoved}, which {@link #sync} brings to the disk.
 */
public final class ChangeStore {
    private static final String INSERT = "INSERT INTO changes (engine_id, at, kind, status, who, strategy, explanation,"
            + " before, after, generation, evidence, situation, parent, slot, base_generation)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    static final String SELECT = "SELECT * FROM changes ";

    /** Posted to an engine, or brought by the host; and not the same set as before. */
    private static final String IS_VERSION =
            " AND kind <> 'abstained' AND before <> after AND (generation > 0 OR who = 'host')"
                    + " AND status NOT IN ('proposed', 'rejected', 'left_alone')";

    /** The plus keeps SQLite from walking through all of the engine's entries for the sake of their order. */
    static final String BY_STATUS = "WHERE engine_id = ? AND status IN (?, ?) ORDER BY +id DESC";

    private static final String FIRST = "WHERE engine_id = ? AND slot = ? ORDER BY id LIMIT 1";
    private static final String ORIGIN = "WHERE engine_id = ? AND slot = ? AND kind IN ('preset', 'manual')"
            + " AND (kind = 'preset' OR who = 'host') AND status IN ('in_force', 'watching', 'replaced') ORDER BY id DESC LIMIT 1";

    static final String BY_REPLACEMENT = "WHERE replaced_by = ? AND status = 'replaced'";
    static final String BY_PARENT = "WHERE parent = ? AND kind = ? ORDER BY id DESC LIMIT 1";
    static final String LAST_GENERATION = "SELECT max(generation) FROM changes WHERE engine_id = ?";

    private final Database database;
    private final AuditStore audit;

    /** @param audit gets what is learned, decided and taken back, in the transaction that writes it */
    public ChangeStore(Database database, AuditStore audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * Writes a new entry, and what becomes of others through it, together.
     *
     * @param others new status of other entries; those with status replaced remember that this one came over them
     */
    public StoredChange add(NewChange draft, Map<Long, ChangeStatus> others) {
        StoredChange added = commit(draft, others);
        sync();
        return added;
    }

    /** As {@link #add}, without waiting for the disk. */
    public StoredChange commit(NewChange draft, Map<Long, ChangeStatus> others) {
        long id = database.commit(connection -> {
            long number = insert(connection, draft);
            Optional<AuditEvent> event = ChangeAudit.of(number, draft);
            if (event.isPresent()) {
                audit.append(connection, event.get());
            }
            setStatuses(connection, others, number);
            return number;
        });
        return find(id).orElseThrow();
    }

    /** Waits until all that was written is on the disk. */
    public void sync() {
        database.sync();
    }

    /** Gives entries another status. */
    public void setStatus(Map<Long, ChangeStatus> statuses) {
        if (!statuses.isEmpty()) {
            database.write(connection -> {
                for (Map.Entry<Long, ChangeStatus> entry : statuses.entrySet()) {
                    setStatus(connection, entry.getKey(), entry.getValue(), null);
                    if (entry.getValue() == ChangeStatus.rejected) {
                        auditDecision(connection, "rejected", "you", entry.getKey(), Map.of());
                    }
                }
                return true;
            });
        }
    }

    private void auditDecision(Connection connection, String event, String who, long id, Map<String, String> more)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT engine_id FROM changes WHERE id = ?")) {
            query.setLong(1, id);
            try (ResultSet row = query.executeQuery()) {
                String engineId = row.next() ? row.getString(1) : null;
                Map<String, String> detail = new LinkedHashMap<>(more);
                detail.put("change", Long.toString(id));
                audit.append(connection, new AuditEvent(event, who, engineId, detail));
            }
        }
    }

    /** A proposal was accepted: it has its generation, set and start now. Does not wait for the disk. */
    public StoredChange setPushed(
            long id,
            Map<String, Double> before,
            Map<String, Double> after,
            long generation,
            Map<Long, ChangeStatus> others) {
        database.commit(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE changes SET status = ?, before = ?, after = ?, generation = ? WHERE id = ?")) {
                update.setString(1, ChangeStatus.watching.name());
                update.setString(2, StoredJson.write(before));
                update.setString(3, StoredJson.write(after));
                update.setLong(4, generation);
                update.setLong(5, id);
                update.executeUpdate();
            }
            auditDecision(connection, "accepted", "you", id, ChangeAudit.moved(before, after));
            setStatuses(connection, others, id);
            return id;
        });
        return find(id).orElseThrow();
    }

    /** A person's movement goes on: its entry ends elsewhere now. Does not wait for the disk. */
    public StoredChange setMoved(
            long id,
            Explanation explanation,
            Map<String, Double> after,
            long generation,
            long at,
            Map<Long, ChangeStatus> others) {
        database.commit(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE changes SET explanation = ?, after = ?, generation = ?, at = ? WHERE id = ?")) {
                update.setString(1, StoredJson.write(explanation));
                update.setString(2, StoredJson.write(after));
                update.setLong(3, generation);
                update.setLong(4, at);
                update.setLong(5, id);
                update.executeUpdate();
            }
            setStatuses(connection, others, id);
            return id;
        });
        return find(id).orElseThrow();
    }

    /** What the watcher found. */
    public StoredChange setMeasured(long id, @Nullable Double measured, String verdict, ChangeStatus status) {
        database.write(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE changes SET measured = ?, verdict = ?, status = ? WHERE id = ?")) {
                setDouble(update, 1, measured);
                update.setString(2, verdict);
                update.setString(3, status.name());
                update.setLong(4, id);
                update.executeUpdate();
            }
            auditDecision(connection, "measured", "agent", id, ChangeAudit.impact(measured, verdict));
            return id;
        });
        return find(id).orElseThrow();
    }

    public Optional<StoredChange> find(long id) {
        return select("WHERE id = ?", statement -> statement.setLong(1, id)).stream()
                .findFirst();
    }

    /**
     * Newest first.
     *
     * @param engineId of this engine only; null: of all
     * @param before only numbers below this
     * @param kind of this kind only; null: all
     */
    public List<StoredChange> page(@Nullable String engineId, long before, @Nullable ChangeKind kind, int limit) {
        return select(page(engineId != null, kind != null), ofPage(engineId, before, kind, limit));
    }

    private static JsonRows.Binder ofPage(
            @Nullable String engineId, long before, @Nullable ChangeKind kind, int limit) {
        return statement -> {
            int at = 1;
            statement.setLong(at++, before);
            if (engineId != null) {
                statement.setString(at++, engineId);
            }
            if (kind != null) {
                statement.setString(at++, kind.name());
            }
            statement.setInt(at, limit);
        };
    }

    /**
     * Entries that made another sound, newest first, as the JSON of a list of {@link Change}: what was only proposed or left alone
     * is none.
     *
     * @param engineId of this engine only; null: of all
     * @param before only numbers below this
     */
    public byte[] versionsJson(@Nullable String engineId, long before, int limit) {
        return json(versions(engineId != null), ofPage(engineId, before, null, limit));
    }

    static String versions(boolean ofEngine) {
        return "WHERE id < ?" + (ofEngine ? " AND engine_id = ?" : "") + IS_VERSION + " ORDER BY id DESC LIMIT ?";
    }

    /** The entry with this number, where it made another sound. */
    public Optional<StoredChange> version(long id) {
        return select("WHERE id = ?" + IS_VERSION, statement -> statement.setLong(1, id)).stream()
                .findFirst();
    }

    /**
     * The entry from which the settings of a slot went on: of a preset that was recalled, or of what the host brought, the newest
     * that was not taken back; else the first of the slot.
     */
    public Optional<Change> origin(String engineId, int slot) {
        JsonRows.Binder binder = statement -> {
            statement.setString(1, engineId);
            statement.setInt(2, slot);
        };
        return Stream.of(ORIGIN, FIRST)
                .flatMap(where -> select(where, binder).stream())
                .map(StoredChange::change)
                .findFirst();
    }

    /** {@link #page} as the JSON of a list of {@link Change}. */
    public byte[] pageJson(@Nullable String engineId, long before, @Nullable ChangeKind kind, int limit) {
        return json(page(engineId != null, kind != null), ofPage(engineId, before, kind, limit));
    }

    private byte[] json(String where, JsonRows.Binder binder) {
        return JsonRows.of(database, SELECT + where, binder, ChangeStore::write);
    }

    static void write(JsonRows json, ResultSet row) throws SQLException {
        json.whole("id", row, "id");
        json.text("engineId", row, "engine_id");
        json.whole("at", row, "at");
        json.text("kind", row, "kind");
        json.text("status", row, "status");
        json.text("who", row, "who");
        json.text("strategy", row, "strategy");
        json.raw("explanation", row, "explanation");
        json.raw("before", row, "before");
        json.raw("after", row, "after");
        json.whole("generation", row, "generation");
        json.raw("evidence", row, "evidence");
        json.real("measured", row, "measured");
        json.text("verdict", row, "verdict");
        json.raw("situation", row, "situation");
        json.whole("parent", row, "parent");
    }

    static String page(boolean ofEngine, boolean ofKind) {
        return "WHERE id < ?" + (ofEngine ? " AND engine_id = ?" : "") + (ofKind ? " AND kind = ?" : "")
                + " ORDER BY id DESC LIMIT ?";
    }

    /** Entries of an engine with one of two statuses, newest first. */
    public List<StoredChange> withStatus(String engineId, ChangeStatus one, ChangeStatus other) {
        return select(BY_STATUS, statement -> {
            statement.setString(1, engineId);
            statement.setString(2, one.name());
            statement.setString(3, other.name());
        });
    }

    /** Entries over which another one came. */
    public List<StoredChange> replacedBy(long id) {
        return select(BY_REPLACEMENT, statement -> statement.setLong(1, id));
    }

    /** Newest entry of a kind that takes another one back. */
    public Optional<StoredChange> childOf(long parent, ChangeKind kind) {
        return select(BY_PARENT, statement -> {
                    statement.setLong(1, parent);
                    statement.setString(2, kind.name());
                })
                .stream()
                .findFirst();
    }

    /** Highest generation ever posted to an engine; 0 where none was. */
    public long lastGeneration(String engineId) {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(LAST_GENERATION)) {
                query.setString(1, engineId);
                try (ResultSet result = query.executeQuery()) {
                    return result.next() ? result.getLong(1) : 0L;
                }
            }
        });
    }

    private List<StoredChange> select(String where, JsonRows.Binder binder) {
        return database.read(connection -> {
            List<StoredChange> found = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(SELECT + where)) {
                binder.bind(query);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(read(row));
                    }
                }
            }
            return found;
        });
    }

    private static StoredChange read(ResultSet row) throws SQLException {
        double measured = row.getDouble("measured");
        boolean unmeasured = row.wasNull();
        long parent = row.getLong("parent");
        boolean orphan = row.wasNull();
        Change change = new Change(
                row.getLong("id"),
                row.getString("engine_id"),
                row.getLong("at"),
                ChangeKind.valueOf(row.getString("kind")),
                ChangeStatus.valueOf(row.getString("status")),
                row.getString("who"),
                row.getString("strategy"),
                StoredJson.read(row.getString("explanation"), Explanation.class),
                StoredJson.values(row.getString("before")),
                StoredJson.values(row.getString("after")),
                row.getLong("generation"),
                StoredJson.readNullable(row.getString("evidence"), Evidence.class),
                unmeasured ? null : measured,
                row.getString("verdict"),
                StoredJson.readNullable(row.getString("situation"), Situation.class),
                orphan ? null : parent);
        return StoredChange.of(change, row.getInt("slot"), row.getLong("base_generation"));
    }

    private static long insert(Connection connection, NewChange draft) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, draft.engineId());
            insert.setLong(2, draft.at());
            insert.setString(3, draft.kind().name());
            insert.setString(4, draft.status().name());
            insert.setString(5, draft.who());
            insert.setString(6, draft.strategy());
            insert.setString(7, StoredJson.write(draft.explanation()));
            insert.setString(8, StoredJson.write(draft.before()));
            insert.setString(9, StoredJson.write(draft.after()));
            insert.setLong(10, draft.generation());
            insert.setString(11, StoredJson.writeNullable(draft.evidence()));
            insert.setString(12, StoredJson.writeNullable(draft.situation()));
            setLong(insert, 13, draft.parent());
            insert.setInt(14, draft.slot());
            insert.setLong(15, draft.baseGeneration());
            insert.executeUpdate();
        }
        return lastRowId(connection);
    }

    static long lastRowId(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT last_insert_rowid()");
                ResultSet result = query.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    static void setLong(PreparedStatement statement, int index, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.INTEGER);
        } else {
            statement.setLong(index, value);
        }
    }

    static void setDouble(PreparedStatement statement, int index, @Nullable Double value) throws SQLException {
        if (value == null || !Double.isFinite(value)) {
            statement.setNull(index, Types.REAL);
        } else {
            statement.setDouble(index, value);
        }
    }

    /** What becomes of others; what is replaced remembers by which entry. */
    private static void setStatuses(Connection connection, Map<Long, ChangeStatus> others, long by)
            throws SQLException {
        for (Map.Entry<Long, ChangeStatus> other : others.entrySet()) {
            boolean replaced = other.getValue() == ChangeStatus.replaced;
            setStatus(connection, other.getKey(), other.getValue(), replaced ? by : null);
        }
    }

    private static void setStatus(Connection connection, long id, ChangeStatus status, @Nullable Long replacedBy)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE changes SET status = ?, replaced_by = ? WHERE id = ?")) {
            update.setString(1, status.name());
            setLong(update, 2, replacedBy);
            update.setLong(3, id);
            update.executeUpdate();
        }
    }
}
