package attune.control.store;

import attune.control.problem.FileTrouble;
import attune.control.store.StorageException.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteException;

/**
 * One SQLite file in WAL mode: one writer connection, two readers, migrations by {@code PRAGMA user_version} with a copy
 * of the file first. A write is one transaction and, with {@link Durability#FULL}, on the disk when {@link #write}
 * returns. Who can't wait for the disk calls {@link #commit}, which outlives the process, and {@link #sync} later. Any
 * thread; writers take turns.
 */
public final class Database implements AutoCloseable {
    private static final int READERS = 2;
    /** Writers wait as long at most where a checkpoint waits for readers. */
    private static final int CHECKPOINT_BUSY_MS = 50;

    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_FULL = 13;

    /** What a write has to outlive. */
    public enum Durability {
        /** A power cut, once it is synced. */
        FULL,
        /** The end of the process; a power cut may cost the last seconds. */
        NORMAL
    }

    /**
     * What is done with a connection, inside a transaction where it writes.
     *
     * @param <T> what comes back
     */
    public interface Work<T> {
        T apply(Connection connection) throws SQLException;
    }

    private final Path file;
    private final int busyMs;
    private final Connection writer;
    /** Null where a power cut may cost something. */
    private final @Nullable WriteAheadLog log;

    private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);
    private final ReentrantLock writing = new ReentrantLock(true);
    /** Whether the last write found no room. */
    private volatile boolean full;

    private Database(Path file, int busyMs, Connection writer, @Nullable WriteAheadLog log) {
        this.file = file;
        this.busyMs = busyMs;
        this.writer = writer;
        this.log = log;
    }

    /**
     * Opens the file, made when missing (0600), and brings it to the newest version.
     *
     * @param migrations SQL scripts; the n-th leads from version n to n + 1
     * @param busyMs how long a write waits for another program that holds the file
     * @throws StorageException when it is newer than {@code migrations}, damaged, locked, or there is no room
     */
    public static Database open(Path file, List<String> migrations, Durability durability, int busyMs) {
        return open(file, migrations, durability, busyMs, null, sentence -> {});
    }

    /**
     * As {@link #open(Path, List, Durability, int)}.
     *
     * @param disk instead of a sync of the log
     * @param progress is told how far it is on its way to the newest version, by {@link Migration}; any thread
     */
    public static Database open(
            Path file,
            List<String> migrations,
            Durability durability,
            int busyMs,
            @Nullable DiskSync disk,
            Consumer<String> progress) {
        try {
            createPrivate(file);
        } catch (IOException e) {
            throw new StorageException(
                    Kind.BROKEN, "The database " + file + " can't be made: " + FileTrouble.why(e) + ".", e);
        }
        try {
            Path real = file.toRealPath(); // SQLite keeps the log beside what a link leads to
            Connection writer = connect(real, durability, busyMs, false);
            try {
                return open(real, writer, migrations, durability, busyMs, disk, progress);
            } catch (SQLException | IOException | StorageException e) {
                writer.close();
                throw e;
            }
        } catch (SQLException e) {
            throw explained(file, e);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static Database open(
            Path file,
            Connection writer,
            List<String> migrations,
            Durability durability,
            int busyMs,
            @Nullable DiskSync disk,
            Consumer<String> progress)
            throws SQLException, IOException {
        int version = Upgrade.version(writer); // reading makes the log
        WriteAheadLog log = durability == Durability.FULL
                ? new WriteAheadLog(file, connect(file, durability, Math.min(busyMs, CHECKPOINT_BUSY_MS), false), disk)
                : null;
        Database database = new Database(file, busyMs, writer, log);
        try {
            new Upgrade(database, version, migrations).run(progress);
            for (int i = 0; i < READERS; i++) {
                database.readers.add(connect(file, durability, busyMs, true));
            }
            return database;
        } catch (SQLException | StorageException e) {
            database.close();
            throw e;
        }
    }

    static void createPrivate(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static Connection connect(Path file, Durability durability, int busyMs, boolean readOnly)
            throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(busyMs);
        config.setReadOnly(readOnly);
        config.setCacheSize(-1024); // KiB
        if (!readOnly) {
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
            config.enableRecursiveTriggers(true);
        }
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        if (!readOnly && durability == Durability.FULL) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_autocheckpoint = 0");
            }
        }
        return connection;
    }

    /** Writes a compact copy into an empty file. */
    void copyInto(Path copy) throws SQLException {
        copyInto(writer, copy);
    }

    private static void copyInto(Connection connection, Path copy) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("VACUUM INTO '" + copy.toString().replace("'", "''") + "'");
        }
    }

    /**
     * Writes a compact copy of one consistent state into a new file (0600); writers go on meanwhile.
     *
     * @throws StorageException when there is such a file or no room
     */
    public void copyTo(Path copy) {
        try {
            Files.createFile(copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (Connection own = connect(file, Durability.NORMAL, busyMs, true)) {
                copyInto(own, copy);
            }
        } catch (IOException e) {
            throw unusable(copy, e);
        } catch (SQLException e) {
            throw explained(copy, e);
        }
    }

    /**
     * Reads one consistent state for as long as it takes, on a connection of its own, so that others go on reading.
     *
     * @throws StorageException when it could not
     */
    public <T> T readLong(Work<T> work) {
        try (Connection own = connect(file, Durability.NORMAL, busyMs, true);
                Statement statement = own.createStatement()) {
            statement.executeUpdate("BEGIN");
            return work.apply(own);
        } catch (SQLException e) {
            throw explained(file, e);
        }
    }

    /**
     * Makes it as it was when it was new: every table is dropped and made again in one transaction, then every byte of
     * what was there goes from the file and its log. Waits for readers, and holds up writers.
     *
     * @param migrations as when it was opened
     * @throws StorageException when it could not; of {@link Kind#LOCKED}, when another program still reads the log, which then
     *     holds what was there
     */
    public void erase(List<String> migrations) {
        List<Connection> taken = new ArrayList<>();
        writing.lock();
        try {
            for (int i = 0; i < READERS; i++) {
                taken.add(readers.take());
            }
            commit(connection -> {
                dropAll(connection);
                for (int to = 1; to <= migrations.size(); to++) {
                    Upgrade.apply(connection, migrations.get(to - 1), to);
                }
                return true;
            });
            execute("VACUUM");
            try (Statement statement = writer.createStatement();
                    ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                if (!result.next() || result.getInt(1) != 0) {
                    throw new StorageException(
                            Kind.LOCKED,
                            "Another program reads the database " + file
                                    + ", so it could not be erased to the last byte;"
                                    + " end that program and erase again.");
                }
            }
        } catch (SQLException e) {
            throw explained(file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(Kind.LOCKED, "Erasing the database was interrupted.", e);
        } finally {
            readers.addAll(taken);
            writing.unlock();
        }
    }

    /**
     * Takes the rows of another database of the same version for its own, in one transaction.
     *
     * @param copy file of the other one, which nobody has open
     * @param except tables that stay as they are
     * @param then SQL of the same transaction
     * @throws StorageException when it could not; nothing was changed then
     */
    public void restore(Path copy, Set<String> except, String then) {
        writing.lock();
        try {
            execute("ATTACH '" + copy.toString().replace("'", "''") + "' AS copy");
            try {
                write(connection -> {
                    for (String table : tables(connection)) {
                        if (!except.contains(table)) {
                            try (Statement statement = connection.createStatement()) {
                                statement.executeUpdate("DELETE FROM main.\"" + table + "\"");
                                statement.executeUpdate(
                                        "INSERT INTO main.\"" + table + "\" SELECT * FROM copy.\"" + table + "\"");
                            }
                        }
                    }
                    try (Statement statement = connection.createStatement()) {
                        return statement.executeUpdate(then);
                    }
                });
            } finally {
                execute("DETACH copy");
            }
        } catch (SQLException e) {
            throw explained(file, e);
        } finally {
            writing.unlock();
        }
    }

    private static void dropAll(Connection connection) throws SQLException {
        for (String table : tables(connection)) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("DROP TABLE \"" + table + "\"");
            }
        }
    }

    /** Names of our tables. */
    private static List<String> tables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")) {
            List<String> tables = new ArrayList<>();
            while (row.next()) {
                tables.add(row.getString(1));
            }
            return tables;
        }
    }

    /** File that holds it. */
    public Path file() {
        return file;
    }

    /**
     * Does {@code work} in one transaction, all of it or nothing, and waits until it is on the disk.
     *
     * @throws StorageException when it could not; nothing was written then, unless the disk failed at the very end
     */
    public <T> T write(Work<T> work) {
        T result = commit(work);
        sync();
        return result;
    }

    /**
     * Does {@code work} in one transaction, all of it or nothing. It outlives this process at once, a power cut after
     * {@link #sync}.
     *
     * @throws StorageException when it could not; nothing was written then
     */
    public <T> T commit(Work<T> work) {
        writing.lock();
        try {
            execute("BEGIN IMMEDIATE");
            boolean done = false;
            try {
                T result = work.apply(writer);
                execute("COMMIT");
                done = true;
                if (log != null) {
                    log.committed();
                }
                full = false;
                return result;
            } finally {
                if (!done) {
                    rollBack();
                }
            }
        } catch (SQLException e) {
            throw noted(explained(file, e));
        } finally {
            writing.unlock();
        }
    }

    /**
     * Waits until all that was committed so far is on the disk. Does nothing where a power cut may cost something.
     *
     * @throws StorageException when the disk fails; what was committed can be read all the same
     */
    public void sync() {
        if (log == null) {
            return;
        }
        try {
            log.sync();
        } catch (IOException e) {
            throw noted(unusable(file, e));
        } catch (SQLException e) {
            throw noted(explained(file, e));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private void rollBack() {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite did so by itself, as it does when the disk is full; what failed is told already
        }
    }

    /** Whether the last write found no room. */
    public boolean isFull() {
        return full;
    }

    /** What it takes on the disk, with its log. */
    public long bytes() {
        return bytes(file) + bytes(file.resolveSibling(file.getFileName() + "-wal"));
    }

    /** What a file takes; 0 where there is none. */
    static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Reads one consistent state.
     *
     * @throws StorageException when it could not
     */
    public <T> T read(Work<T> work) {
        Connection reader;
        try {
            reader = readers.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(Kind.LOCKED, "Reading the database was interrupted.", e);
        }
        try {
            return work.apply(reader);
        } catch (SQLException e) {
            throw explained(file, e);
        } finally {
            readers.add(reader);
        }
    }

    private StorageException noted(StorageException e) {
        full |= e.kind() == Kind.FULL;
        return e;
    }

    private static StorageException explained(Path file, SQLException e) {
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xFF : e.getErrorCode() & 0xFF;
        return switch (code) {
            case SQLITE_BUSY, SQLITE_LOCKED ->
                new StorageException(
                        Kind.LOCKED,
                        "The database " + file
                                + " is held by another program, so nothing was saved; sound and live view go on.",
                        e);
            case SQLITE_FULL -> full(file, e);
            default -> unusable(file, e);
        };
    }

    private static StorageException full(Path file, Exception e) {
        return new StorageException(
                Kind.FULL,
                "There is no room left for the database " + file + ", so nothing was saved; sound and live view go on.",
                e);
    }

    private static StorageException unusable(Path file, Exception e) {
        if (e instanceof IOException trouble && FileTrouble.isFull(trouble)) {
            return full(file, e);
        }
        return new StorageException(Kind.BROKEN, "The database " + file + " can't be used: " + e.getMessage() + ".", e);
    }

    @Override
    public void close() {
        writing.lock();
        try {
            for (Connection reader : readers) {
                reader.close();
            }
            if (log != null) {
                log.close();
            }
            writer.close();
        } catch (SQLException e) {
            throw explained(file, e);
        } finally {
            writing.unlock();
        }
    }
}
