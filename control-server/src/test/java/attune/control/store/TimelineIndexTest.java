package attune.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.AuditCheck;
import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Evidence;
import attune.api.Explanation;
import attune.api.Situation;
import attune.control.http.Json;
import attune.control.store.Database.Durability;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
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

    @ParameterizedTest
    @CsvSource({"false, INTEGER PRIMARY KEY", "true, changes_by_engine "})
    void versions_expect_found_in_their_order(boolean ofEngine, String index) {
        try (Database database = Database.open(folder.resolve("a.db"), Schema.MAIN, Durability.FULL, 200)) {
            assertThat(plan(database, "SELECT * FROM changes " + ChangeStore.versions(ofEngine)))
                    .contains(index.strip())
                    .doesNotContain("SCAN", "TEMP B-TREE");
        }
    }

    @Test
    void timeline_over_sessions_expect_each_found_by_its_index() {
        try (Database database = Database.open(folder.resolve("a.db"), Schema.MAIN, Durability.FULL, 200)) {
            assertThat(plan(database, "SELECT * FROM changes " + InstanceStore.PAGE))
                    .contains("instances_by_place", "INTEGER PRIMARY KEY")
                    .doesNotContain("SCAN c", "SCAN last", "SCAN instances", "SCAN changes");
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
            JsonNode raw = Json.MAPPER.readTree(changes.pageJson("77-1", Long.MAX_VALUE, null, 10));
            assertThat(raw)
                    .isEqualTo(Json.MAPPER.readTree(
                            Json.MAPPER.writeValueAsBytes(changes.page("77-1", Long.MAX_VALUE, null, 10).stream()
                                    .map(StoredChange::change)
                                    .toList())));
            assertThat(changes.childOf(1, ChangeKind.undo)
                            .orElseThrow()
                            .change()
                            .id())
                    .isEqualTo(2);
            assertThat(changes.lastGeneration("77-1")).isEqualTo(2);
            Evidence evidence = new Evidence(0.12, 0.03, 1, 1.12, 8, 10, "judge \u2603", Map.of("noise", -0.5));
            Situation situation = new Situation("speech", 1, List.of(0.1, 1e-9, -3.0));
            changes.add(
                    new NewChange(
                            "77-2",
                            5,
                            ChangeKind.rollback,
                            ChangeStatus.in_force,
                            "agent",
                            "rules",
                            new Explanation("\u22123.1\u202fdB \"there\".", List.of()),
                            Map.of("eq2_gain", 0.1),
                            Map.of("eq2_gain", -3.1),
                            3,
                            evidence,
                            situation,
                            1L,
                            0,
                            2),
                    Map.of());
            changes.setMeasured(3, 0.125, "ok", ChangeStatus.in_force);
            assertThat(Json.MAPPER.readTree(changes.pageJson(null, Long.MAX_VALUE, ChangeKind.rollback, 10)))
                    .isEqualTo(Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(
                            changes.page(null, Long.MAX_VALUE, ChangeKind.rollback, 10).stream()
                                    .map(StoredChange::change)
                                    .toList())));
            assertThat(audit.verify())
                    .extracting(AuditCheck::whole, AuditCheck::entries)
                    .containsExactly(true, 3L);
        }
        assertThat(folder.resolve("old.db.v3.backup")).exists();
    }
}
