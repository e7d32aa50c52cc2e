package attune.control.taste;

import static attune.control.ServerFixture.detail;
import static attune.control.ServerFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.SoundStep;
import attune.api.SoundWord;
import attune.control.FakeEngine;
import attune.control.ServerFixture;
import attune.control.words.WordMap;
import attune.param.MacroAxis;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words for small steps of the sound: what they move, how far, whose limits hold, and the way back. */
class WordsTest {
    private static final String SAY = "/engines/77-1/words";

    @TempDir
    Path folder;

    private ServerFixture server;
    private FakeEngine engine;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture(folder);
        engine = server.playing(1);
    }

    @AfterEach
    void end() {
        server.close();
    }

    private HttpResponse<String> say(String word) throws Exception {
        return server.tell("POST", SAY, server.admin(), Map.of("word", word));
    }

    @Test
    void word_when_said_expect_a_step_that_way_in_the_timeline_and_undone_bit_by_bit() throws Exception {
        Change change = read(say("brighter"), 200, Change.class);

        assertThat(change.kind()).isEqualTo(ChangeKind.manual);
        assertThat(change.who()).isEqualTo("you");
        assertThat(change.explanation().sentence()).startsWith("A little brighter: ");
        ParamSnapshot expected = new ParamSnapshot();
        MacroAxis.BRIGHTNESS.move(expected, 1);
        assertThat(change.after()).isEqualTo(ServerFixture.set(expected));
        assertThat(engine.lastPost().params().sameAs(expected)).isTrue();

        server.post("/changes/" + change.id() + "/undo", Map.of(), Change.class);
        assertThat(engine.lastPost().params().sameAs(new ParamSnapshot())).isTrue();
    }

    @Test
    void word_when_bounds_are_set_expect_no_step_past_them_and_none_of_what_is_locked() throws Exception {
        server.put(
                "/bounds",
                Map.of("eq8_gain", Map.of("max", 1.0, "locked", false), "eq7_gain", Map.of("locked", true)),
                Map.class);

        Change change = read(say("brighter"), 200, Change.class);
        assertThat(change.after()).containsEntry("eq8_gain", 1.0).containsEntry("eq7_gain", 0.0);

        HttpResponse<String> again = say("brighter");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(detail(again))
                .isEqualTo("The sound can't get brighter by learning's safe ranges, or by the bounds and locks that you"
                        + " set.");
    }

    @Test
    void step_of_ones_own_when_looked_at_first_expect_nothing_moved_and_then_just_that() throws Exception {
        Map<String, Object> wanted = Map.of("steps", Map.of("body", 0.5, "brightness", -0.4));

        SoundStep step = server.post(SAY + "/preview", wanted, SoundStep.class);
        assertThat(step.sentence()).startsWith("A little less brightness, more body: ");
        assertThat(step.before())
                .containsOnlyKeys("eq1_gain", "eq2_gain", "eq7_gain", "eq8_gain")
                .allSatisfy((id, value) -> assertThat(value).isZero());
        assertThat(step.after()).containsEntry("eq1_gain", 1.5);
        assertThat(server.get("/changes", Change[].class)).isEmpty();

        Change change = read(server.tell("POST", SAY, server.admin(), wanted), 200, Change.class);
        assertThat(change.after()).containsAllEntriesOf(step.after());
        assertThat(change.explanation().sentence()).isEqualTo(step.sentence());

        server.put("/bounds", Map.of("widener_width", Map.of("locked", true)), Map.class);
        SoundStep none = server.post(SAY + "/preview", Map.of("word", "wider"), SoundStep.class);
        assertThat(none.after()).isEmpty();
        assertThat(none.sentence()).startsWith("The sound can't get wider by ");
        assertThat(server.post(SAY + "/preview", Map.of("steps", Map.of("denoise", 1)), SoundStep.class)
                        .sentence())
                .startsWith("A little less noise: ");
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("steps", Map.of("loudness", 1)),
                Map.of("steps", Map.of("body", 3)),
                Map.of("steps", Map.of("body", 0)),
                Map.of("steps", Map.of()))) {
            assertThat(server.tell("POST", SAY, server.admin(), wrong).statusCode())
                    .as("%s", wrong)
                    .isEqualTo(422);
        }
        assertThat(server.tell("POST", SAY, server.admin(), Map.of()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void words_when_listed_expect_twenty_each_of_which_moves_something() throws Exception {
        SoundWord[] words = server.get("/words", SoundWord[].class);

        assertThat(words).hasSize(20);
        assertThat(Arrays.stream(words).map(SoundWord::word).distinct()).hasSize(20);
        for (SoundWord word : words) {
            ParamSnapshot from = new ParamSnapshot();
            from.set(ParamTable.NR_ATTENUATION, 6);
            for (ParamTable ratio : new ParamTable[] {ParamTable.COMP1_RATIO, ParamTable.COMP2_RATIO}) {
                from.set(ratio, 2);
            }
            assertThat(WordMap.moved(from, word).sameAs(from)).as(word.word()).isFalse();
        }
    }

    @Test
    void word_when_unknown_or_said_by_one_who_may_only_vote_expect_refused() throws Exception {
        assertThat(say("louderest").statusCode()).isEqualTo(422);
        assertThat(detail(say("louderest"))).contains("There is no word \"louderest\"");
        assertThat(server.tell("POST", SAY, server.agent(), Map.of("word", "warmer"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.tell("POST", SAY, server.admin(), new HashMap<>(Map.of("words", "warmer")))
                        .statusCode())
                .isEqualTo(400);
    }
}
