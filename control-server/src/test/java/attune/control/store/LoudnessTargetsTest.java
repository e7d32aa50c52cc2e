package attune.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.api.LoudnessTarget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoudnessTargetsTest {
    private static final Path FACTORY = Path.of("../presets");
    private static final String OWN = """
            {
              "schema": 1,
              "asOf": "2026-11-26",
              "targets": [
                {
                  "id": "house",
                  "label": "Our house",
                  "integratedLufs": -20,
                  "toleranceLu": 0.5,
                  "maxRangeLu": 8,
                  "loudnessOf": "programme",
                  "normalization": "none",
                  "source": {"title": "house rules", "url": "https://example.org/rules", "asOf": "2026-01", "official": true}
                }
              ]
            }
            """;

    @TempDir
    Path folder;

    private LoudnessTargets targets() {
        return new LoudnessTargets(FACTORY, folder);
    }

    private LoudnessTargets withOwn(String json) throws Exception {
        Files.writeString(folder.resolve("targets.json"), json);
        return targets();
    }

    @Test
    void factory_list_when_read_expect_the_levels_that_its_sources_name() throws Exception {
        assertThat(targets().find("ebu-r128").integratedLufs()).isEqualTo(-23);
        assertThat(targets().find("ebu-r128").maxTruePeakDbtp()).isEqualTo(-1);
        assertThat(targets().find("atsc-a85").integratedLufs()).isEqualTo(-24);
        assertThat(targets().find("apple-podcasts").toleranceLu()).isEqualTo(1);
        assertThat(targets().find("spotify").raisedToDbtp()).isEqualTo(-1);
    }

    @Test
    void own_list_when_there_expect_it_instead_of_the_factory_one() throws Exception {
        LoudnessTargets own = withOwn(OWN);
        assertThat(own.all().targets()).extracting(LoudnessTarget::id).containsExactly("house");
        assertThat(own.find("house").maxRangeLu()).isEqualTo(8);
        assertThatThrownBy(() -> own.find("spotify"))
                .isInstanceOf(TargetException.class)
                .hasMessage("There is no target 'spotify'; there are house.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"schema\": 1 | \"schema\": 2 | it has schema 2; this version reads 1",
                "\"asOf\": \"2026-11-26\" | \"asOf\": \"yesterday\" | 'asOf' is 'yesterday'; allowed is a day",
                "-20 | 3 | target \"house\" can't be used: the field 'integratedLufs' is 3; allowed are -70.0 to 0.0",
                "0.5 | \"much\" | the field 'toleranceLu' is \"much\"; allowed are 0.0 to 20.0",
                "\"none\" | \"up\" | the field 'normalization' is \"up\"; allowed are none, down, both, unpublished",
                "maxRangeLu | maxRage | the field 'maxRage' is unknown; there are id, label",
                "\"label\": \"Our house\", | '' | the field 'label' is missing",
                "house rules | '' | the field 'title' must be plain text",
                "https://example.org/rules | rules.txt | the field 'url' is 'rules.txt'; allowed is an address",
                "\"id\": \"house\" | \"id\": \"Our House\" | allowed is lower-case letters and digits",
                "\"official\": true | \"official\": \"yes\" | the field 'official' must be true or false",
                "\"toleranceLu\": 0.5 | \"raisedToDbtp\": -1 | goes with the normalization 'both' only",
                "\"toleranceLu\": 0.5 | \"id\": \"house\" | Duplicate field 'id'"
            })
    void own_list_when_a_field_is_wrong_expect_one_sentence_naming_it(String right, String wrong, String sentence)
            throws Exception {
        assertThat(OWN).contains(right);
        LoudnessTargets own = withOwn(OWN.replace(right, wrong));
        assertThatThrownBy(own::all)
                .isInstanceOf(TargetException.class)
                .hasMessageStartingWith("The list of targets " + folder.resolve("targets.json"))
                .hasMessageContaining(sentence)
                .hasMessageEndingWith(".");
    }

    @Test
    void own_list_when_no_text_no_file_or_twice_the_same_expect_one_sentence() throws Exception {
        LoudnessTargets garbage = withOwn("{");
        assertThatThrownBy(garbage::all).hasMessageContaining("it is not JSON (line 1)");
        String one = OWN.substring(OWN.indexOf("    {"), OWN.indexOf("  ]"));
        LoudnessTargets twice = withOwn(OWN.replace("    {", one.stripTrailing() + ",\n    {"));
        assertThatThrownBy(twice::all).hasMessageContaining("target \"house\" can't be used: it is there twice");
        Files.write(folder.resolve("targets.json"), "\u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(garbage::all).hasMessageContaining("not UTF-8");
        Files.delete(folder.resolve("targets.json"));
        Files.createDirectory(folder.resolve("targets.json"));
        assertThatThrownBy(garbage::all).hasMessageContaining("is no file");
    }
}
