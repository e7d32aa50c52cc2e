package attune.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Experience;
import attune.api.Explanation;
import attune.api.Feedback;
import attune.api.Situation;
import attune.api.TasteAnswer;
import attune.api.TelemetryPoint;
import attune.control.store.Database.Durability;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of how much there is agrees with what a count finds. */
class TotalsTest {
    private static final Map<String, Double> SET = Map.of("eq2_gain", -3.1);
    private static final Situation SPEECH = new Situation("speech", 1, List.of(0.5));

    @TempDir
    Path folder;

    private Database main() {
        return Database.open(folder.resolve("attune.db"), Schema.MAIN, Durability.FULL, 200);
    }

    private Database telemetry() {
        return Database.open(folder.resolve("telemetry.db"), Schema.TELEMETRY, Durability.NORMAL, 200);
    }

    /** Rows of all tables that are kept count of; every column is looked at, also those of later versions. */
    private static long agreed(Database database) {
        return database.read(connection -> {
            long rows = 0;
            for (String table : strings(connection, "SELECT name FROM totals")) {
                String kept = "SELECT count || ' rows, ' || bytes || ' bytes' FROM totals WHERE name = '" + table + "'";
                long[] counted = counted(connection, table);
                assertThat(strings(connection, kept))
                        .as(table)
                        .containsExactly(counted[0] + " rows, " + counted[1] + " bytes");
                rows += counted[0];
            }
            return rows;
        });
    }

    /** Rows, and bytes of all that is in them: text in UTF-8, 8 a number, none where there is nothing. */
    private static long[] counted(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
            long[] counted = new long[2];
            while (row.next()) {
                counted[0]++;
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    Object value = row.getObject(column);
                    if (value != null) {
                        counted[1] += value instanceof String text ? text.getBytes(StandardCharsets.UTF_8).length : 8;
                    }
                }
            }
            return counted;
        }
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> strings = new ArrayList<>();
            while (row.next()) {
                strings.add(row.getString(1));
            }
            return strings;
        }
    }

    private static NewChange draft(ChangeStatus status) {
        Explanation explanation = new Explanation("−3.1 dB at 6.8 kHz.", List.of());
        return new NewChange(
                "77-1",
                5,
                ChangeKind.learned,
                status,
                "agent",
                "rules",
                explanation,
                SET,
                Map.of(),
                1,
                null,
                SPEECH,
                null,
                0,
                0);
    }

    private static void fill(Database database) {
        AuditStore audit = new AuditStore(database, Clock.systemUTC());
        ChangeStore changes = new ChangeStore(database, audit);
        long first =
                changes.add(draft(ChangeStatus.proposed), Map.of()).change().id();
        changes.setPushed(first, SET, Map.of("eq2_gain", 1.25, "eq4_gain", 2.5), 2, Map.of());
        long second = changes.add(draft(ChangeStatus.proposed), Map.of(first, ChangeStatus.replaced))
                .change()
                .id();
        changes.setMeasured(second, 0.125, "as promised", ChangeStatus.in_force);
        changes.setMoved(second, new Explanation("Moved, moved, moved.", List.of()), SET, 3, 9, Map.of());
        new FeedbackStore(database, audit)
                .commit(new Feedback(0, "f", "77-1", 5, "panel", "up", null, null, SET, SPEECH));
        new FeedbackStore(database, audit)
                .commit(new Feedback(0, "f", "77-1", 5, "panel", "down", null, null, SET, SPEECH));
        new FeedbackStore(database, audit).commit(new Feedback(0, "g", "77-1", 5, "panel", "up", 1L, SET, SET, SPEECH));
        new TasteStore(database)
                .add(new TasteAnswer(0, "p", "77-1", 5, TasteAnswer.Choice.a, null, SET, Map.of(), SPEECH, null));
        new TasteStore(database)
                .add(new TasteAnswer(
                        0, "q", "77-1", 5, TasteAnswer.Choice.b, TasteAnswer.Degree.much, SET, SET, SPEECH, "p"));
        new ExperienceStore(database)
                .add(List.of(
                        new Experience(0, "77-1", 1, SPEECH, "rules", SET, 0.5, 0.25, true, null),
                        new Experience(0, "77-1", 1, SPEECH, "rules", SET, 0.5, 0.25, true, 0.75)));
    }

    @Test
    void rows_when_added_changed_and_refused_expect_count_and_bytes_kept() {
        try (Database database = main()) {
            assertThat(agreed(database)).isZero();
            fill(database);
            assertThat(agreed(database)).isGreaterThanOrEqualTo(6);
        }
    }

    @Test
    void rows_when_erased_expect_none() {
        try (Database database = main()) {
            fill(database);
            database.erase(Schema.MAIN);
            assertThat(agreed(database)).isZero();
            fill(database);
            assertThat(agreed(database)).isPositive();
        }
    }

    @Test
    void rows_when_taken_from_a_copy_expect_those_of_the_copy_and_the_own_audit_log() {
        try (Database database = main()) {
            fill(database);
            Path copy = folder.resolve("copy.db");
            database.copyTo(copy);
            fill(database);
            database.restore(
                    copy, Set.of("audit", "audit_head", Totals.TABLE), "UPDATE changes SET status = 'replaced'");
            assertThat(agreed(database)).isPositive();
        }
    }

    @Test
    void measurements_when_replaced_rolled_up_and_forgotten_expect_count_and_bytes_kept() {
        try (Database database = telemetry()) {
            TelemetryStore store = new TelemetryStore(database);
            long hour = 3_600_000;
            store.add(List.of(point("77-1", 0), point("77-1", 1000), point("77-long-name", 1000)));
            store.add(List.of(point("77-1", 1000)));
            assertThat(agreed(database)).isEqualTo(3);
            store.rollUp(2 * hour);
            store.rollUp(2 * hour);
            assertThat(agreed(database)).isEqualTo(3 + 2 + 2);
            store.rollUp(100 * 24 * hour);
            assertThat(agreed(database)).isPositive();
        }
    }

    private static TelemetryPoint point(String engine, long at) {
        return new TelemetryPoint(
                engine, at, 1, 1, -23.0, null, null, -1.5, null, null, null, null, 200.0, 400.0, 187, 0);
    }

    @Test
    void database_of_version_3_when_opened_expect_its_rows_counted() throws Exception {
        try (InputStream script = TotalsTest.class.getResourceAsStream("/attune/attune-v3.sql");
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("attune.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        try (Database database = main()) {
            long before = agreed(database);
            assertThat(before).isPositive();
            fill(database);
            assertThat(agreed(database)).isGreaterThan(before);
        }
    }
}
