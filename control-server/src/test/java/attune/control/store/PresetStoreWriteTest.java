package attune.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import attune.control.store.PresetException.Kind;
import attune.dsp.chain.Engine;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresetStoreWriteTest {
    @TempDir
    Path folder;

    private Path user;
    private PresetStore store;
    private final ParamSnapshot params = new ParamSnapshot();

    @BeforeEach
    void open() {
        user = folder.resolve("presets");
        store = new PresetStore(Path.of("../presets"), user);
        params.set(ParamTable.EQ3_GAIN, Math.nextUp(2.1));
        params.set(ParamTable.LEVELER_SPEED, 1.0 / 3);
    }

    private Kind kindOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(PresetException.class, call).kind();
    }

    @Test
    void save_when_read_again_expect_the_same_set_bit_for_bit_in_a_private_file() throws Exception {
        Preset saved = store.save("Grüner Raum", "Mine.", Preset.SOUND_VERSION, params);
        assertThat(saved.id()).isEqualTo("grüner-raum");
        assertThat(store.find("Grüner Raum").params().sameAs(params)).isTrue();
        assertThat(store.isFactory("grüner-raum")).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(user.resolve("grüner-raum.json"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(user)))
                .isEqualTo("rwx------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../evil", "/etc/passwd", "a/b", ".hidden", "..", "con\u0000x", "a\\b"})
    void save_when_the_name_is_a_path_expect_a_plain_file_inside_the_folder(String label) throws Exception {
        try {
            store.save(label, "", 1, params);
        } catch (PresetException e) {
            assertThat(e.kind()).isEqualTo(Kind.INVALID);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> made = files.filter(Files::isRegularFile).toList();
            assertThat(made).allSatisfy(file -> assertThat(file.getParent()).isEqualTo(user));
        }
    }

    @Test
    void save_when_the_name_is_taken_or_empty_expect_refused_and_the_old_one_kept() throws Exception {
        store.save("Mine", "", 1, params);
        assertThat(kindOf(() -> store.save("mine", "", 1, new ParamSnapshot()))).isEqualTo(Kind.REFUSED);
        assertThat(kindOf(() -> store.save("Gentle", "", 1, params))).isEqualTo(Kind.REFUSED);
        assertThat(kindOf(() -> store.save("  ", "", 1, params))).isEqualTo(Kind.INVALID);
        assertThat(kindOf(() -> store.save("x".repeat(61), "", 1, params))).isEqualTo(Kind.INVALID);
        assertThat(store.find("mine").params().sameAs(params)).isTrue();
    }

    @Test
    void change_when_renamed_expect_the_new_name_only() throws Exception {
        store.save("First", "d", 1, params);
        Preset renamed = store.change("first", "Second", "other", params);
        assertThat(renamed.id()).isEqualTo("second");
        assertThat(store.ids()).contains("second").doesNotContain("first");
        assertThat(store.change("second", "SECOND", "d", new ParamSnapshot()).id())
                .isEqualTo("second");
        assertThat(store.find("second").params().sameAs(new ParamSnapshot())).isTrue();
    }

    @Test
    void factory_presets_when_changed_or_deleted_expect_refused() {
        assertThat(kindOf(() -> store.delete("gentle"))).isEqualTo(Kind.REFUSED);
        assertThat(kindOf(() -> store.change("gentle", "Mine", "", params))).isEqualTo(Kind.REFUSED);
        assertThat(kindOf(() -> store.delete("../presets/gentle"))).isEqualTo(Kind.UNKNOWN);
        assertThat(store.isFactory("gentle")).isTrue();
    }

    @Test
    void save_when_the_folder_cannot_be_written_expect_one_sentence_and_nothing_left() throws Exception {
        Files.writeString(user, "a file in its place");
        PresetException failed = catchThrowableOfType(PresetException.class, () -> store.save("Mine", "", 1, params));
        assertThat(failed.kind()).isEqualTo(Kind.FAILED);
        assertThat(failed).hasMessageContaining("can't be saved");
    }

    @Test
    void find_when_the_label_holds_more_than_an_id_may_expect_found_by_it() throws Exception {
        store.save("A/B: (mine)", "", 1, params);
        assertThat(store.find("a/b: (MINE)").id()).isEqualTo("a-b-mine");
        assertThat(store.find("a-b-mine").label()).isEqualTo("A/B: (mine)");
        assertThat(kindOf(() -> store.find("a?b mine"))).isEqualTo(Kind.UNKNOWN);
        assertThat(kindOf(() -> store.find("../gentle"))).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void save_when_texts_mislead_or_never_end_expect_one_short_sentence() {
        for (String doc : List.of("x".repeat(501), "turned \u202e round", "a\nb")) {
            PresetException refused =
                    catchThrowableOfType(PresetException.class, () -> store.save("Mine", doc, 1, params));
            assertThat(refused.kind()).isEqualTo(Kind.INVALID);
            assertThat(refused).hasMessageContaining("can't be saved").hasMessageEndingWith(".");
        }
        assertThat(kindOf(() -> store.save("turned \u202e round", "", 1, params)))
                .isEqualTo(Kind.INVALID);
        assertThat(user).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'schema': 2, 'label': 'a', 'doc': '', 'soundVersion': 1, 'params': {'hpf_corner': 'LONG'}}",
                "{'schema': 2, 'label': 'a', 'doc': '', 'soundVersion': 1, 'params': {'LONG': 1}}",
                "{'schema': 2, 'label': 'a', 'doc': '', 'soundVersion': 1, 'params': {}, 'LONG': 1}",
                "{'schema': 'LONG', 'label': 'a', 'doc': '', 'soundVersion': 1, 'params': {}}"
            })
    void take_when_the_file_holds_a_book_expect_a_sentence_that_quotes_its_beginning(String file) {
        byte[] bytes =
                file.replace('\'', '"').replace("LONG", "L".repeat(10_000)).getBytes(StandardCharsets.UTF_8);
        PresetException refused = catchThrowableOfType(PresetException.class, () -> store.take("mine", bytes, null));
        assertThat(refused.getMessage()).contains("LLLL").hasSizeLessThan(400);
    }

    @Test
    void sound_version_when_held_against_the_engine_expect_equal() {
        assertThat(Preset.SOUND_VERSION).isEqualTo(Engine.SOUND_VERSION);
    }
}
