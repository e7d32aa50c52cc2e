package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Presets are files: they are listed and exchanged without any server. */
class PresetsOfflineTest {
    @TempDir
    Path folder;

    private CliFixture cli;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        cli = new CliFixture(folder).with("XDG_RUNTIME_DIR", "/nonexistent");
        file = folder.resolve("shared.json");
    }

    @Test
    void preset_when_exported_changed_and_imported_expect_the_same_values_under_its_new_name() throws IOException {
        assertThat(cli.run("presets", "export", "gentle", file).out()).contains(file.toString());
        Files.writeString(file, Files.readString(file).replace("\"Gentle\"", "\"My Studio\""));

        assertThat(cli.run("presets", "import", file).out()).contains("'my-studio'");

        assertThat(cli.run("presets", "list").out())
                .containsPattern("my-studio +yours")
                .containsPattern("gentle +factory");
        JsonNode list =
                ServerClient.JSON.readTree(cli.run("presets", "list", "--json").out());
        assertThat(params(list, "my-studio")).isEqualTo(params(list, "gentle"));
        assertThat(params(list, "my-studio").path("nr_attenuation").asDouble()).isEqualTo(6);
    }

    @Test
    void preset_when_learned_and_shared_expect_its_tags_and_evidence_to_go_along_and_be_found() throws IOException {
        Path learned = CliFixture.repository().resolve("control-server/src/test/resources/preset-schema-2.json");
        assertThat(cli.run("presets", "import", learned).out()).contains("'evening-podcast'");
        assertThat(cli.run("presets", "export", "evening podcast", file).status())
                .isZero();

        JsonNode shared = ServerClient.JSON.readTree(file.toFile());
        JsonNode given = ServerClient.JSON.readTree(learned.toFile());
        assertThat(shared.get("schema").asInt()).isEqualTo(2);
        assertThat(shared.get("evidence")).isEqualTo(given.get("evidence"));
        assertThat(shared.get("tags")).isEqualTo(given.get("tags"));
        assertThat(shared.fieldNames())
                .toIterable()
                .as("evidence goes along, data never")
                .containsExactlyInAnyOrder("schema", "label", "doc", "soundVersion", "tags", "evidence", "params");

        assertThat(cli.run("presets", "list", "--tag", "evening").out().lines())
                .singleElement()
                .asString()
                .contains("evening-podcast", "[speech, evening]");
        assertThat(cli.run("presets", "list", "three", "EVENINGS").out().lines())
                .singleElement()
                .asString()
                .contains("evening-podcast");
        Files.writeString(
                cli.home.resolve(".local/share/attune/favourites.json"), "{\"schema\":1,\"presets\":[\"music\"]}");
        assertThat(cli.run("presets", "list", "--favourites").out().lines())
                .singleElement()
                .asString()
                .contains("★ For finished music");
    }

    private static JsonNode params(JsonNode list, String id) {
        for (JsonNode preset : list) {
            if (preset.path("id").asText().equals(id)) {
                return preset.path("params");
            }
        }
        throw new AssertionError("no " + id + " in " + list);
    }

    @Test
    void import_when_file_is_wrong_taken_or_missing_expect_one_sentence_and_nothing_written() throws IOException {
        Files.writeString(
                file,
                "{\"schema\": 1, \"label\": \"X\", \"doc\": \"\", \"soundVersion\": 1, \"params\": {\"nr_attenuation\": 999}}");
        assertRefused("999", "presets", "import", file);
        Files.writeString(
                file,
                Files.readString(file).replace("999", "6").replace("\"soundVersion\": 1", "\"soundVersion\": 99"));
        assertRefused("a newer one can play it", "presets", "import", file);
        assertRefused("does not exist", "presets", "import", folder.resolve("none.json"));
        assertRefused(folder + " is a folder, not a preset file.", "presets", "import", folder);
        assertRefused("does not end in .json", "presets", "import", Files.writeString(folder.resolve("x.txt"), "x"));
        Files.delete(file);
        cli.run("presets", "export", "gentle", file);
        assertRefused("gentle", "presets", "import", file);
        assertRefused("exists already", "presets", "export", "gentle", file);
        assertThat(cli.home.resolve(".local")).doesNotExist();
    }

    @Test
    void presets_when_no_word_follows_expect_the_list_with_what_each_is_for() {
        CliFixture.Result result = cli.run("presets");

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .isEqualTo(cli.run("presets", "list").out())
                .containsPattern("music-master +factory +For a finished mix.*set the Target to −14 LUFS\\.")
                .containsPattern(
                        "broadcast-speech +factory +For programmes.*set the Target to what is asked for, −23 LUFS in Europe\\.");
    }

    @Test
    void list_when_own_files_are_broken_or_named_like_a_factory_preset_expect_the_rest_and_one_sentence_each()
            throws IOException {
        Path own = Files.createDirectories(cli.home.resolve(".local/share/attune/presets"));
        Files.writeString(own.resolve("garbage.json"), "no JSON");
        Files.copy(CliFixture.repository().resolve("presets/music.json"), own.resolve("gentle.json"));

        CliFixture.Result result = cli.run("presets", "list");

        assertThat(result.status()).isZero();
        assertThat(result.out()).containsPattern("gentle +factory").doesNotContain("yours");
        assertThat(result.err())
                .contains("'garbage' is not a valid preset file", own.resolve("gentle.json") + " is not used")
                .hasLineCount(2);
    }

    private void assertRefused(String said, Object... arguments) {
        CliFixture.Result result = cli.run(arguments);
        assertThat(result.status()).isNotZero();
        assertThat(result.err()).startsWith("attune: ").contains(said).hasLineCount(1);
    }
}
