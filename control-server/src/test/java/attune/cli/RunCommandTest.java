package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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
                "--for|soon|'soon' is not a double",
                "--out|x.mp3|--out writes WAV only",
                "--preset|nois-room|Did you mean noisy-room",
            })
    void run_when_option_is_impossible_expect_one_sentence_and_status_2(String option, String value, String said)
            throws IOException {
        CliFixture.Result result = new CliFixture(folder).run("run", option, value);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("attune: ").contains(said).hasLineCount(1);
    }
}
