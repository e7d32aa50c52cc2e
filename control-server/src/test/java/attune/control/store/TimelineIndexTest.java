package attune.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.AuditCheck;
import attune.api.Change;
import attune.api.ChangeKind;
import attune.control.store.Database.Durability;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No question to the timeline reads all of it, or sorts it. */
class TimelineIndexTest {
    @TempDir
    Path folder;

    private static String plan(Database database, String sql) {
        return database.read(connection -> {
            StringBuilder plan = new StringBuilder();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
                while (row.next()) {
                    plan.append(row.getString("detail")).append('\n');
                }
            }
            return plan.toString();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, INTEGER PRIMARY KEY",
        "true, false, changes_by_engine ",
        "false, true, changes_by_kind ",
        "true, true, changes_by_engine_and_kind "
    })
    void page_expect_found_in_its_order(boolean ofEngine, boolean ofKind, String index) {
        try (Database database = Database.open(folder.resolve("a.db"), Schema.MAIN, Durability.FULL, 200)) {
            assertThat(plan(database, "SELECT * FROM changes " + ChangeStore.page(ofEngine, ofKind)))
                    .contains(index.strip())
                    .doesNotContain("SCAN", "TEMP B-TREE");
        }
    }

    @Test
    void relatives_and_generations_expect_found_by_their_index() {
        try (Database database = Database.open(folder.resolve("a.db"), Schema.MAIN, Durability.FULL, 200)) {
            String from = "SELECT * FROM changes ";
            assertThat(plan(database, from + ChangeStore.BY_PARENT)).contains("changes_by_parent");
            assertThat(plan(database, from + ChangeStore.BY_REPLACEMENT)).contains("changes_by_replacement");
            assertThat(plan(database, from + ChangeStore.BY_STATUS)).contains("changes_by_status");
            assertThat(plan(database, ChangeStore.LAST_GENERATION)).contains("COVERING INDEX changes_by_generation");
        }
    }

    @Test
    void database_of_version_3_when_opened_expect_its_timeline_and_audit_log_as_they_were() throws Exception {
        Path old = folder.resolve("old.db");
        try (InputStream script = TimelineIndexTest.class.getResourceAsStream("/attune/attune-v3.sql");
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        try (Database migrated = Database.open(old, Schema.MAIN, Durability.FULL, 2000)) {
            AuditStore audit = new AuditStore(migrated, Clock.systemUTC());
            ChangeStore changes = new ChangeStore(migrated, audit);
            assertThat(changes.page("77-1", Long.MAX_VALUE, null, 10))
                    .extracting(StoredChange::change)
                    .extracting(Change::id)
                    .containsExactly(2L, 1L);
            assertThat(changes.childOf(1, ChangeKind.undo)
                            .orElseThrow()
                            .change()
                            .id())
                    .isEqualTo(2);
            assertThat(changes.lastGeneration("77-1")).isEqualTo(2);
            assertThat(audit.verify())
                    .extracting(AuditCheck::whole, AuditCheck::entries)
                    .containsExactly(true, 1L);
        }
        assertThat(folder.resolve("old.db.v3.backup")).exists();
    }
}
