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

    private record Words(String label, String kept) {}

    private static final Map<String, Words> WORDS = Map.of(
            "changes", new Words("Changes of the sound", UNTIL_ERASED),
            "feedback", new Words("Opinions", UNTIL_ERASED),
            "experiences", new Words("Settings that were tried", "the newest " + ExperienceStore.LARGEST_COUNT),
            "taste_answers", new Words("Answers to blind pairs", UNTIL_ERASED),
            "preferences", new Words("Preferences", UNTIL_ERASED),
            "bounds", new Words("Bounds and locks", UNTIL_ERASED),
            "audit", new Words("Audit log", UNTIL_ERASED),
            "telemetry",
                    new Words(
                            "Measurements", "seconds for 2 days, five minutes for 60 days, hours and days for 2 years"),
            "presets", new Words("Your presets", "until you delete them"));

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
            parts.add(part("files", others, new Words("Other files of yours", UNTIL_ERASED)));
        }
        parts.add(part(
                UserFiles.BACKUPS,
                UserFiles.below(files.data(), UserFiles.BACKUPS::equals),
                new Words("Backups", "30 days")));
        parts.add(part("logs", files.logs(), new Words("Logs", "2 MiB each")));
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
        return new StoredPart(name, words.label(), paths.size(), bytes, oldest, words.kept());
    }

    private static Words words(String name) {
        Words known = WORDS.get(name);
        return known == null
                ? new Words(
                        name.substring(0, 1).toUpperCase(Locale.ROOT)
                                + name.substring(1).replace('_', ' '),
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
            Words words = words(table.name());
            parts.add(new StoredPart(
                    table.name(), words.label(), size.count(), size.bytes(), oldest(connection, table), words.kept()));
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
