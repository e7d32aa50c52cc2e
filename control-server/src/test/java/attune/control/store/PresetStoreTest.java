package attune.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.param.ParamSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresetStoreTest {
    private static final Path FACTORY = Path.of("../presets");

    @TempDir
    Path user;

    private PresetStore store;

    @BeforeEach
    void open() {
        store = new PresetStore(FACTORY, user);
    }

    @Test
    void store_when_reading_factory_presets_expect_all_valid_and_described() throws PresetException {
        assertThat(store.ids()).contains("gentle", "podcast-voice", "noisy-room", "music", "transparent");
        assertThat(store.all().presets())
                .allSatisfy(preset -> assertThat(preset.doc()).isNotBlank());
    }

    @Test
    void transparent_preset_when_read_expect_every_parameter_at_its_default() throws PresetException {
        assertThat(store.find("transparent").params().sameAs(new ParamSnapshot()))
                .isTrue();
    }

    @Test
    void find_when_label_is_given_expect_the_same_as_by_id() throws PresetException {
        assertThat(store.find("Podcast Voice")
                        .params()
                        .sameAs(store.find("podcast-voice").params()))
                .isTrue();
    }

    @Test
    void find_when_unknown_expect_sentence_with_name_and_choices() {
        assertThatThrownBy(() -> store.find("loud"))
                .isInstanceOf(PresetException.class)
                .hasMessageContaining("'loud'")
                .hasMessageContaining("gentle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gentle", "Gentle", "podcast_voice"})
    void user_file_when_of_a_factory_presets_name_expect_it_passed_over_and_told(String id) throws Exception {
        write(id, "{\"schema\":1,\"label\":\"Mine\",\"doc\":\"d\",\"soundVersion\":1,\"params\":{\"eq2_gain\":3}}");
        Preset found = store.find(id);
        assertThat(found.label()).isNotEqualTo("Mine");
        assertThat(store.isFactory(found.id())).isTrue();
        assertThat(store.all().presets()).extracting(Preset::label).doesNotContain("Mine");
        assertThat(store.all().passedOver())
                .singleElement()
                .asString()
                .contains(user.resolve(id + ".json").toString(), "came with Attune", "another name");

        store.delete(store.ownId(id));
        assertThat(user.resolve(id + ".json")).doesNotExist();
        assertThat(store.find(id).id()).isEqualTo(found.id());
    }

    @Test
    void all_when_files_are_broken_expect_the_others_and_one_sentence_each_and_all_can_be_deleted() throws Exception {
        write("good", "{\"schema\":1,\"label\":\"Good\",\"doc\":\"d\",\"soundVersion\":1,\"params\":{}}");
        write("bad", "{{{{");
        Files.write(user.resolve("My binary!.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Files.createSymbolicLink(user.resolve("dangling.json"), user.resolve("nowhere"));
        Files.createDirectory(user.resolve("folder.json"));

        PresetStore.Listing listing = store.all();

        assertThat(listing.presets()).extracting(Preset::id).contains("good", "gentle");
        assertThat(listing.passedOver())
                .hasSize(3)
                .anyMatch(sentence -> sentence.contains("'bad' is not a valid preset file: it is not JSON"))
                .anyMatch(sentence -> sentence.contains("My binary!.json is not a valid preset file"))
                .anyMatch(sentence -> sentence.contains("dangling.json"));
        for (String name : new String[] {"bad", "my binary!", "dangling"}) {
            assertThatThrownBy(() -> store.find(name))
                    .isInstanceOfSatisfying(
                            PresetException.class,
                            broken -> assertThat(broken.kind()).isEqualTo(PresetException.Kind.INVALID));
            store.delete(store.ownId(name));
        }
        assertThat(store.all().passedOver()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"schema":1,"label":"x","doc":"d","soundVersion":1,"params":{"eq2_gain":40}} | eq2_gain to 40.0; allowed are -18.0 to 18.0 dB
                    {"schema":1,"label":"x","doc":"d","soundVersion":1,"params":{"eq9_gain":1}} | unknown parameter 'eq9_gain'
                    {"schema":7,"label":"x","doc":"d","soundVersion":1,"params":{}} | schema 7
                    {"schema":1,"label":"x","doc":"d","soundVersion":1,"params":{},"colour":1} | the field 'colour' is unknown; there are schema, label, doc
                    {"schema":1,"label":"x","soundVersion":1,"params":{}} | the field 'doc' is missing.
                    {"schema":1,"label":"x","doc":"d","soundVersion":"new","params":{}} | 'soundVersion' must be a whole number
                    {"schema":1,"label":["x"],"doc":"d","soundVersion":1,"params":{}} | 'label' must be text
                    {"schema":1,"label":"x","doc":"d","soundVersion":1,"params":[1]} | 'params' must be an object
                    {"schema":1,"label":"x","label":"y","doc":"d","soundVersion":1,"params":{}} | Duplicate field 'label'
                    {"schema":1,"label":"x","doc":"d","soundVersion":1,"params":{}} {} | it is not JSON
                    [] | it must be one JSON object
                    nonsense | it is not JSON
                    {"schema":1,"label":"x" | not a valid preset file
                    {"schema":1,"label":"x","doc":"d","soundVersion":1,"params":{"eq2_gain":null}} | eq2_gain to null
                    {"schema":1,"label":"x","doc":"d","soundVersion":1,"params":{"program":2.5}} | program to 2.5; allowed are 0 (Standard), 1 (Speech)
                    {"schema":1,"label":"x","doc":"d","soundVersion":1,"params":{"hum_harmonics":3.7}} | allowed is a whole number from
                    """)
    void find_when_file_is_broken_expect_one_sentence_naming_it(String json, String expected) throws IOException {
        write("broken", json);
        assertThatThrownBy(() -> store.find("broken"))
                .isInstanceOf(PresetException.class)
                .hasMessageContaining("'broken'")
                .hasMessageContaining(expected)
                .hasMessageNotContainingAny("attune.control", "java.", "Source");
    }

    @Test
    void find_when_file_name_has_spaces_umlauts_or_capitals_expect_it_found_as_listed() throws Exception {
        String composed = "mein klang \u00fc";
        String decomposed = "anderer u\u0308";
        for (String id : new String[] {composed, decomposed, "Loud One"}) {
            write(id, "{\"schema\":1,\"label\":\"x\",\"doc\":\"d\",\"soundVersion\":1,\"params\":{}}");
            assertThat(store.ids()).contains(id);
            assertThat(store.find(id).id()).isEqualTo(id);
        }
        assertThat(store.find("anderer \u00fc").id()).isEqualTo(decomposed);
        assertThat(store.find("Mein-Klang_\u00dc").id()).isEqualTo(composed);
    }

    private void write(String id, String json) throws IOException {
        Files.writeString(user.resolve(id + ".json"), json);
    }
}
