package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Evidence;
import attune.api.Explanation;
import attune.api.Heard;
import attune.api.SocketMessage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a run says of its learning, out of the server's events. */
class LearningJournalTest {
    private static final String ENGINE = "500-1";

    private final LearningJournal journal = new LearningJournal(500);

    private void take(String type, String engine, @Nullable Object data, long atMs) {
        JsonNode tree = ServerClient.JSON.valueToTree(data);
        journal.take(new SocketMessage(type, engine, tree), atMs);
    }

    private static Heard heard(double clarity) {
        return new Heard(
                "speech",
                0.94,
                List.of(new Heard.Degradation("hum", "hum 50 Hz", 0.8)),
                Map.of("clarity", clarity),
                "auditioning",
                "9 candidates",
                null);
    }

    private static Change change(ChangeKind kind, ChangeStatus status, String strategy, @Nullable Double measured) {
        return new Change(
                kind == ChangeKind.abstained ? 8 : 7,
                ENGINE,
                1,
                kind,
                status,
                "agent",
                strategy,
                new Explanation("De-hum at 50 Hz.", List.of()),
                Map.of(),
                Map.of(),
                1,
                new Evidence(0.3, 0.05, 0.1, 0.4, 9, 8, "linear-5", Map.of()),
                measured,
                measured == null ? null : "ok",
                null,
                null);
    }

    @Test
    void line_when_nobody_listens_any_more_expect_nothing_told_as_heard_now() {
        take("heard", ENGINE, heard(0.5), 0);
        assertThat(journal.line()).startsWith("heard speech 94 %");
        take("heard", ENGINE, null, 1);
        assertThat(journal.line()).isEmpty();
    }

    @Test
    void objectives_when_they_rise_over_a_run_expect_first_and_last_ten_seconds_apart() {
        for (int second = 0; second <= 60; second++) {
            take("heard", ENGINE, heard(second / 100.0), 1000L * second);
        }

        Map<String, Object> map = account();

        assertThat(map.get("objectivesFirst")).isEqualTo(Map.of("clarity", 0.05));
        assertThat(map.get("objectivesLast")).isEqualTo(Map.of("clarity", 0.55));
        assertThat(journal.line()).isEqualTo("heard speech 94 % · hum 50 Hz · auditioning");
    }

    @Test
    void change_when_made_measured_and_taken_back_expect_one_sentence_each_and_the_last_state_in_the_account() {
        take("change", ENGINE, change(ChangeKind.learned, ChangeStatus.watching, "rules", null), 0);
        take("change", ENGINE, change(ChangeKind.learned, ChangeStatus.watching, "rules", null), 0);
        take("change", ENGINE, change(ChangeKind.learned, ChangeStatus.in_force, "rules", 0.25), 0);
        take("change", ENGINE, change(ChangeKind.learned, ChangeStatus.undone, "rules", 0.25), 0);
        take("change", ENGINE, change(ChangeKind.abstained, ChangeStatus.left_alone, "clean", null), 0);

        assertThat(journal.news())
                .containsExactly(
                        "#7 learned: De-hum at 50 Hz.",
                        "#7 measured +0.25 steps, promised +0.30 steps",
                        "#7 undone: De-hum at 50 Hz.",
                        "#8 left alone: De-hum at 50 Hz.");
        assertThat(journal.news()).isEmpty();
        JsonNode account = ServerClient.JSON.valueToTree(account());
        assertThat(account.path("changes")).hasSize(1);
        assertThat(account.at("/changes/0/status").asText()).isEqualTo("undone");
        assertThat(account.at("/changes/0/promised").asDouble()).isEqualTo(0.3);
        assertThat(account.at("/changes/0/measured").asDouble()).isEqualTo(0.25);
        assertThat(account.at("/abstentions/0/reason").asText()).isEqualTo("clean");
    }

    @Test
    void event_when_of_another_host_or_kind_expect_it_passed_over() {
        take("heard", "5001-1", heard(1), 0);
        take("change", ENGINE, Map.of("id", "no number"), 0);
        take("engine", ENGINE, Map.of(), 0);

        assertThat(journal.line()).isEmpty();
        assertThat(journal.news()).isEmpty();
        assertThat(account().get("objectivesFirst")).isEqualTo(Map.of());
    }

    private Map<String, Object> account() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        journal.put(map);
        return map;
    }
}
