package attune.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.api.PresetEvidence;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @Test
    void file_when_of_an_earlier_schema_expect_the_same_sound_and_no_tags() throws Exception {
        Preset old = PresetStore.read(Path.of("src/test/resources/preset-schema-1.json"));

        assertThat(old.params().get(ParamTable.HPF_CORNER)).isEqualTo(75);
        assertThat(old.tags()).isEmpty();
        assertThat(old.evidence()).isNull();
    }

    @Test
    void file_when_of_this_schema_expect_tags_and_evidence_and_the_same_text_written_again() throws Exception {
        Path fixture = Path.of("src/test/resources/preset-schema-2.json");
        Preset read = PresetStore.read(fixture);
        Preset saved = store.save(read);

        assertThat(read.tags()).containsExactly("speech", "evening");
        assertThat(read.evidence())
                .isEqualTo(new PresetEvidence(3, 0.31, 0.22, 2, 24, List.of("speech"), "trees-3+core5"));
        assertThat(user.resolve(saved.id() + ".json")).hasSameTextualContentAs(fixture);
    }

    @Test
    void favourites_when_marked_renamed_and_deleted_expect_the_mark_to_follow_and_go() throws Exception {
        Path own = user.resolve("presets");
        PresetStore marked = new PresetStore(FACTORY, own);
        marked.save("Mine", "", 1, new ParamSnapshot());
        marked.setFavourite("gentle", true);
        marked.setFavourite("Mine", true);
        marked.change("mine", "Ours", "", new ParamSnapshot());

        assertThat(new PresetStore(FACTORY, own).favourites()).containsExactlyInAnyOrder("gentle", "ours");
        marked.delete("ours");
        marked.setFavourite("gentle", false);
        assertThat(marked.favourites()).isEmpty();

        Files.writeString(user.resolve("favourites.json"), "[]");
        assertThat(marked.all().passedOver()).singleElement().asString().contains("favourites.json can't be used");
        assertThat(marked.favourites()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'VOICE podcast' | '' | false | podcast-voice",
                "'' | Noise | false | noisy-room",
                "'speech' | noise | false | noisy-room",
                "'no such thing' | '' | false | ''",
                "'' | '' | true | gentle",
            })
    void presets_when_looked_for_expect_those_with_every_word_the_tag_and_the_mark(
            String text, String tag, boolean favourites, String expected) throws Exception {
        PresetFilter filter = new PresetFilter(text, tag.isEmpty() ? null : tag, favourites);

        List<String> found = store.all().presets().stream()
                .filter(preset -> filter.accepts(preset, preset.id().equals("gentle")))
                .map(Preset::id)
                .toList();

        assertThat(String.join(",", found)).isEqualTo(expected);
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
                    {"schema":1,"label":"x","doc":"d","soundVersion":1,"params":{},"tags":[]} | the field 'tags' is unknown
                    {"schema":2,"label":"x","doc":"d","soundVersion":1,"params":{},"tags":"speech"} | 'tags' must be a list of words
                    {"schema":2,"label":"x","doc":"d","soundVersion":1,"params":{},"tags":[1]} | 'tags' must hold words, not 1
                    {"schema":2,"label":"x","doc":"d","soundVersion":1,"params":{},"evidence":{"changes":1,"path":"/home/me"}} | 'evidence' holds what evidence does not have
                    {"schema":2,"label":"x","doc":"d","soundVersion":1,"params":{},"evidence":{"changes":1,"promised":1,"seconds":1,"heard":["my secret"],"judge":"a"}} | 'evidence' holds what can't be measured
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
