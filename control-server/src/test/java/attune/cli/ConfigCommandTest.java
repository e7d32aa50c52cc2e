package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code attune config}, and that what it keeps is what commands and server take. */
class ConfigCommandTest {
    @TempDir
    Path folder;

    private CliFixture cli;
    private Path file;

    @BeforeEach
    void user() throws IOException {
        cli = new CliFixture(folder);
        file = cli.home.resolve(".config/attune/attune.conf");
    }

    @Test
    void set_when_new_expect_an_explained_private_file_and_its_value() throws IOException {
        assertThat(cli.run("config", "set", "port", "47900").out()).isEqualTo("port = 47900 in " + file + ".\n");
        assertThat(cli.run("config", "get", "port").out()).isEqualTo("47900\n");
        assertThat(Files.readString(file)).contains("ATTUNE_PORT.\n# port = 47800\nport = 47900\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.resolveSibling("."))))
                .isEqualTo("rwx------");
        assertThat(file.resolveSibling(".").toFile().list()).containsExactly("attune.conf");
    }

    @Test
    void set_and_unset_when_there_are_comments_expect_them_kept() throws IOException {
        Files.createDirectories(cli.home.resolve(".config/attune"));
        Files.writeString(file, "# mine\nkeep = yes\n\nport=1234\n# end\n");
        assertThat(cli.run("config", "set", "ATTUNE_PORT", "4321").status()).isZero();
        assertThat(Files.readString(file)).isEqualTo("# mine\nkeep = yes\n\nport = 4321\n# end\n");
        assertThat(cli.run("config", "unset", "port").out()).isEqualTo("port is 47800 again, the default.\n");
        assertThat(cli.run("config", "unset", "port").out()).isEqualTo("port is not in " + file + ".\n");
        assertThat(cli.run("config", "get", "keep").out()).isEqualTo("on\n");
        assertThat(Files.readString(file)).isEqualTo("# mine\nkeep = yes\n\n# end\n");
    }

    @Test
    void list_when_said_in_three_places_expect_each_source() throws IOException {
        cli.with("ATTUNE_PORT", "5000");
        cli.run("config", "set", "port", "6000");
        CliFixture.Result set = cli.run("config", "set", "target", "\u221218");
        assertThat(set.err()).isEmpty();
        JsonNode settings = ServerClient.JSON
                .readTree(cli.run("config", "list", "--json").out())
                .path("settings");
        assertThat(entry(settings, "port")).contains("\"value\":\"5000\",\"source\":\"environment\"");
        assertThat(entry(settings, "target"))
                .contains(
                        "\"value\":\"-18\",\"source\":\"file\",\"default\":\"-16\",\"type\":\"decimal\",\"unit\":\"LUFS\"");
        assertThat(entry(settings, "keep")).contains("\"value\":\"off\",\"source\":\"default\"");
        assertThat(cli.run("config").out()).contains("-18 LUFS", file.toString(), "ATTUNE_PORT\n", "Takes 0 to 65535.");
        assertThat(cli.run("config", "set", "port", "6001").err())
                .isEqualTo("attune: ATTUNE_PORT=5000 is set and goes before it.\n");
    }

    private static String entry(JsonNode settings, String name) {
        for (JsonNode setting : settings) {
            if (setting.path("name").asText().equals(name)) {
                return setting.toString();
            }
        }
        return "";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prot   | 1    | Did you mean port?",
                "port   | 70000 | port takes 0 to 65535, not '70000'.",
                "port   | many | port takes 0 to 65535, not 'many'.",
                "keep   | perhaps | keep takes on or off, not 'perhaps'.",
                "target | -3   | target takes -36 to -8 LUFS, not '-3'.",
                "learn  | fast | learn takes off, observe, suggest, auto, not 'fast'.",
                "preset | podcast-voise | Did you mean podcast-voice?"
            })
    void set_when_name_or_value_is_wrong_expect_one_sentence_and_no_file(String name, String value, String said) {
        CliFixture.Result result = cli.run("config", "set", name, "--", value);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(said).hasLineCount(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void list_when_the_file_is_wrong_expect_a_sentence_for_each_and_the_rest() throws IOException {
        Files.createDirectories(cli.home.resolve(".config/attune"));
        Files.writeString(file, "port = high\nkep = on\nnonsense\nlearn = off\nlearn = observe\n");
        CliFixture.Result result = cli.run("config", "list");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("learn         observe", "port          ?", "keep          off");
        assertThat(result.err().lines())
                .containsExactlyInAnyOrder(
                        "attune: port in " + file + " is \"high\"; allowed is 0 to 65535.",
                        "attune: There is no setting 'kep', which " + file + " names. Did you mean keep?",
                        "attune: Line 3 of " + file + " is not \"name = value\".",
                        "attune: learn stands more than once in " + file + "; the last one counts.");
        assertThat(cli.run("doctor").out()).contains("warn  settings       Line 3 of " + file);
        assertThat(cli.run("config", "get", "port").err()).hasLineCount(1).contains("port in " + file);
        Files.write(file, new byte[] {(byte) 0xff, 10});
        assertThat(cli.run("config", "list").err())
                .isEqualTo("attune: " + file + " is not UTF-8 text; move it away.\n");
    }

    @Test
    void commands_when_their_options_are_not_given_expect_what_is_set() {
        Path missing = folder.resolve("missing.wav");
        cli.run("config", "set", "preset", "Noisy room");
        assertThat(cli.run("enhance", "--help").out()).contains("(default: noisy-room)");
        cli.with("ATTUNE_PRESET", "no-such-preset");
        assertThat(cli.run("enhance", missing, folder.resolve("out.wav")).err()).contains("no-such-preset");
        assertThat(cli.run("enhance", missing, folder.resolve("out.wav"), "--preset", "gentle")
                        .err())
                .isEqualTo("attune: " + missing + " does not exist.\n");
        cli.with("ATTUNE_TARGET", "loud");
        assertThat(cli.run("enhance", missing, folder.resolve("out.wav")).err())
                .startsWith("attune: ATTUNE_TARGET is \"loud\"; allowed is -36 to -8 LUFS.")
                .hasLineCount(1);
    }
}
