package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.cli.audio.AudioInfo;
import attune.cli.audio.AudioSource;
import attune.cli.audio.FrameStream;
import attune.cli.audio.SampleFormat;
import attune.cli.audio.TestSounds;
import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import attune.learn.audio.CapturedClip;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchCommandTest {
    private static final int RATE_HZ = 48_000;

    @TempDir
    Path folder;

    private CliFixture cli;
    private Path recording;
    private Path reference;

    /** Six seconds of noise, and the same through a known equaliser and narrower. */
    @BeforeEach
    void twoSounds() throws IOException {
        cli = new CliFixture(folder);
        recording = TestSounds.write(folder.resolve("talk.wav"), noise(6), RATE_HZ, SampleFormat.FLOAT32);
        reference = folder.resolve("radio.wav");
        cli.run(
                "enhance",
                recording,
                reference,
                "--preset",
                "transparent",
                "--set",
                "eq2_gain=5",
                "--set",
                "widener_width=50");
    }

    private static float[][] noise(double seconds) {
        Random random = new Random(4);
        float[][] sound = new float[2][(int) (seconds * RATE_HZ)];
        double slow = 0;
        for (int i = 0; i < sound[0].length; i++) {
            double middle = 0.05 * random.nextGaussian();
            double side = 0.03 * random.nextGaussian();
            slow = 0.97 * slow + middle;
            sound[0][i] = (float) (0.3 * slow + middle + side);
            sound[1][i] = (float) (0.3 * slow + middle - side);
        }
        return sound;
    }

    private ParamSnapshot saved(String id) throws PresetException {
        return new PresetStore(cli.places().factoryPresets(), cli.places().userPresets())
                .find(id)
                .params();
    }

    @Test
    void match_when_saved_expect_what_was_found_printed_and_kept_as_a_preset() throws PresetException {
        CliFixture.Result result = cli.run("match", recording, "--reference", reference, "--save", "Like Radio");

        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .containsPattern("tone +1\\.[0-9] dB → 0\\.[0-9] dB")
                .contains("dynamics  left alone: The reference is no more compressed")
                .containsPattern("width +6\\.[01] dB → 0\\.[0-9] dB")
                .containsPattern("eq2_gain +Bell 1 gain +\\+[45]\\.[0-9]")
                .containsPattern("widener_width +Stereo width +(49|50|51)\\.[0-9]")
                .contains("Saved as 'like-radio'.");
        ParamSnapshot params = saved("like-radio");
        assertThat(params.get(ParamTable.EQ2_GAIN)).isBetween(4.0, 5.5);
        assertThat(params.get(ParamTable.WIDENER_WIDTH)).isBetween(48.0, 52.0);
        assertThat(cli.run("presets", "list").out()).containsPattern("like-radio +yours");
    }

    @Test
    void match_when_only_one_part_is_wanted_expect_the_others_as_in_the_preset_and_nothing_written() {
        CliFixture.Result result =
                cli.run("match", recording, "--reference", reference, "--only", "width", "--preset", "gentle");

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("widener_width")
                .doesNotContain("tone", "dynamics", "eq2", "nr_attenuation", "Saved");
        assertThat(cli.home.resolve(".local")).doesNotExist();
    }

    @Test
    void match_when_the_reference_is_a_curve_expect_tone_alone() {
        CliFixture.Result result = cli.run("match", recording, "--reference", "music", "--range", "3");

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .containsPattern("tone +[0-9.]+ dB → [0-9.]+ dB")
                .contains("left alone: A target curve says nothing about width.");
    }

    @Test
    void match_when_the_name_is_taken_expect_refusal_before_the_work() throws IOException {
        Path own = Files.createDirectories(cli.places().userPresets());
        Files.copy(CliFixture.repository().resolve("presets/music.json"), own.resolve("mine.json"));
        for (String name : new String[] {"mine", "Gentle"}) {
            CliFixture.Result result =
                    cli.run("match", folder.resolve("missing.wav"), "--reference", reference, "--save", name);
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err())
                    .isEqualToIgnoringCase("attune: There is a preset '" + name + "' already; choose another name."
                            + System.lineSeparator());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--amount|151|--amount=151 is not allowed; it goes from 0 to 150 %.",
                "--range|wide|--range=wide is not allowed; it goes from 0 to 18 dB.",
                "--smoothing|0|--smoothing=0 is not allowed; it goes from 0.1 to 3 octaves.",
                "--only|tone,with|--only takes tone, dynamics, width, not 'with'. Did you mean width?",
                "--preset|gentel|There is no preset 'gentel'",
            })
    void match_when_option_is_impossible_expect_one_sentence_and_status_2(String option, String value, String said) {
        CliFixture.Result result = cli.run("match", recording, "--reference", reference, option, value);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("attune: ").contains(said).hasLineCount(1);
    }

    @Test
    void match_when_files_are_impossible_expect_one_sentence_and_status_1() throws IOException {
        Path brief = TestSounds.write(folder.resolve("brief.wav"), noise(2), RATE_HZ, SampleFormat.INT16);
        Path silent =
                TestSounds.write(folder.resolve("silent.wav"), new float[1][300_000], RATE_HZ, SampleFormat.INT16);
        assertRefused(cli.run("match", folder.resolve("no.wav"), "--reference", reference), "does not exist");
        assertRefused(cli.run("match", recording, "--reference", folder.resolve("no.wav")), "does not exist");
        assertRefused(
                cli.run("match", brief, "--reference", reference),
                "The recording is too short: it lasts 2.00 s; at least 3 s of sound");
        assertRefused(cli.run("match", recording, "--reference", silent), "The reference is silent");
        assertRefused(
                cli.run("match", recording, "--reference", folder.resolve("home/../talk.wav")),
                "is the recording itself");
        assertThat(cli.run("match", recording).status()).isEqualTo(2);
    }

    @Test
    void match_when_nothing_is_to_be_changed_expect_no_preset_saved() throws IOException {
        Path copy = Files.copy(recording, folder.resolve("copy.wav"));

        CliFixture.Result result = cli.run("match", recording, "--reference", copy, "--save", "Nothing New");

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("Nothing was changed.", "So nothing was saved.")
                .doesNotContain("Saved as");
        assertThat(cli.home.resolve(".local")).doesNotExist();
    }

    private static void assertRefused(CliFixture.Result result, String said) {
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith("attune: ").contains(said).hasLineCount(1);
    }

    @Test
    void sound_when_the_file_is_long_expect_pieces_from_beginning_to_end() throws IOException {
        int rate = 8_000;
        CapturedClip clip = MatchSound.read(countingSource(600 * rate, rate));

        float[] samples = clip.channels()[0];
        assertThat(clip.seconds()).isEqualTo(90);
        assertThat(samples[7 * rate]).isEqualTo(7 * rate);
        assertThat(samples[samples.length - 200]).isEqualTo(600 * rate - 200);
        assertThat(samples[40 * rate]).isEqualTo((600 - 15) * rate * 2 / 5 + 10 * rate);
        assertThat(samples[15 * rate]).isZero();
    }

    /** Every sample is the number of its frame. */
    private static AudioSource countingSource(int length, double rate) {
        int[] position = {0};
        FrameStream stream = (channels, frames) -> {
            int count = Math.min(frames, length - position[0]);
            for (int i = 0; i < count; i++) {
                channels[0][i] = position[0] + i;
            }
            position[0] += count;
            return count == 0 ? -1 : count;
        };
        return new AudioSource() {
            @Override
            public AudioInfo info() {
                return new AudioInfo(Path.of("long.wav"), rate, 1, length, SampleFormat.FLOAT32, false);
            }

            @Override
            public Optional<String> warning() {
                return Optional.empty();
            }

            @Override
            public int read(float[][] channels, int frames) throws IOException {
                return stream.read(channels, frames);
            }

            @Override
            public void close() {}
        };
    }
}
