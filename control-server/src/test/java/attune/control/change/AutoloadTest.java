package attune.control.change;

import static attune.control.ServerFixture.detail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.AutoloadRule;
import attune.api.AutoloadTrial;
import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Heard;
import attune.api.ParameterState;
import attune.api.PresetInfo;
import attune.control.Ear;
import attune.control.FakeEngine;
import attune.control.ServerFixture;
import attune.param.GentlePreset;
import attune.param.ParamTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Presets that are loaded by rules, and what keeps them from it. */
class AutoloadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private ServerFixture server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture(folder);
    }

    @AfterEach
    void end() {
        server.close();
    }

    private AutoloadRule add(Map<String, Object> rule) throws Exception {
        return ServerFixture.read(server.tell("POST", "/autoload", server.admin(), rule), 201, AutoloadRule.class);
    }

    private AutoloadTrial trial() throws Exception {
        return server.post("/autoload/test", Map.of("engine", "77-1"), AutoloadTrial.class);
    }

    private List<Change> changes() throws Exception {
        return Arrays.asList(server.get("/changes?engineId=77-1", Change[].class));
    }

    private Map<String, Double> wanted() throws Exception {
        return server.get("/engines/77-1/parameters", ParameterState.class).wanted();
    }

    private Map<String, Double> preset(String id) throws Exception {
        return server.get("/presets/" + id, PresetInfo.class).params();
    }

    /** As a new instance of the plugin begins. */
    private FakeEngine fresh() throws Exception {
        FakeEngine engine = server.engines().start(1);
        engine.recall(GentlePreset.params());
        engine.play();
        server.awaitKnown(1);
        return engine;
    }

    @Test
    void rules_when_changed_in_place_and_put_into_another_order_expect_their_numbers_kept() throws Exception {
        AutoloadRule first = add(Map.of("preset", "gentle"));
        AutoloadRule second = add(Map.of("preset", "music", "contentClass", "music"));

        AutoloadRule changed = server.put(
                "/autoload/" + first.id(), Map.of("preset", "Phone call", "engine", "Desk*"), AutoloadRule.class);
        assertThat(changed).isEqualTo(new AutoloadRule(first.id(), "phone-call", null, "Desk*", null, null, null, 0));
        assertThat(server.get("/autoload", AutoloadRule[].class))
                .extracting(AutoloadRule::id)
                .containsExactly(second.id(), first.id());

        assertThat(server.put("/autoload", Map.of("rules", List.of(first.id(), second.id())), AutoloadRule[].class))
                .extracting(AutoloadRule::id)
                .containsExactly(first.id(), second.id());
        for (List<Integer> wrong :
                List.of(List.of(first.id()), List.of(first.id(), first.id()), List.of(first.id(), 99))) {
            assertThat(server.tell("PUT", "/autoload", server.admin(), Map.of("rules", wrong))
                            .statusCode())
                    .isEqualTo(409);
        }
        assertThat(detail(server.tell("PUT", "/autoload/99", server.admin(), Map.of("preset", "music"))))
                .isEqualTo("There is no rule \"99\"; there are 1, 2.");
        assertThat(server.tell(
                                "PUT",
                                "/autoload/" + first.id(),
                                server.admin(),
                                Map.of("preset", "music", "priority", 2_000))
                        .statusCode())
                .isEqualTo(422);
    }

    private Change loaded(String preset) throws Exception {
        Map<String, Double> wanted = preset(preset);
        return await().atMost(PATIENCE)
                .until(
                        () -> changes().stream()
                                .filter(change -> change.who().equals("autoload")
                                        && change.after().equals(wanted))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void rule_when_an_instance_appears_expect_its_preset_with_the_reason_and_nothing_more_once_it_is_undone()
            throws Exception {
        add(Map.of("preset", "gentle"));
        AutoloadRule rule = add(Map.of("preset", "Podcast voice", "host", "JAL?", "sampleRateHz", 48_000));

        FakeEngine engine = fresh();
        Change change = loaded("podcast-voice");

        assertThat(change.kind()).isEqualTo(ChangeKind.preset);
        assertThat(change.status()).isEqualTo(ChangeStatus.in_force);
        assertThat(change.explanation().sentence())
                .startsWith("Preset \"Podcast voice\" loaded by rule " + rule.id() + " (host JAL?, 48 kHz): ");
        await().atMost(PATIENCE).until(() -> !engine.posts().isEmpty());
        assertThat(engine.lastPost().params().get(ParamTable.HPF_CORNER)).isEqualTo(75);
        assertThat(trial().held()).isNull();

        server.post("/engines/77-1/undo", Map.of(), Change.class);
        assertThat(wanted()).isEqualTo(ServerFixture.set(GentlePreset.params()));
        assertThat(trial().winner()).isEqualTo(rule.id());
        assertThat(trial().held()).startsWith("The sound was set by you (change ");

        // What it has decided before the restart it does not know any more; what a person has done it does.
        server.restart();
        engine.play();
        server.awaitKnown(1);
        awaitLooked();
        assertThat(changes()).hasSize(2);
    }

    @Test
    void rule_when_a_session_brings_settings_or_all_is_frozen_expect_the_sound_left_alone() throws Exception {
        add(Map.of("preset", "music"));
        FakeEngine engine = server.engines().start(1);
        engine.recall(ServerFixture.with(GentlePreset.params(), ParamTable.EQ3_GAIN, -2));
        engine.play();
        server.awaitKnown(1);
        awaitLooked();
        assertThat(changes()).isEmpty();
        assertThat(trial().held()).isEqualTo("The host brought settings of its own, as a session keeps them.");

        server.tell("PUT", "/engines/77-1/learning", server.admin(), Map.of("frozen", true));
        assertThat(trial().held()).isEqualTo("It is frozen.");
        server.tell("PUT", "/engines/77-1/learning", server.admin(), Map.of("frozen", false, "onAir", true));
        assertThat(trial().held()).isEqualTo("It is on air.");
    }

    @Test
    void rule_when_added_or_true_of_what_plays_after_a_hand_moved_it_expect_the_sound_left_alone() throws Exception {
        fresh();
        awaitLooked();
        add(Map.of("preset", "podcast-voice", "contentClass", "speech"));
        assertThat(changes()).as("a new rule moves nothing").isEmpty();

        server.put("/engines/77-1/parameters", Map.of("values", Map.of("hpf_corner", 90)), Change.class);
        Map<String, Double> byHand = wanted();

        hear("speech");
        awaitClass("speech");
        awaitLooked();
        assertThat(wanted()).isEqualTo(byHand);
        assertThat(trial().held()).startsWith("The sound was set by you");
        assertThat(trial().sentence()).endsWith("(speech) wins and loads 'podcast-voice'.");
    }

    private void hear(String contentClass) throws Exception {
        Heard heard = new Heard(contentClass, 0.9, List.of(), Map.of(), "listening", "8 of 8 s heard", null);
        assertThat(server.tell("PUT", "/engines/77-1/heard", server.agent(), heard)
                        .statusCode())
                .isEqualTo(204);
    }

    private void awaitClass(String contentClass) {
        await().atMost(PATIENCE)
                .until(() -> contentClass.equals(trial().context().contentClass()));
    }

    /** A rule for another instance tells when the rules were looked at: it is loaded there. */
    private void awaitLooked() throws Exception {
        int other = 2 + server.get("/engines", Object[].class).length;
        AutoloadRule rule = add(Map.of("preset", "noisy-room", "engine", "77-" + other, "priority", 9));
        FakeEngine engine = server.engines().start(other);
        engine.recall(GentlePreset.params());
        engine.play();
        await().atMost(PATIENCE).until(() -> engine.posts().size() == 1);
        server.tell("DELETE", "/autoload/" + rule.id(), server.admin(), null);
    }

    @Test
    void rules_when_another_goes_first_because_they_were_edited_expect_told_and_nothing_loaded() throws Exception {
        fresh();
        int gentle = add(Map.of("preset", "gentle")).id();
        int music = add(Map.of("preset", "music", "contentClass", "music")).id();
        int voice = add(Map.of("preset", "podcast-voice", "priority", -1)).id();
        int others = add(Map.of("preset", "noisy-room", "engine", "78-*", "priority", 9))
                .id();
        awaitLooked(1);
        assertThat(changes()).as("added").isEmpty();
        Ear panel = Ear.ofEvents(server, server.admin());

        server.put("/autoload/" + music, Map.of("preset", "music", "priority", 5), AutoloadRule.class);
        assertThat(trial().winner()).isEqualTo(music);
        awaitLooked(2);
        assertThat(changes()).as("edited").isEmpty();
        server.put("/autoload", Map.of("rules", List.of(others, voice, music, gentle)), AutoloadRule[].class);
        assertThat(trial().winner()).isEqualTo(voice);
        awaitLooked(3);
        assertThat(changes()).as("put into another order").isEmpty();
        server.tell("DELETE", "/autoload/" + voice, server.admin(), null);
        assertThat(trial().winner()).isEqualTo(music);
        awaitLooked(4);
        assertThat(changes()).as("removed").isEmpty();
        panel.awaitTold("autoload", told -> told.path(1).path("id").asInt() == voice);
    }

    /** An instance of another host, for which there is a rule, tells when the rules were looked at as they are. */
    private void awaitLooked(int instance) throws Exception {
        FakeEngine engine = server.engines().startIn(78, instance);
        engine.recall(GentlePreset.params());
        engine.play();
        await().atMost(PATIENCE).until(() -> engine.posts().size() == 1);
        trial(); // which waits until all instances were looked after
    }

    @Test
    void preset_when_saved_anew_while_its_rule_holds_expect_what_plays_left_alone() throws Exception {
        Map<String, Object> mine = Map.of("label", "Mine", "params", preset("music"));
        ServerFixture.read(server.tell("POST", "/presets", server.admin(), mine), 201, PresetInfo.class);
        add(Map.of("preset", "mine"));
        add(Map.of("preset", "noisy-room", "engine", "78-*", "priority", 9));
        fresh();
        loaded("mine");

        server.put("/presets/mine", Map.of("params", preset("podcast-voice")), PresetInfo.class);
        awaitLooked(1);
        assertThat(changes()).hasSize(1);
    }

    @Test
    void preset_when_renamed_expect_its_rules_to_follow() throws Exception {
        ServerFixture.read(
                server.tell("POST", "/presets", server.admin(), Map.of("label", "Mine", "params", preset("music"))),
                201,
                PresetInfo.class);
        add(Map.of("preset", "mine"));
        server.put("/presets/mine", Map.of("label", "My evening"), PresetInfo.class);

        assertThat(server.get("/autoload", AutoloadRule[].class))
                .singleElement()
                .satisfies(rule -> assertThat(rule.preset()).isEqualTo("my-evening"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"preset\": \"nothing\"} | 404 | There is no preset 'nothing'",
                "{\"host\": \"obs\"} | 400 | preset",
                "{\"preset\": \"music\", \"contentClass\": \"jazz\"} | 422 | There is no class of content \"jazz\"; there are",
                "{\"preset\": \"music\", \"mood\": 1} | 400 | mood",
            })
    void rule_when_it_makes_no_sense_expect_one_sentence_and_none_kept(String body, int status, String why)
            throws Exception {
        var response = server.tell("POST", "/autoload", server.admin(), body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(detail(response)).contains(why);
        assertThat(server.get("/autoload", AutoloadRule[].class)).isEmpty();
        assertThat(server.tell("DELETE", "/autoload/3", server.admin(), null).statusCode())
                .isEqualTo(404);
    }
}
