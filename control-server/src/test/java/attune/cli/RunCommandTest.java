package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.cli.audio.SampleFormat;
import attune.cli.audio.TestSounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCommandTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--for|0|--for=0.0 is not allowed",
                "--for|-3|--for=-3.0 is not allowed",
                "--for|soon|--for=soon is not allowed; it goes from just above 0 to 1000000 s.",
                "--for|1e999|--for=1e999 is not allowed; it goes from just above 0 to 1000000 s.",
                "--out|x.mp3|--out writes WAV only",
                "--preset|nois-room|Did you mean noisy-room",
            })
    void run_when_option_is_impossible_expect_one_sentence_and_status_2(String option, String value, String said)
            throws IOException {
        CliFixture.Result result = new CliFixture(folder).run("run", option, value);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("attune: ").contains(said).hasLineCount(1);
    }

    @Test
    void run_when_out_is_the_source_or_exists_expect_refusal_before_anything_is_started() throws IOException {
        CliFixture cli = new CliFixture(folder).with("XDG_RUNTIME_DIR", folder.toString());
        Path source =
                TestSounds.write(folder.resolve("src.wav"), TestSounds.noise(1, 480, 1), 48_000, SampleFormat.INT16);
        byte[] before = Files.readAllBytes(source);
        Path symlink = Files.createSymbolicLink(folder.resolve("symlink.wav"), source);
        Path hardLink = Files.createLink(folder.resolve("hard.wav"), source);
        Path detour = folder.resolve("home/../src.wav");
        Path other = Files.writeString(folder.resolve("other.wav"), "precious");

        for (Path same : List.of(source, symlink, hardLink, detour)) {
            assertRefused(cli.run("run", source, "--out", same), "are the same file");
            assertRefused(cli.run("run", source, "--overwrite", "--out", same), "are the same file");
        }
        assertRefused(cli.run("run", source, "--out", other), "other.wav exists already; --overwrite replaces it.");
        assertRefused(cli.run("run", "--out", other), "exists already");
        assertRefused(cli.run("run", source, "--out", folder.resolve("no/where.wav")), "does not exist");
        assertRefused(cli.run("run", folder.resolve("none.wav")), "none.wav does not exist");
        assertThat(source).hasBinaryContent(before);
        assertThat(other).hasContent("precious");
        assertThat(cli.home).isEmptyDirectory();
    }

    @Test
    void run_when_overwrite_is_given_expect_existing_file_to_be_accepted() throws IOException {
        CliFixture cli = new CliFixture(folder);
        Path other = Files.writeString(folder.resolve("other.wav"), "old");

        // The preset is looked for after the places: being refused for it means that the file was not.
        CliFixture.Result result = cli.run("run", "--out", other, "--overwrite", "--preset", "nois-room");

        assertThat(result.err()).contains("Did you mean noisy-room");
    }

    private static void assertRefused(CliFixture.Result result, String said) {
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith("attune: ").contains(said).hasLineCount(1);
    }
}
