package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Evidence;
import attune.api.Explanation;
import attune.api.Situation;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code attune learn report} on what a control server tells. */
class LearnReportTest {
    private static final String QUESTION = "GET /changes?limit=100&kind=learned";

    @TempDir
    Path folder;

    private CliFixture cli;
    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        cli = new CliFixture(folder);
        server = new FakeServer(cli);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Change change(long id, String strategy, String contentClass, @Nullable Double measured) {
        return new Change(
                id,
                "71-1",
                id,
                ChangeKind.learned,
                measured == null ? ChangeStatus.rejected : ChangeStatus.replaced,
                "agent",
                strategy,
                new Explanation("−24 dB of hum at 50 Hz.", List.of()),
                Map.of("hum.depth", 0.0),
                Map.of("hum.depth", 6.0 + id % 7),
                id,
                new Evidence(0.5, 0.1, 0, 0.5, 8, 12, "core4-1", Map.of()),
                measured,
                measured == null ? null : "ok",
                new Situation(contentClass, 1, List.of()),
                null);
    }

    @Test
    void report_when_changes_were_measured_expect_counts_trend_what_worked_what_did_not_and_the_best_in_words()
            throws IOException {
        List<Change> changes = new ArrayList<>();
        for (int i = 10; i > 0; i--) {
            changes.add(change(i, "rules", "speech", 0.2 + 0.04 * i));
        }
        changes.add(change(20, "gentle", "music", -0.3));
        changes.add(change(21, "gentle", "music", null));
        server.answers(QUESTION, changes.subList(0, 10));
        assertThat(cli.run("learn", "report").out()).contains("rising by 0.40 in ten changes.");

        server.answers(QUESTION, changes);
        CliFixture.Result result = cli.run("learn", "report");

        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains(
                        "Learned changes: 12; measured: 11 (10 better, 1 worse, 0 within the judge's noise);"
                                + " refused or taken back by you: 1.",
                        "What worked:\n    rules on speech: 10 of 10 better, +0.42 steps on average",
                        "What did not:\n    gentle on music: 0 of 1 better, −0.30 steps on average",
                        "The gate asks for 0.20 steps of judge core4-1, as shipped; it is calibrated from 20 measured"
                                + " promises on, 11 so far.",
                        "What became of them:\n    rules: 10 of 10 played\n    gentle: 1 of 2 played, 1 refused",
                        "Best on speech: #10, +0.60 steps: −24 dB of hum at 50 Hz.");
        JsonNode json =
                ServerClient.JSON.readTree(cli.run("learn", "report", "--json").out());
        assertThat(json.path("better").asInt()).isEqualTo(10);
        assertThat(json.path("best").path("speech").path("change").asInt()).isEqualTo(10);
    }

    @Test
    void report_when_too_much_was_promised_expect_the_tighter_gate_and_why() throws IOException {
        List<Change> changes = new ArrayList<>();
        for (int i = 30; i > 0; i--) {
            changes.add(change(i, "rules", "speech", 0.3 + 0.01 * (i % 3)));
        }
        server.answers(QUESTION, changes);

        assertThat(cli.run("learn", "report").out())
                .contains("The gate asks for 0.39 steps of judge core4-1, shipped 0.20, since too much was promised"
                        + " (measured less promised −0.19 ±0.00 over 30 changes).");
    }

    @Test
    void report_when_nothing_was_learned_or_nothing_measured_expect_that_said() throws IOException {
        server.answers("GET /engines", List.of()).answers(QUESTION, List.of());
        assertThat(cli.run("learn", "report").out()).isEqualTo("Nothing was learned yet: no change was made.\n");

        server.answers(QUESTION, List.of(change(21, "gentle", "music", null)));
        assertThat(cli.run("learn", "report").out())
                .isEqualTo("Learned changes: 1; measured: 0 (0 better, 0 worse, 0 within the judge's noise);"
                        + " refused or taken back by you: 1.\n"
                        + "The gate asks for 0.20 steps of judge core4-1, as shipped; it is calibrated from 20 measured"
                        + " promises on, 0 so far.\n"
                        + "What became of them:\n    gentle: 0 of 1 played, 1 refused\n");
        assertThat(cli.run("learn", "report", "on").status()).isEqualTo(2);
    }
}
