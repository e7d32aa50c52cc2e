package attune.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.api.AuditCheck;
import attune.api.AuditEntry;
import attune.control.http.Json;
import attune.control.store.Database.Durability;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditStoreTest {
    private static final String UNLOCK = "DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_shortened;";

    @TempDir
    Path folder;

    private Path file;
    private Database database;
    private AuditStore audit;

    @BeforeEach
    void open() {
        file = folder.resolve("attune.db");
        database = Database.open(file, Schema.MAIN, Durability.FULL, 2000);
        audit = new AuditStore(database, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void five() {
        for (int i = 1; i <= 5; i++) {
            audit.add(new AuditEvent("applied", "agent", "77-1", Map.of("change", Integer.toString(i), "a", "b")));
        }
    }

    private void byHand(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void entries_when_added_expect_a_chain_that_is_whole_and_pages_backwards() {
        assertThat(audit.verify())
                .extracting(AuditCheck::whole, AuditCheck::entries)
                .containsExactly(true, 0L);
        five();
        AuditCheck check = audit.verify();
        assertThat(check.whole()).isTrue();
        List<AuditEntry> page = audit.page(Long.MAX_VALUE, 3);
        assertThat(page).extracting(AuditEntry::number).containsExactly(5L, 4L, 3L);
        assertThat(check.head()).isEqualTo(page.get(0).hash());
        assertThat(page.get(0).previous()).isEqualTo(page.get(1).hash());
        assertThat(page.get(0).detail()).containsEntry("change", "5");
        assertThat(audit.page(3, 10)).extracting(AuditEntry::number).containsExactly(2L, 1L);
        assertThat(audit.page(2, 10).get(0).previous()).isEqualTo(AuditStore.NOTHING);
    }

    @Test
    void rows_when_changed_or_deleted_expect_refused_by_the_database() {
        five();
        assertThatThrownBy(() -> byHand("UPDATE audit SET who = 'you' WHERE number = 2"))
                .hasMessageContaining("never changed");
        assertThatThrownBy(() -> byHand("DELETE FROM audit WHERE number = 5")).hasMessageContaining("never shortened");
        assertThat(audit.verify().whole()).isTrue();
    }

    @Test
    void verify_when_a_row_was_changed_by_force_expect_it_named() throws SQLException {
        for (String column :
                List.of("at = at + 1", "event = 'x'", "who = 'you'", "engine_id = NULL", "detail = '{}'")) {
            database.erase(Schema.MAIN);
            five();
            byHand(UNLOCK + "UPDATE audit SET " + column + " WHERE number = 3");
            AuditCheck check = audit.verify();
            assertThat(check.whole()).as(column).isFalse();
            assertThat(check.number()).as(column).isEqualTo(3);
            assertThat(check.sentence()).contains("Entry 3").contains("changed");
        }
    }

    @Test
    void verify_when_a_row_is_missing_expect_it_named() throws SQLException {
        for (int missing : List.of(1, 3, 5)) {
            database.erase(Schema.MAIN);
            five();
            byHand(UNLOCK + "DELETE FROM audit WHERE number = " + missing);
            assertThat(audit.verify().number()).isEqualTo(missing);
            assertThat(audit.verify().sentence()).contains("Entry " + missing).contains("missing");
        }
    }

    @Test
    void verify_when_a_row_was_changed_with_its_own_hash_expect_it_named_by_the_next() throws SQLException {
        five();
        AuditEntry third = audit.page(4, 1).get(0);
        // What a forger of one row writes: a row that is whole in itself.
        try (Database other = Database.open(folder.resolve("other.db"), Schema.MAIN, Durability.FULL, 2000)) {
            AuditStore forged = new AuditStore(other, Clock.systemUTC());
            for (int i = 1; i <= 3; i++) {
                forged.add(AuditEvent.of("reset", "you", Map.of()));
            }
            AuditEntry row = forged.page(4, 1).get(0);
            byHand(UNLOCK + "UPDATE audit SET event = 'reset', who = 'you', engine_id = NULL, detail = '{}', at = "
                    + row.at()
                    + ", previous = '" + row.previous() + "', hash = '" + row.hash() + "' WHERE number = "
                    + third.number());
        }
        assertThat(audit.verify().whole()).isFalse();
        assertThat(audit.verify().number()).isBetween(2L, 3L);
    }

    @Test
    void verify_when_the_last_row_was_forged_with_its_own_hash_expect_it_named() throws SQLException {
        five();
        byHand(UNLOCK + "DELETE FROM audit WHERE number = 5; UPDATE audit_head SET number = 4, hash ="
                + " (SELECT hash FROM audit WHERE number = 4)");
        Path copy = folder.resolve("copy.db");
        database.copyTo(copy);
        audit.add(AuditEvent.of("applied", "agent", Map.of()));
        try (Database other = Database.open(copy, Schema.MAIN, Durability.FULL, 2000)) {
            new AuditStore(other, Clock.systemUTC()).add(AuditEvent.of("reset", "you", Map.of()));
        }
        assertThat(audit.verify().whole()).isTrue();
        byHand("DELETE FROM audit WHERE number = 5; ATTACH '" + copy + "' AS copy;"
                + " INSERT INTO audit SELECT * FROM copy.audit WHERE number = 5");

        AuditCheck check = audit.verify();

        assertThat(check.whole()).isFalse();
        assertThat(check.number()).isEqualTo(5);
    }

    @Test
    void verify_when_a_row_was_added_by_force_expect_it_named() throws SQLException {
        five();
        Path copy = folder.resolve("copy.db");
        database.copyTo(copy);
        try (Database other = Database.open(copy, Schema.MAIN, Durability.FULL, 2000)) {
            new AuditStore(other, Clock.systemUTC()).add(AuditEvent.of("reset", "you", Map.of()));
        }
        byHand("ATTACH '" + copy + "' AS copy; INSERT INTO audit SELECT * FROM copy.audit WHERE number = 6");

        assertThat(audit.verify().whole()).isFalse();
        assertThat(audit.verify().sentence()).contains("Entry 6").contains("was not written by Attune");
    }

    @Test
    void entry_when_what_it_tells_of_fails_expect_neither_written() {
        PreferenceStore preferences = new PreferenceStore(database, audit);
        five();
        assertThatThrownBy(() -> database.commit(connection -> {
                    audit.append(connection, AuditEvent.of("consent", "you", Map.of("purpose", "capture")));
                    throw new SQLException("the disk failed");
                }))
                .isInstanceOf(StorageException.class);
        assertThat(audit.verify().entries()).isEqualTo(5);
        preferences.set(
                Map.of("capture", "false"), List.of(AuditEvent.of("consent", "you", Map.of("purpose", "capture"))));
        assertThat(audit.verify())
                .extracting(AuditCheck::whole, AuditCheck::entries)
                .containsExactly(true, 6L);
    }

    @Test
    void database_of_version_2_when_opened_expect_its_rows_and_an_audit_log_that_begins() throws Exception {
        Path old = folder.resolve("old.db");
        try (InputStream script = AuditStoreTest.class.getResourceAsStream("/attune/attune-v2.sql");
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        try (Database migrated = Database.open(old, Schema.MAIN, Durability.FULL, 2000)) {
            AuditStore log = new AuditStore(migrated, Clock.systemUTC());
            assertThat(Json.MAPPER.readTree(new ExperienceStore(migrated).afterJson(0, 10)))
                    .hasSize(1);
            assertThat(Json.MAPPER.readTree(new TasteStore(migrated).afterJson(0, 10)))
                    .hasSize(1);
            assertThat(new PreferenceStore(migrated, log).all()).containsEntry("capture", "false");
            ChangeStore changes = new ChangeStore(migrated, log);
            assertThat(changes.find(1).orElseThrow().change().explanation().sentence())
                    .isEqualTo("Less boom.");
            assertThat(log.verify())
                    .extracting(AuditCheck::whole, AuditCheck::entries)
                    .containsExactly(true, 0L);
            log.add(AuditEvent.of("reset", "you", Map.of()));
            assertThat(log.verify().entries()).isEqualTo(1);
        }
        assertThat(folder.resolve("old.db.v2.backup")).exists();
    }
}
