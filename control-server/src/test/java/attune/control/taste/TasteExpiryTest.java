package attune.control.taste;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.api.Situation;
import attune.api.TasteAnswer;
import attune.api.TasteAnswerRequest;
import attune.api.TasteOffer;
import attune.api.TasteQuestion;
import attune.control.ServerFixture;
import attune.control.SetClock;
import attune.control.store.Database;
import attune.control.store.Schema;
import attune.control.store.TasteStore;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long pairs and their sounds are kept, on a clock of the test's. */
class TasteExpiryTest {
    private static final String ENGINE = "77-1";
    private static final TasteAnswerRequest A = new TasteAnswerRequest(TasteAnswer.Choice.a, null);

    @TempDir
    Path folder;

    private final List<TasteQuestion> told = new ArrayList<>();
    private final SetClock clock = new SetClock(Instant.EPOCH);
    private boolean keepsFeatures = true;
    private Database database;
    private TasteService taste;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(folder.resolve("attune.db"), Schema.MAIN, Database.Durability.FULL, 200);
        taste = new TasteService(
                new TasteStore(database),
                (type, engineId, data) -> {
                    if (data instanceof TasteQuestion question) {
                        told.add(question);
                    }
                },
                () -> keepsFeatures,
                clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private String ready() {
        String id = taste.open(ENGINE).id();
        taste.put(id, "a", new byte[8]);
        taste.put(id, "b", new byte[8]);
        taste.offer(
                id,
                new TasteOffer(
                        6,
                        0,
                        ServerFixture.set(GentlePreset.params()),
                        ServerFixture.set(new ParamSnapshot()),
                        new Situation("speech", 1, List.of(0.5)),
                        null));
        return id;
    }

    private void pass(Duration time) {
        clock.pass(time);
        taste.everySecond();
    }

    @Test
    void pair_when_nobody_answers_for_five_minutes_expect_sounds_gone_and_said_so() {
        String id = ready();
        pass(Duration.ofMillis(TasteService.KEPT_MS));
        assertThat(taste.sound(id, "a")).hasSize(8);

        pass(Duration.ofSeconds(1));

        assertThatThrownBy(() -> taste.sound(id, "a")).hasMessageContaining("This pair is over");
        assertThatThrownBy(() -> taste.answer(id, A)).hasMessageContaining("This pair is over");
        assertThat(new String(taste.answersJson(0, 10), StandardCharsets.UTF_8)).isEqualTo("[]");
        assertThat(told.get(told.size() - 1).status()).isEqualTo(TasteQuestion.Status.failed);
    }

    @Test
    void pair_when_no_agent_renders_it_expect_given_up_with_a_sentence() {
        String id = taste.open(ENGINE).id();
        pass(Duration.ofMillis(TasteService.RENDERED_WITHIN_MS));
        assertThat(taste.question(id).status()).isEqualTo(TasteQuestion.Status.asked);

        pass(Duration.ofSeconds(1));

        assertThat(taste.question(id).problem()).contains("did not get round to this pair");
        assertThat(taste.asked()).isEmpty();
    }

    @Test
    void answer_when_features_are_not_kept_expect_nothing_measured_in_it() {
        assertThat(taste.answer(ready(), A).situation().observation()).containsExactly(0.5);

        keepsFeatures = false;

        assertThat(taste.answer(ready(), A).situation().observation()).isEmpty();
    }

    @Test
    void pairs_when_many_instances_ask_expect_sounds_of_two_kept_at_most() {
        String first = ready();
        taste.open("77-2");
        taste.open("77-3");

        assertThatThrownBy(() -> taste.sound(first, "a")).hasMessageContaining("This pair is over");
        assertThat(taste.asked()).hasSize(2);
    }
}
