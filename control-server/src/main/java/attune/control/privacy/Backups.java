package attune.control.privacy;

import attune.api.Backup;
import attune.control.problem.ProblemException;
import attune.control.store.AuditEvent;
import attune.control.store.AuditStore;
import attune.control.store.Database;
import attune.control.store.Schema;
import attune.control.store.Totals;
import attune.control.store.Upgrade;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * Backups of {@code attune.db}: a consistent copy that SQLite makes while others write, gzipped, one a day, for 30 days. The audit
 * log is in them and never comes back from them: it goes on as it is. One thread at a time.
 */
final class Backups {
    private static final long DAY_MS = 86_400_000;
    private static final long KEPT_MS = 30 * DAY_MS;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "'attune-'yyyyMMdd'T'HHmmssSSS'Z.db.gz'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Set<String> NOT_RESTORED = Set.of("audit", "audit_head", Totals.TABLE);
    /** What was in force then is not what plays now. */
    private static final String NOTHING_IN_FORCE =
            "UPDATE changes SET status = 'replaced' WHERE status IN ('in_force', 'watching', 'proposed')";

    private static final int BUSY_MS = 2_000;

    private final Database main;
    private final AuditStore audit;
    private final Path folder;
    private final Clock clock;

    Backups(Database main, AuditStore audit, Path folder, Clock clock) {
        this.main = main;
        this.audit = audit;
        this.folder = folder;
        this.clock = clock;
    }

    /** Newest first. */
    List<Backup> all() throws IOException {
        List<Backup> backups = new ArrayList<>();
        for (Path file : UserFiles.below(folder, top -> true)) {
            if (folder.equals(file.getParent()) && Files.isRegularFile(file)) {
                long at = madeAt(file);
                if (at > 0) {
                    backups.add(new Backup(file.getFileName().toString(), at, Files.size(file)));
                }
            }
        }
        backups.sort(Comparator.comparingLong(Backup::at).reversed());
        return backups;
    }

    /** From its name; 0 where it is none of ours. */
    private static long madeAt(Path file) {
        try {
            return Instant.from(NAME.parse(file.getFileName().toString())).toEpochMilli();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    /** Whether a day has gone by since the last one, and there is anything to keep. */
    boolean isDue() throws IOException {
        long now = clock.millis();
        // One that a clock of then put into the future is none of today.
        return all().stream().noneMatch(backup -> Math.abs(now - backup.at()) < DAY_MS)
                && main.readLong(connection -> {
                    for (StoredTable table : StoredTable.all(connection)) {
                        if (!NOT_RESTORED.contains(table.name())
                                && StoredParts.number(connection, "SELECT 1 FROM " + table.quoted() + " LIMIT 1")
                                        != null) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    /**
     * Makes one, and lets those go that are older than 30 days, as well as what was copied before an upgrade.
     *
     * @param who of the audit log
     */
    Backup make(String who) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path plain = folder.resolve(".new.db");
        Path zipped = folder.resolve(".new.gz");
        long now = clock.millis();
        Path file = folder.resolve(NAME.format(Instant.ofEpochMilli(now)));
        try {
            Files.deleteIfExists(plain);
            Files.deleteIfExists(zipped);
            main.copyTo(plain);
            zip(plain, zipped);
            Files.move(zipped, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(plain);
            Files.deleteIfExists(zipped);
        }
        audit.add(AuditEvent.of(
                "backed-up", who, Map.of("backup", file.getFileName().toString())));
        for (Backup backup : all()) {
            if (now - backup.at() > KEPT_MS) {
                Files.deleteIfExists(folder.resolve(backup.name()));
            }
        }
        for (Path copy : Upgrade.copies(main.file())) {
            if (now - Files.getLastModifiedTime(copy).toMillis() > KEPT_MS) {
                Files.deleteIfExists(copy);
            }
        }
        return new Backup(file.getFileName().toString(), now, Files.size(file));
    }

    private static void zip(Path from, Path to) throws IOException {
        Files.createFile(to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
            try (OutputStream out = new GZIPOutputStream(Channels.newOutputStream(channel)) {
                @Override
                public void close() throws IOException {
                    finish();
                    channel.force(true);
                    super.close();
                }
            }) {
                Files.copy(from, out);
            }
        }
    }

    /**
     * Brings everything but the audit log back to how it was; what is now is kept in a backup of its own first. Nothing of it
     * counts as in force: what plays goes on to play.
     *
     * @param before done once it is sure that it can be used
     * @throws ProblemException 404 for an unknown one, 409 for one that is damaged or of a newer Attune
     */
    void restore(String name, String who, Runnable before) throws IOException {
        Backup backup = all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.unknown("backup", name, ""));
        Path own = Files.createTempDirectory(folder, ".restore");
        try {
            Path copy = own.resolve("attune.db");
            unzip(folder.resolve(backup.name()), copy);
            requireWhole(copy, name);
            before.run();
            make(who);
            main.restore(copy, NOT_RESTORED, NOTHING_IN_FORCE);
            audit.add(AuditEvent.of("restored", who, Map.of("backup", name)));
        } finally {
            UserFiles.delete(own);
        }
    }

    private static void unzip(Path from, Path to) throws IOException {
        Files.createFile(to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (InputStream in = new GZIPInputStream(Files.newInputStream(from));
                OutputStream out = Files.newOutputStream(to)) {
            in.transferTo(out);
        } catch (ZipException | EOFException e) {
            throw damaged(from.getFileName().toString());
        }
    }

    /** Brings the copy to the newest version, reads all of it, and holds its tables against those that it is to replace. */
    private void requireWhole(Path copy, String name) throws IOException {
        if (Upgrade.versionOf(copy) < 1) {
            throw damaged(name); // whatever it is, no Attune wrote it
        }
        try (Database database = Database.open(copy, Schema.MAIN, Database.Durability.NORMAL, BUSY_MS)) {
            if (!database.readLong(connection -> {
                        try (Statement statement = connection.createStatement();
                                ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
                            return row.next() && row.getString(1).equals("ok");
                        } catch (SQLException e) {
                            return false;
                        }
                    })
                    || !restored(database).equals(restored(main))) {
                throw damaged(name);
            }
        } catch (attune.control.store.StorageException e) {
            throw switch (e.kind()) {
                case NEWER ->
                    ProblemException.conflict(
                            "newer", "Backup " + name + " is of a newer Attune; nothing was changed.");
                case BROKEN -> damaged(name);
                default -> e;
            };
        }
    }

    private static List<StoredTable> restored(Database database) {
        return database.readLong(StoredTable::all).stream()
                .filter(table -> !NOT_RESTORED.contains(table.name()))
                .toList();
    }

    private static ProblemException damaged(String name) {
        return ProblemException.conflict("damaged", "Backup " + name + " is damaged; nothing was changed.");
    }
}
