package attune.control.privacy;

import attune.api.StoredPart;
import attune.control.store.Database;
import attune.control.store.ExperienceStore;
import attune.control.store.TelemetryStore;
import attune.control.store.Totals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts what is stored now: every table there is, whoever added it, and every file. Any thread. */
final class StoredParts {
    private static final String UNTIL_ERASED = "until you erase it";

    /**
     * @param one what is counted, where it is one
     * @param many where there are none or several
     */
    private record Words(String label, String one, String many, String kept) {
        StoredPart part(String name, Size size, @Nullable Long oldest) {
            String unit = size.count() == 1 ? one : many;
            return new StoredPart(name, label, size.count(), unit, size.bytes(), oldest, kept);
        }
    }

    private static final Map<String, Words> WORDS = Map.of(
            "changes",
            new Words("Timeline (what was changed or left alone, and why)", "entry", "entries", UNTIL_ERASED),
            "feedback",
            new Words("Opinions (thumbs, stars, knobs you moved back)", "opinion", "opinions", UNTIL_ERASED),
            "experiences",
            new Words("Settings that were tried", "setting", "settings", "the newest " + ExperienceStore.LARGEST_COUNT),
            "taste_answers",
            new Words("Answers to blind pairs", "answer", "answers", UNTIL_ERASED),
            "preferences",
            new Words("Preferences (switches, names, what you want most)", "choice", "choices", UNTIL_ERASED),
            "bounds",
            new Words("Limits and locks for learning", "knob", "knobs", UNTIL_ERASED),
            "audit",
            new Words("Audit log", "entry", "entries", UNTIL_ERASED),
            "instances",
            new Words("Plugin instances that were here", "session", "sessions", UNTIL_ERASED),
            "telemetry",
            new Words(
                    "Measurements (loudness, peaks, noise, late blocks)",
                    "stretch of time",
                    "stretches of time",
                    "seconds for 2 days, five minutes for 60 days, hours and days for 2 years"),
            "presets",
            new Words("Your presets", "file", "files", "until you delete them"));

    private static final String OLDEST_MEASURED = TelemetryStore.RESOLUTIONS.stream()
            .map(resolution -> "SELECT min(at) AS at FROM telemetry WHERE resolution = " + resolution)
            .collect(Collectors.joining(" UNION ALL ", "SELECT min(at) FROM (", ")"));

    private final List<Database> databases;
    private final UserFiles files;

    StoredParts(List<Database> databases, UserFiles files) {
        this.databases = List.copyOf(databases);
        this.files = files;
    }

    List<StoredPart> all() throws IOException {
        List<StoredPart> parts = new ArrayList<>();
        for (Database database : databases) {
            parts.addAll(database.read(StoredParts::tables));
        }
        List<Path> own = files.files();
        parts.add(part("presets", own.stream().filter(this::isPreset).toList(), words("presets")));
        List<Path> others = own.stream().filter(file -> !isPreset(file)).toList();
        if (!others.isEmpty()) {
            parts.add(part("files", others, new Words("Other files of yours", "file", "files", UNTIL_ERASED)));
        }
        parts.add(part(
                UserFiles.BACKUPS,
                UserFiles.below(files.data(), UserFiles.BACKUPS::equals),
                new Words("Backups (one a day)", "file", "files", "30 days")));
        parts.add(part("logs", files.logs(), new Words("Logs", "file", "files", "2 MiB each")));
        return parts;
    }

    private boolean isPreset(Path file) {
        return file.startsWith(files.presets());
    }

    private static StoredPart part(String name, List<Path> paths, Words words) throws IOException {
        long bytes = 0;
        Long oldest = null;
        for (Path path : paths) {
            if (Files.isRegularFile(path)) {
                bytes += Files.size(path);
                long at = Files.getLastModifiedTime(path).toMillis();
                oldest = oldest == null ? at : Math.min(oldest, at);
            }
        }
        return words.part(name, new Size(paths.size(), bytes), oldest);
    }

    private static Words words(String name) {
        Words known = WORDS.get(name);
        return known == null
                ? new Words(
                        name.substring(0, 1).toUpperCase(Locale.ROOT)
                                + name.substring(1).replace('_', ' '),
                        "row",
                        "rows",
                        UNTIL_ERASED)
                : known;
    }

    private static List<StoredPart> tables(Connection connection) throws SQLException {
        List<StoredPart> parts = new ArrayList<>();
        Map<String, Size> kept = kept(connection);
        for (StoredTable table : StoredTable.all(connection)) {
            if (table.name().equals("audit_head")) {
                continue; // where the audit log ends, not an entry
            }
            Size size = kept.get(table.name());
            if (size == null) {
                size = counted(connection, table);
            }
            parts.add(words(table.name()).part(table.name(), size, oldest(connection, table)));
        }
        return parts;
    }

    private record Size(long count, long bytes) {}

    private static Map<String, Size> kept(Connection connection) throws SQLException {
        Map<String, Size> kept = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name, count, bytes FROM " + Totals.TABLE)) {
            while (row.next()) {
                kept.put(row.getString(1), new Size(row.getLong(2), row.getLong(3)));
            }
        }
        return kept;
    }

    /** Of a table that stays small. */
    private static Size counted(Connection connection, StoredTable table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*), ifnull(sum("
                        + Totals.bytes(table.quoted(), table.columns()) + "), 0) FROM " + table.quoted())) {
            return new Size(row.getLong(1), row.getLong(2));
        }
    }

    /** When the first entry that is still there was made; found by an index, however many there are. */
    private static @Nullable Long oldest(Connection connection, StoredTable table) throws SQLException {
        if (table.has("resolution")) {
            return number(connection, OLDEST_MEASURED);
        }
        return table.has("at")
                ? number(connection, "SELECT at FROM " + table.quoted() + " ORDER BY rowid LIMIT 1")
                : null;
    }

    /** The one number of a query; null where it is none. */
    static @Nullable Long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                return null;
            }
            long value = row.getLong(1);
            return row.wasNull() ? null : value;
        }
    }
}
