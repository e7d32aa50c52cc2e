package attune.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import attune.control.store.Database.Durability;
import attune.control.store.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    private static final List<String> TWO = List.of(
            "CREATE TABLE things (name TEXT PRIMARY KEY) STRICT;", "ALTER TABLE things ADD COLUMN size INTEGER;");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("attune.db");
    }

    private static void run(Path database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static int count(Database database) {
        return database.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT count(*) FROM things")) {
                return result.getInt(1);
            }
        });
    }

    private static Database.Work<Integer> insertion(String name) {
        return connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("INSERT INTO things (name) VALUES ('" + name + "')");
            }
        };
    }

    private static void insert(Database database, String name) {
        database.write(insertion(name));
    }

    private static void commit(Database database, String name) {
        database.commit(insertion(name));
    }

    @Test
    void open_when_older_expect_migrated_with_a_private_copy_of_what_was() throws Exception {
        try (Database old = Database.open(file, TWO.subList(0, 1), Durability.FULL, 200)) {
            insert(old, "kept");
        }
        try (Database migrated = Database.open(file, TWO, Durability.FULL, 200)) {
            assertThat(count(migrated)).isEqualTo(1);
        }
        Path backup = folder.resolve("attune.db.v1.backup");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        try (Database copy = Database.open(backup, TWO.subList(0, 1), Durability.FULL, 200)) {
            assertThat(count(copy)).isEqualTo(1);
        }
    }

    @Test
    void open_when_older_expect_told_what_it_is_busy_with() {
        try (Database old = Database.open(file, TWO.subList(0, 1), Durability.FULL, 200)) {
            insert(old, "kept");
        }
        List<String> told = new CopyOnWriteArrayList<>();
        Database.open(file, TWO, Durability.FULL, 200, null, told::add).close();
        assertThat(told.get(0)).contains("is being brought to version 2").contains("a copy first");
        assertThat(told.get(told.size() - 1)).contains("step 1 of 1");
        told.clear();
        Database.open(file, TWO, Durability.FULL, 200, null, told::add).close();
        assertThat(told).isEmpty();
    }

    @Test
    void migration_when_it_takes_long_expect_told_again_and_how_much_is_copied() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        Path copy = Files.write(folder.resolve("copy"), new byte[250]);
        try (Migration migration = new Migration(1_000, 5, told::add)) {
            migration.copies(copy, 1_000);
            assertThat(told.take()).contains("25 %");
            Files.write(copy, new byte[500]);
            String later = told.take();
            while (!later.contains("50 %")) {
                later = told.take();
            }
        }
    }

    @Test
    void migration_when_it_fails_half_way_expect_nothing_of_it_done() {
        Database.open(file, TWO.subList(0, 1), Durability.FULL, 200).close();
        List<String> broken =
                List.of(TWO.get(0), TWO.get(1), "CREATE TABLE more (a TEXT) STRICT; CREATE TABLE more (a TEXT);");
        StorageException failed =
                catchThrowableOfType(StorageException.class, () -> Database.open(file, broken, Durability.FULL, 200));
        assertThat(failed.kind()).isEqualTo(Kind.BROKEN);
        try (Database still = Database.open(file, TWO, Durability.FULL, 200)) { // the step before it was done
            assertThat(count(still)).isZero();
        }
    }

    @Test
    void open_when_newer_expect_refused_with_one_sentence_and_untouched() throws Exception {
        run(file, "PRAGMA user_version = 3");
        byte[] before = Files.readAllBytes(file);
        StorageException refused =
                catchThrowableOfType(StorageException.class, () -> Database.open(file, TWO, Durability.FULL, 200));
        assertThat(refused.kind()).isEqualTo(Kind.NEWER);
        assertThat(refused).hasMessageContaining("version 3").hasMessageContaining("reads up to 2");
        assertThat(Files.readAllBytes(file)).hasSameSizeAs(before);
    }

    @Test
    void write_when_another_program_holds_the_file_expect_locked_and_later_well() throws Exception {
        try (Database database = Database.open(file, TWO, Durability.FULL, 50);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.executeUpdate("BEGIN EXCLUSIVE");
            StorageException locked = catchThrowableOfType(StorageException.class, () -> insert(database, "a"));
            assertThat(locked.kind()).isEqualTo(Kind.LOCKED);
            assertThat(locked).hasMessageContaining("held by another program");
            assertThat(count(database)).isZero();
            statement.executeUpdate("ROLLBACK");
            insert(database, "a");
            assertThat(count(database)).isEqualTo(1);
        }
    }

    @Test
    void write_when_the_disk_is_full_expect_all_or_nothing() {
        try (Database database = Database.open(file, TWO, Durability.FULL, 200)) {
            database.write(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.executeUpdate("PRAGMA max_page_count = 8");
                }
            });
            StorageException full = catchThrowableOfType(StorageException.class, () -> {
                for (int i = 0; i < 1000; i++) {
                    int from = i * 2;
                    database.write(connection -> {
                        try (Statement statement = connection.createStatement()) {
                            statement.executeUpdate("INSERT INTO things (name) VALUES ('" + from + "')");
                            return statement.executeUpdate(
                                    "INSERT INTO things (name) VALUES ('" + (from + 1) + "x".repeat(500) + "')");
                        }
                    });
                }
            });
            assertThat(full.kind()).isEqualTo(Kind.FULL);
            assertThat(full).hasMessageContaining("no room left").hasMessageContaining("sound and live view go on");
            assertThat(count(database) % 2).isZero();
            assertThat(count(database)).isPositive();
        }
    }

    @Test
    void commit_expect_it_read_at_once_and_one_wait_for_the_disk_for_all_of_them() {
        AtomicInteger syncs = new AtomicInteger();
        try (Database database =
                Database.open(file, TWO, Durability.FULL, 200, syncs::incrementAndGet, sentence -> {})) {
            int before = syncs.get();
            commit(database, "a");
            commit(database, "b");
            assertThat(count(database)).isEqualTo(2);
            assertThat(syncs).hasValue(before);
            database.sync();
            database.sync();
            assertThat(syncs).hasValue(before + 1);
            insert(database, "c");
            assertThat(syncs).hasValue(before + 2);
        }
    }

    @Test
    void write_when_a_power_cut_may_cost_it_expect_no_wait_for_the_disk() {
        AtomicInteger syncs = new AtomicInteger();
        try (Database database =
                Database.open(file, TWO, Durability.NORMAL, 200, syncs::incrementAndGet, sentence -> {})) {
            insert(database, "a");
            database.sync();
            assertThat(syncs).hasValue(0);
        }
    }

    @Test
    void write_when_the_disk_fails_expect_one_sentence_and_at_the_next_all_of_it_in_the_database() throws Exception {
        AtomicReference<@Nullable String> broken = new AtomicReference<>();
        DiskSync disk = () -> {
            String why = broken.get();
            if (why != null) {
                throw new IOException(why);
            }
        };
        try (Database database = Database.open(file, TWO, Durability.FULL, 200, disk, sentence -> {})) {
            broken.set("Input/output error");
            StorageException failed = catchThrowableOfType(StorageException.class, () -> insert(database, "a"));
            assertThat(failed.kind()).isEqualTo(Kind.BROKEN);
            assertThat(failed).hasMessageContaining("attune.db can't be used: Input/output error.");
            broken.set("No space left on device");
            failed = catchThrowableOfType(StorageException.class, () -> insert(database, "b"));
            assertThat(failed.kind()).isEqualTo(Kind.FULL);
            assertThat(countWithoutLog()).isZero();

            broken.set(null);
            insert(database, "c");
            assertThat(countWithoutLog()).isEqualTo(3); // what a failed sync left out, no later sync writes
        }
    }

    /** What a copy of the file alone holds. */
    private int countWithoutLog() throws Exception {
        Path copy = Files.copy(file, folder.resolve("copy.db"), StandardCopyOption.REPLACE_EXISTING);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM sqlite_master WHERE name = 'things'")) {
            return result.getInt(1) == 0 ? 0 : rows(statement);
        }
    }

    private static int rows(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT count(*) FROM things")) {
            return result.getInt(1);
        }
    }

    @Test
    void writes_when_many_expect_the_log_taken_into_the_file_now_and_then() throws Exception {
        try (Database database = Database.open(file, TWO, Durability.FULL, 200, () -> {}, sentence -> {})) {
            for (int i = 0; i < 1000; i++) {
                insert(database, "thing " + i);
            }
            assertThat(Files.size(folder.resolve("attune.db-wal"))).isLessThan(3_000_000);
        }
    }

    @Test
    void open_when_the_name_is_a_link_expect_the_file_behind_it() throws Exception {
        Path real = Files.createDirectory(folder.resolve("elsewhere")).resolve("real.db");
        Database.open(real, TWO, Durability.FULL, 200).close();
        Files.createSymbolicLink(file, real);
        try (Database database = Database.open(file, TWO, Durability.FULL, 200)) {
            insert(database, "a");
        }
        try (Database database = Database.open(real, TWO, Durability.FULL, 200)) {
            assertThat(count(database)).isEqualTo(1);
        }
    }

    @Test
    void writes_when_writers_never_pause_expect_the_log_to_begin_anew_all_the_same() throws Exception {
        Semaphore ahead = new Semaphore(0); // on a busy machine neither runs away from the other
        try (Database database = Database.open(file, TWO, Durability.FULL, 2000, () -> {}, sentence -> {})) {
            Thread other = new Thread(() -> {
                for (int i = 0; i < 6000; i++) {
                    ahead.acquireUninterruptibly();
                    commit(database, "other " + i);
                }
            });
            other.start();
            for (int i = 0; i < 3000; i++) {
                ahead.release(2);
                insert(database, "thing " + i);
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> ahead.availablePermits() < 20);
            }
            other.join();
            assertThat(Files.size(folder.resolve("attune.db-wal"))).isLessThan(12_000_000);
        }
    }

    @Test
    void writes_when_the_process_is_killed_expect_every_acknowledged_one_and_a_sound_file() throws Exception {
        for (int round = 0; round < 3; round++) {
            Path said = folder.resolve("said" + round);
            Process child = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledWriter.class.getName(),
                            file.toString(),
                            Integer.toString(round))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(said.toFile())
                    .start();
            int least = 40 + 10 * round;
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(said).lines().count() > least);
            child.destroyForcibly().waitFor();
            String whole = Files.readString(said);
            String last = whole.substring(0, whole.lastIndexOf('\n')).lines().reduce("", (older, newer) -> newer);
            int acknowledged = Integer.parseInt(last);
            try (Database database = Database.open(file, TWO, Durability.FULL, 2000)) {
                String integrity = database.read(connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
                        return result.getString(1);
                    }
                });
                assertThat(integrity).isEqualTo("ok");
                assertThat(count(database)).isGreaterThanOrEqualTo(acknowledged);
            }
        }
    }

    /** Writes until it is killed, and says after each write how many there are. */
    static final class KilledWriter {
        private KilledWriter() {}

        public static void main(String[] arguments) {
            try (Database database = Database.open(Path.of(arguments[0]), TWO, Durability.FULL, 2000)) {
                int count = DatabaseTest.count(database);
                while (true) {
                    insert(database, arguments[1] + "-" + count);
                    count++;
                    System.out.println(count);
                    System.out.flush();
                }
            }
        }
    }

    private static PreferenceStore preferences(Database database) {
        return new PreferenceStore(database, new AuditStore(database, Clock.systemUTC()));
    }

    @Test
    void preferences_when_set_expect_kept() {
        try (Database database = Database.open(file, Schema.MAIN, Durability.FULL, 200)) {
            PreferenceStore store = preferences(database);
            store.set(Map.of("capture", "false", "frozen", "true"));
            store.set(Map.of("capture", "true"));
        }
        try (Database database = Database.open(file, Schema.MAIN, Durability.FULL, 200)) {
            assertThat(preferences(database).all())
                    .containsEntry("capture", "true")
                    .containsEntry("frozen", "true");
        }
    }
}
