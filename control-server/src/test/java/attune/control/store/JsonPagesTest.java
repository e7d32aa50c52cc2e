package attune.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Experience;
import attune.api.Feedback;
import attune.api.Situation;
import attune.api.TasteAnswer;
import attune.control.http.Json;
import attune.control.store.Database.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that goes out as it is stored is the same JSON as its records written. */
class JsonPagesTest {
    private static final Situation SPEECH = new Situation("speech", 1, List.of(0.1, 1e-9, -3.0, 1e22));
    private static final Map<String, Double> SET = Map.of("eq2_gain", -3.1, "nr_attenuation", 1.0 / 3);

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("a.db"), Schema.MAIN, Durability.FULL, 200);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static <T> void same(byte[] json, List<T> records) throws IOException {
        assertThat(Json.MAPPER.readTree(json)).isEqualTo(Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(records)));
    }

    @Test
    void feedback_with_odd_words_and_without_expect_as_written() throws Exception {
        FeedbackStore store = new FeedbackStore(database, new AuditStore(database, Clock.systemUTC()));
        Feedback odd = store.commit(
                new Feedback(0, "a \"b\"\\\n\u0001\u2603\ud83c\udfa7", "77-1", 5, "panel", "up", 7L, SET, SET, SPEECH));
        Feedback bare = store.commit(new Feedback(0, "bare", "77-1", 6, "host", "knob", null, null, Map.of(), null));
        same(store.afterJson(0, 10), List.of(odd, bare));
        same(store.afterJson(0, 1), List.of(odd));
        same(store.afterJson(odd.number(), 10), List.of(bare));
        same(store.afterJson(bare.number(), 10), List.of());
    }

    @Test
    void answers_with_and_without_a_degree_expect_as_written() throws Exception {
        TasteStore store = new TasteStore(database);
        TasteAnswer clear = store.add(new TasteAnswer(
                0, "p", "77-1", 5, TasteAnswer.Choice.a, TasteAnswer.Degree.clearly, SET, Map.of(), SPEECH, "o"));
        TasteAnswer none =
                store.add(new TasteAnswer(0, "q", "77-1", 6, TasteAnswer.Choice.none, null, SET, SET, SPEECH, null));
        same(store.afterJson(0, 10), List.of(clear, none));
        same(store.afterJson(clear.number(), 10), List.of(none));
    }

    @Test
    void experiences_chosen_and_not_measured_and_not_expect_as_written() throws Exception {
        ExperienceStore store = new ExperienceStore(database);
        List<Experience> all = store.add(Arrays.asList(
                new Experience(0, "77-1", 5, SPEECH, "rules", SET, 0.5, -1e-7, true, 1e-300),
                new Experience(0, "77-2", 6, SPEECH, "local search 2", SET, -2, 3, false, null)));
        same(store.afterJson(0, 10), all);
        same(store.afterJson(all.get(0).number(), 10), all.subList(1, 2));
    }

    @Test
    void experiments_expect_the_newest_first_below_and_behind_a_number_of_one_strategy_or_won() throws Exception {
        ExperienceStore store = new ExperienceStore(database);
        List<Experience> all = store.add(List.of(
                new Experience(0, "77-1", 5, SPEECH, "rules", SET, 0.5, 0.1, true, 0.2),
                new Experience(0, "77-1", 6, SPEECH, "tone", SET, 0.5, 0.1, false, null),
                new Experience(0, "77-1", 7, SPEECH, "rules", SET, 0.5, 0.1, false, null)));
        long last = all.get(2).number();
        same(store.newestJson(Long.MAX_VALUE, 0, null, false, 2), List.of(all.get(2), all.get(1)));
        same(store.newestJson(last, 0, null, false, 10), List.of(all.get(1), all.get(0)));
        same(store.newestJson(last, all.get(0).number(), null, false, 10), List.of(all.get(1)));
        same(store.newestJson(Long.MAX_VALUE, 0, "rules", false, 10), List.of(all.get(2), all.get(0)));
        same(store.newestJson(Long.MAX_VALUE, 0, null, true, 10), List.of(all.get(0)));
        same(store.newestJson(Long.MAX_VALUE, 0, "tone", true, 10), List.of());
    }
}
