package attune.control.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a database in WAL mode, brought to the disk and taken into the database when we say so: SQLite itself, at
 * synchronous=NORMAL, syncs around checkpoints and where the log begins anew, and checkpoints within a commit. A commit
 * followed by {@link #sync} lasts as one at synchronous=FULL (SQLite documentation, "PRAGMA synchronous"). Any thread.
 */
final class WriteAheadLog implements AutoCloseable {
    /** About as much log as SQLite's own limit of 1000 pages. */
    private static final int COMMITS_PER_CHECKPOINT = 100;

    /** A log this long is cut. */
    private static final long LARGEST_BYTES = 8 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);

    private final Path database;
    private final Connection checkpoints;
    private final Path path;
    private final DiskSync disk;
    private FileChannel file;
    private final ReentrantLock syncing = new ReentrantLock();
    private final AtomicLong committed = new AtomicLong();
    /** Commits that are on the disk; guarded by {@link #syncing}. */
    private long synced;
    /** Commits up to the last checkpoint; guarded by {@link #syncing}. */
    private long checkpointed;
    /** Whether a sync failed: what it could not write, a later one does not write either; guarded by {@link #syncing}. */
    private boolean suspect;

    /**
     * Opens the log, which is there once the database was read.
     *
     * @param checkpoints a connection for this alone, closed with the log
     * @param disk instead of a sync of the file; null: the file's
     */
    WriteAheadLog(Path database, Connection checkpoints, @Nullable DiskSync disk) throws IOException {
        this.database = database;
        this.checkpoints = checkpoints;
        this.path = database.resolveSibling(database.getFileName() + "-wal");
        this.file = FileChannel.open(path);
        this.disk = disk == null ? this::force : disk;
    }

    /** Something was committed. */
    void committed() {
        committed.incrementAndGet();
    }

    /**
     * Waits until all that was committed so far is on the disk, which concurrent callers do together. Every hundred commits
     * the log is taken into the database, on a connection of its own, so that no commit waits for that; only a log that
     * has grown long, because writers never pause, is cut while they wait.
     *
     * @throws IOException when the disk fails, or what it failed to write before can't be made up for yet
     * @throws SQLException when it had failed before, and fails again
     */
    void sync() throws IOException, SQLException {
        long wanted = committed.get();
        syncing.lock();
        try {
            if (synced >= wanted) {
                return;
            }
            long now = committed.get();
            syncFile();
            if (suspect) {
                makeUp();
            } else if (now - checkpointed >= COMMITS_PER_CHECKPOINT) {
                tryCheckpoint();
                checkpointed = now;
            }
            synced = now;
        } finally {
            syncing.unlock();
        }
    }

    private void syncFile() throws IOException {
        try {
            disk.sync();
        } catch (IOException e) {
            suspect = true;
            throw e;
        }
    }

    private void force() throws IOException {
        if (!file.isOpen()) { // a thread was interrupted while it waited
            file = FileChannel.open(path);
        }
        file.force(false);
    }

    private void makeUp() throws IOException, SQLException {
        if (!checkpoint("FULL")) {
            throw new IOException("what an earlier failure left out is not on the disk yet");
        }
        suspect = false;
    }

    /** What is in the log is safe there, so a checkpoint that fails is no failure of what was written. */
    private void tryCheckpoint() {
        try {
            checkpoint(Files.size(path) > LARGEST_BYTES ? "TRUNCATE" : "PASSIVE");
        } catch (IOException | SQLException e) {
            LOG.warn("The log of {} could not be taken into it, later again: {}", database, e.getMessage());
        }
    }

    /** Whether all of the log is in the database now, and on the disk. */
    private boolean checkpoint(String mode) throws SQLException {
        try (Statement statement = checkpoints.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
            return result.next() && result.getInt(1) == 0 && result.getInt(2) == result.getInt(3);
        }
    }

    @Override
    public void close() throws SQLException {
        syncing.lock();
        try {
            checkpoints.close();
            file.close();
        } catch (IOException e) {
            LOG.warn("The log of {} could not be closed: {}", database, e.getMessage());
        } finally {
            syncing.unlock();
        }
    }
}
