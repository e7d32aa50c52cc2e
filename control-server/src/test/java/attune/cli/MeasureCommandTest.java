package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.cli.audio.SampleFormat;
import attune.cli.audio.TestSounds;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureCommandTest {
    private static final int RATE_HZ = 48_000;

    @TempDir
    Path folder;

    private CliFixture cli;

    @BeforeEach
    void user() throws IOException {
        cli = new CliFixture(folder);
    }

    /** A stereo tone of 1 kHz: its loudness is its peak level in dBFS (EBU Tech 3341, case 1). */
    private Path tone(String name, double dbfs, double seconds) throws IOException {
        double amplitude = Math.pow(10, dbfs / 20);
        float[][] sound = new float[2][(int) (seconds * RATE_HZ)];
        for (int i = 0; i < sound[0].length; i++) {
            sound[0][i] = (float) (amplitude * Math.sin(2 * Math.PI * 1000 * i / RATE_HZ));
            sound[1][i] = sound[0][i];
        }
        return TestSounds.write(folder.resolve(name), sound, RATE_HZ, SampleFormat.FLOAT32);
    }

    @Test
    void measure_when_tone_is_short_expect_its_level_everywhere_and_the_range_flagged() throws IOException {
        CliFixture.Result result = cli.run("measure", tone("tone.wav", -23, 5.01));

        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .containsPattern("integrated loudness +−23\\.0 LUFS")
                .containsPattern("momentary, most +−23\\.0 LUFS")
                .containsPattern("short-term, most +−23\\.0 LUFS")
                .containsPattern("loudness range +0\\.0 LU \\(not stable under 60 s\\)")
                .containsPattern("true peak +−23\\.0 dBTP")
                .containsPattern("ebu-r128 +−23 ±1 LUFS, −1 dBTP +pass +played as it is")
                .containsPattern("apple-podcasts +−16 ±1 LUFS, −1 dBTP +fail +played as it is: 7\\.0 LU too quiet")
                .containsPattern("spotify +−14 LUFS, −1 dBTP +pass +played 9\\.0 dB louder");
    }

    @Test
    void measure_when_tone_is_long_expect_the_range_without_a_flag() throws IOException {
        assertThat(cli.run("measure", tone("long.wav", -23, 60)).out()).doesNotContain("not stable");
    }

    @Test
    void measure_when_a_target_is_named_expect_the_exit_code_to_tell() throws IOException {
        Path loud = tone("loud.wav", -9, 5);
        Path right = tone("right.wav", -23.4, 5);
        assertThat(cli.run("measure", right, "--target", "ebu-r128").status()).isZero();
        CliFixture.Result fails = cli.run("measure", right, loud, "--target", "ebu-r128");
        assertThat(fails.status()).isEqualTo(1);
        assertThat(fails.out()).contains("14.0 LU too loud").doesNotContain("spotify");
        assertThat(cli.run("measure", loud, "--target", "youtube").status()).isZero();
        assertThat(cli.run("measure", loud).status()).isZero();
    }

    @Test
    void measure_when_json_is_asked_expect_one_list_of_numbers() throws IOException {
        Path first = tone("first.wav", -20, 4);
        Path second = tone("second.wav", -30, 4);

        JsonNode files = new ObjectMapper()
                .readTree(cli.run("measure", "--json", first, second).out());

        assertThat(files).hasSize(2);
        JsonNode file = files.path(0);
        assertThat(file.path("integratedLufs").asDouble()).isCloseTo(-20, within(0.1));
        assertThat(file.path("maximumShortTermLufs").asDouble()).isCloseTo(-20, within(0.1));
        assertThat(file.path("truePeakDbtp").asDouble()).isCloseTo(-20, within(0.1));
        assertThat(file.path("loudnessRangeStable").asBoolean(true)).isFalse();
        assertThat(file.path("seconds").asDouble()).isEqualTo(4.0);
        assertThat(file.path("targets"))
                .filteredOn(target -> target.path("id").asText().equals("youtube"))
                .singleElement()
                .satisfies(youtube -> {
                    assertThat(youtube.path("outcome").asText()).isEqualTo("pass");
                    assertThat(youtube.path("gainDb").asDouble()).isZero();
                });
        assertThat(files.path(1).path("integratedLufs").asDouble()).isCloseTo(-30, within(0.1));
    }

    @Test
    void measure_when_nothing_sounds_or_samples_are_no_numbers_expect_words() throws IOException {
        float[][] silent = new float[1][RATE_HZ];
        silent[0][100] = Float.NaN;
        silent[0][101] = Float.POSITIVE_INFINITY;
        Path file = TestSounds.write(folder.resolve("silent.wav"), silent, RATE_HZ, SampleFormat.FLOAT32);

        CliFixture.Result result = cli.run("measure", file, "--target", "ebu-r128");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out())
                .containsPattern("integrated loudness +– LUFS")
                .containsPattern("loudness range +– LU")
                .contains(", mono", "there is no sound above −70 LUFS");
        assertThat(result.err()).contains("2 samples that are no numbers");
    }

    @Test
    void measure_when_own_targets_are_broken_expect_the_sentence_and_the_measures() throws IOException {
        Path own = Files.createDirectories(cli.home.resolve(".local/share/attune"));
        Files.writeString(own.resolve("targets.json"), "no list");

        CliFixture.Result result = cli.run("measure", tone("tone.wav", -23, 5));

        assertThat(result.status()).isZero();
        assertThat(result.err()).contains("targets.json").hasLineCount(1);
        assertThat(result.out())
                .containsPattern("integrated loudness +−23\\.0 LUFS")
                .doesNotContain("spotify");
    }

    @Test
    void measure_when_target_or_file_is_unknown_expect_one_sentence() throws IOException {
        Path file = tone("tone.wav", -23, 1);
        CliFixture.Result unknown = cli.run("measure", file, "--target", "minidisc");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("There is no target 'minidisc'; there are ebu-r128, ")
                .hasLineCount(1);
        CliFixture.Result missing = cli.run("measure", folder.resolve("no.wav"));
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).contains("no.wav does not exist.").hasLineCount(1);
        assertThat(cli.run("measure").status()).isEqualTo(2);
    }
}
