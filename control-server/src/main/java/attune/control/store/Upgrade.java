package attune.control.store;

import attune.control.store.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings a database to the newest version: a compact copy of what it was first, then one transaction for each script.
 *
 * @param version that it has
 * @param migrations SQL scripts; the n-th leads from version n to n + 1
 */
public record Upgrade(Database database, int version, List<String> migrations) {
    private static final String COPY = "%s.v%s.backup";
    private static final int HEADER_BYTES = 100;
    private static final String MAGIC = "SQLite format 3\0";
    private static final int USER_VERSION_AT = 60;

    /**
     * The version of a file that nobody has open, from its header (SQLite's file format, 1.3); 0 where it is no database, or one that
     * Attune never opened.
     */
    public static int versionOf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] header = in.readNBytes(HEADER_BYTES);
            boolean isDatabase = header.length == HEADER_BYTES
                    && new String(header, 0, MAGIC.length(), StandardCharsets.ISO_8859_1).equals(MAGIC);
            return isDatabase ? ByteBuffer.wrap(header).getInt(USER_VERSION_AT) : 0;
        }
    }

    static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA user_version")) {
            return result.next() ? result.getInt(1) : 0;
        }
    }

    static int apply(Connection connection, String script, int to) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(script);
            statement.executeUpdate("PRAGMA user_version = " + to);
        }
        return to;
    }

    /** Copies that were made of a database, each before an upgrade. */
    public static List<Path> copies(Path file) throws IOException {
        List<Path> copies = new ArrayList<>();
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (DirectoryStream<Path> found =
                    Files.newDirectoryStream(folder, COPY.formatted(file.getFileName(), "*"))) {
                found.forEach(copies::add);
            }
        }
        return copies;
    }

    /** @param progress as {@link Migration} tells it; not at all where there is nothing to do */
    void run(Consumer<String> progress) throws SQLException {
        if (version > migrations.size()) {
            throw new StorageException(
                    Kind.NEWER,
                    "The database " + database.file() + " has version " + version + ", this Attune reads up to "
                            + migrations.size() + "; use the newer Attune, or move the file away to begin anew.");
        }
        if (version < 0) {
            throw new StorageException(
                    Kind.BROKEN,
                    "The database " + database.file() + " is none of Attune's; move it away to begin anew.");
        }
        if (version == migrations.size()) {
            return;
        }
        try (Migration migration = new Migration(database.bytes(), migrations.size(), progress)) {
            if (version > 0) {
                copy(migration);
            }
            for (int next = version; next < migrations.size(); next++) {
                int to = next + 1;
                String script = migrations.get(next);
                migration.runs(to - version, migrations.size() - version);
                database.write(connection -> apply(connection, script, to));
            }
        }
    }

    private void copy(Migration migration) throws SQLException {
        Path file = database.file();
        Path copy = file.resolveSibling(COPY.formatted(file.getFileName(), version));
        try {
            Files.deleteIfExists(copy);
            Database.createPrivate(
                    copy); // VACUUM INTO takes an empty file, so the copy is ours alone from the first byte
        } catch (IOException e) {
            throw new StorageException(Kind.FULL, "The database could not be copied to " + copy + " first.", e);
        }
        migration.copies(copy, database.bytes());
        database.copyInto(copy);
    }
}
