package attune.control.change;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.ParameterState;
import attune.api.PresetInfo;
import attune.api.PresetOrigin;
import attune.control.ServerFixture;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which preset the sound went on from, and when each was recalled last. */
class PresetUseTest {
    @TempDir
    Path folder;

    private ServerFixture server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture(folder);
        server.playing(1);
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Change recall(String preset, @Nullable Integer slot) throws Exception {
        Map<String, Object> request = slot == null ? Map.of("preset", preset) : Map.of("preset", preset, "slot", slot);
        return server.post("/engines/77-1/recall", request, Change.class);
    }

    private void move(double gainDb) throws Exception {
        server.put("/engines/77-1/parameters", Map.of("values", Map.of("eq1_gain", gainDb)), Change.class);
    }

    private Map<String, Double> origin() throws Exception {
        return server.get("/engines/77-1/origin", PresetOrigin.class).params();
    }

    private PresetInfo preset(String id) throws Exception {
        return server.get("/presets/" + id, PresetInfo.class);
    }

    private void save(String label) throws Exception {
        Map<String, String> request = Map.of("label", label, "engineId", "77-1");
        assertThat(server.tell("POST", "/presets", server.admin(), request).statusCode())
                .isEqualTo(201);
    }

    @Test
    void origin_when_nothing_was_recalled_expect_what_the_slot_began_with() throws Exception {
        Map<String, Double> begun =
                server.get("/engines/77-1/parameters", ParameterState.class).wanted();
        assertThat(origin()).isEqualTo(begun);
        move(2);
        assertThat(origin()).isEqualTo(begun);
    }

    @Test
    void origin_when_presets_are_recalled_expect_the_newest_of_the_playing_slot_that_was_not_taken_back()
            throws Exception {
        Map<String, Double> gentle = recall("gentle", null).after();
        move(2);
        assertThat(origin()).isEqualTo(gentle);
        Change music = recall("music", null);
        recall("phone-call", 1);
        assertThat(origin()).isEqualTo(music.after());
        server.post("/changes/" + music.id() + "/undo", Map.of(), Change.class);
        assertThat(origin()).isEqualTo(gentle);
    }

    @Test
    void preset_when_recalled_renamed_and_deleted_expect_its_time_to_go_along() throws Exception {
        assertThat(preset("music").recalledAt()).isNull();
        Change change = recall("music", null);
        assertThat(preset("music").recalledAt()).isEqualTo(change.at());
        save("Evening");
        Change evening = recall("evening", 2);
        server.put("/presets/evening", Map.of("label", "Night"), PresetInfo.class);
        assertThat(preset("night").recalledAt()).isEqualTo(evening.at());
        server.tell("DELETE", "/presets/night", server.admin(), null);
        save("Night");
        assertThat(preset("night").recalledAt()).isNull();
        assertThat(server.get("/presets", PresetInfo[].class))
                .filteredOn(one -> one.recalledAt() != null)
                .extracting(PresetInfo::id)
                .containsExactly("music");
    }
}
