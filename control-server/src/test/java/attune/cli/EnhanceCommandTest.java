package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.cli.audio.SampleFormat;
import attune.cli.audio.TestSounds;
import attune.dsp.chain.Engine;
import attune.dsp.core.ProcessSpec;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnhanceCommandTest {
    @TempDir
    Path folder;

    private CliFixture cli;
    private Path in;
    private Path out;

    @BeforeEach
    void oneSecondOfSound() throws IOException {
        cli = new CliFixture(folder);
        in = TestSounds.write(folder.resolve("in.wav"), TestSounds.noise(2, 48_011, 7), 48_000, SampleFormat.FLOAT32);
        out = folder.resolve("out.wav");
    }

    @Test
    void enhance_when_preset_and_set_expect_the_engines_own_samples_without_latency() throws IOException {
        CliFixture.Result result = cli.run("enhance", in, out, "--preset", "transparent", "--set", "eq3_gain=6");

        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.EQ3_GAIN, 6);
        float[][] expected = throughEngine(TestSounds.read(in), params);
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(TestSounds.read(out)).isDeepEqualTo(expected);
        assertThat(expected[0]).isNotEqualTo(TestSounds.read(in)[0]);
    }

    @Test
    void enhance_when_transparent_expect_same_length_and_time() throws IOException {
        cli.run("enhance", in, out, "--preset", "transparent");

        float[] before = TestSounds.read(in)[0];
        float[] after = TestSounds.read(out)[0];
        assertThat(after).hasSize(before.length);
        double worst = 0;
        for (int i = 0; i < before.length; i++) {
            worst = Math.max(worst, Math.abs(before[i] - after[i]));
        }
        assertThat(worst).isLessThan(1e-4);
    }

    @Test
    void enhance_when_default_preset_expect_gentle() throws IOException {
        Path named = folder.resolve("named.wav");
        cli.run("enhance", in, out);
        cli.run("enhance", in, named, "--preset", "Gentle");

        assertThat(Files.readAllBytes(out)).isEqualTo(Files.readAllBytes(named));
    }

    @Test
    void enhance_when_bits_given_expect_that_format_else_the_inputs() throws IOException {
        Path words = TestSounds.write(
                folder.resolve("words.wav"), TestSounds.noise(1, 4_800, 8), 44_100, SampleFormat.INT24);
        cli.run("enhance", words, out);
        assertThat(TestSounds.info(out).sampleFormat()).isEqualTo(SampleFormat.INT24);
        assertThat(TestSounds.info(out).sampleRateHz()).isEqualTo(44_100);
        cli.run("enhance", words, out, "--overwrite", "--bits", "float");
        assertThat(TestSounds.info(out).sampleFormat()).isEqualTo(SampleFormat.FLOAT32);
        cli.run("enhance", words, out, "--overwrite", "--bits", "16");
        assertThat(TestSounds.info(out).sampleFormat()).isEqualTo(SampleFormat.INT16);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--set|eq1_gian=3|There is no parameter 'eq1_gian'. Did you mean eq1_gain",
                "--set|eq1_gain=30|eq1_gain=30 is not allowed; eq1_gain goes from -18 to 18 dB.",
                "--set|eq1_gain=loud|eq1_gain takes a number from -18 to 18 dB, not 'loud'.",
                "--set|eq1_gain=NaN|eq1_gain takes a number",
                "--set|program=2.5|program takes 0 (Standard), 1 (Speech), 2 (Music) or 3 (Broadcast).",
                "--set|hum_harmonics=3.7|hum_harmonics takes a whole number from ",
                "--set|nr_bypass=2|nr_bypass takes 0 (off) or 1 (on).",
                "--set|eq1_gain|--set takes name=value, not 'eq1_gain'.",
                "--set|like=1|'like' is for playing live",
                "--target|-50|target=-50 is not allowed; target goes from -36 to -8 LUFS.",
                "--target|loud|--target=loud is not allowed; it goes from -36 to -8 LUFS.",
                "--amount|NaN|--amount=NaN is not allowed; it goes from 0 to 150 %.",
                "--amount|151|amount=151 is not allowed; amount goes from 0 to 150 %.",
                "--preset|gentel|There is no preset 'gentel'; there are broadcast-speech, gentle, live-stream, music",
                "--bits|12|--bits takes 16, 24, 32 or float, not '12'.",
            })
    void enhance_when_option_is_impossible_expect_one_sentence_and_status_2(String option, String value, String said) {
        CliFixture.Result result = cli.run("enhance", in, out, option, value);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("attune: ").contains(said).hasLineCount(1);
        assertThat(out).doesNotExist();
    }

    @Test
    void enhance_when_files_are_impossible_expect_one_sentence_status_1_and_nothing_written() throws IOException {
        Path garbage = Files.write(folder.resolve("garbage.wav"), new byte[5_000]);
        Path header = folder.resolve("header.wav");
        Files.write(header, Arrays.copyOf(Files.readAllBytes(in), 44));
        Files.writeString(out, "precious");

        assertRefused(cli.run("enhance", folder.resolve("none.wav"), out), "does not exist");
        assertRefused(cli.run("enhance", in, in, "--overwrite"), "are the same file");
        assertRefused(cli.run("enhance", in, out), "exists already");
        assertRefused(cli.run("enhance", garbage, out, "--overwrite"), "garbage.wav");
        assertRefused(cli.run("enhance", header, out, "--overwrite"), "has a header but no sound");
        assertRefused(cli.run("enhance", in, folder.resolve("no/where.wav")), "does not exist");
        assertRefused(cli.run("enhance", in, folder.resolve("home")), "is a folder");
        assertRefused(cli.run("enhance", in, folder.resolve("noending")), "no ending");
        assertThat(out).hasContent("precious");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "app", "garbage.wav", "header.wav", "home", "in.wav", "out.wav", "runtime");
        }
    }

    @Test
    void enhance_when_the_folder_takes_no_files_expect_it_named_and_no_name_of_ours() {
        CliFixture.Result result = cli.run("enhance", in, "/proc/x.wav");
        assertRefused(result, "The folder /proc can");
        assertThat(result.err()).doesNotContain(".attune-");
    }

    @Test
    void enhance_when_samples_are_no_numbers_expect_their_count_said_and_reported() throws IOException {
        float[][] sound = TestSounds.read(in);
        sound[0][100] = Float.NaN;
        sound[0][101] = Float.POSITIVE_INFINITY;
        sound[sound.length - 1][500] = Float.NEGATIVE_INFINITY;
        Path broken = TestSounds.write(folder.resolve("broken.wav"), sound, 48_000, SampleFormat.FLOAT32);
        Path report = folder.resolve("report.json");

        CliFixture.Result result = cli.run("enhance", broken, out, "--report", report);

        String said = broken + ": 3 samples are no numbers and were played as silence.";
        assertThat(result.status()).isZero();
        assertThat(result.err().strip()).isEqualTo("attune: " + said);
        assertThat(result.out()).contains(said);
        assertThat(new ObjectMapper()
                        .readTree(report.toFile())
                        .path("files")
                        .path(0)
                        .path("warning")
                        .asText())
                .isEqualTo(said);
    }

    @Test
    void enhance_when_cut_short_expect_result_and_a_warning() throws IOException {
        Path cut = folder.resolve("cut.wav");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(in), 44 + 8 * 10_000));

        CliFixture.Result result = cli.run("enhance", cut, out);

        assertThat(result.status()).isZero();
        assertThat(result.err()).contains("cut short").hasLineCount(1);
        assertThat(TestSounds.read(out)[0]).hasSize(10_000);
    }

    @Test
    void enhance_when_folder_expect_mirrored_names_others_skipped_and_failures_listed() throws IOException {
        Path source = Files.createDirectories(folder.resolve("album/disc"));
        Files.copy(in, source.resolve("one.wav"));
        Files.copy(in, source.resolveSibling("two.wav"));
        Files.writeString(source.resolve("notes.txt"), "not sound");
        Files.write(source.resolve("bad.wav"), Arrays.copyOf(Files.readAllBytes(in), 44));
        Path target = folder.resolve("done");

        CliFixture.Result result = cli.run("enhance", folder.resolve("album"), target);

        assertThat(result.status()).isEqualTo(1);
        assertThat(target.resolve("disc/one.wav")).exists();
        assertThat(target.resolve("two.wav")).exists();
        assertThat(target.resolve("disc/bad.wav")).doesNotExist();
        assertThat(result.err()).contains("bad.wav has a header but no sound.", "2 of 3 sound files", "1 other file");
        assertRefused(cli.run("enhance", folder.resolve("album"), folder.resolve("album/in")), "lies in the folder");
    }

    @Test
    void enhance_when_report_asked_expect_table_and_json_with_settings_and_loudness() throws IOException {
        Path report = folder.resolve("report.json");

        CliFixture.Result result =
                cli.run("enhance", "--report", report, "--target", "−20", "--set", "hpf_corner=80", in, out);

        JsonNode file =
                new ObjectMapper().readTree(report.toFile()).path("files").path(0);
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("integrated loudness", "LUFS", "× real time")
                .containsPattern("loudness range +0\\.0 +LU \\(not stable under 60 s\\)");
        assertThat(file.path("loudnessRangeStable").asBoolean(true)).isFalse();
        assertThat(file.path("preset").asText()).isEqualTo("gentle");
        assertThat(file.path("changes").path("target").asDouble()).isEqualTo(-20);
        assertThat(file.path("changes").path("hpf_corner").asDouble()).isEqualTo(80);
        assertThat(file.path("seconds").asDouble()).isEqualTo(1.0);
        assertThat(file.path("inputIntegratedLufs").asDouble()).isBetween(-20.0, -10.0);
        assertThat(file.path("outputTruePeakDbtp").asDouble()).isLessThanOrEqualTo(-1 + 0.1);
    }

    @Test
    void enhance_when_report_precedes_files_expect_no_file_taken_for_the_report() {
        assertThat(cli.run("enhance", "--report", in, out).status()).isZero();
    }

    @Test
    void enhance_when_report_is_impossible_expect_one_sentence_before_the_work() {
        assertRefused(cli.run("enhance", in, out, "--report", folder.resolve("no/r.json")), "does not exist");
        Path text = folder.resolve("x.txt");
        for (CliFixture.Result result : List.of(
                cli.run("enhance", "--report", text, in, out),
                cli.run("enhance", in, out, "--report", text),
                cli.run("enhance", "--report=" + text, in, out))) {
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err())
                    .contains("ends in .json, not '" + text + "'")
                    .hasLineCount(1);
        }
        assertThat(out).doesNotExist();
    }

    @Test
    void enhance_when_type_of_output_is_unknown_expect_the_users_file_named() {
        Path odd = folder.resolve("o.xyz");

        CliFixture.Result result = cli.run("enhance", in, odd);

        assertRefused(result, odd + " cannot be written: .xyz is no type of sound file");
        assertThat(result.err()).doesNotContain(".attune-");
    }

    @Test
    void enhance_when_preset_is_for_a_newer_sound_expect_refusal() throws IOException {
        Path presets = Files.createDirectories(cli.places().userPresets());
        int newer = Engine.SOUND_VERSION + 1;
        Files.writeString(
                presets.resolve("late.json"),
                "{\"schema\":1,\"label\":\"x\",\"doc\":\"d\",\"soundVersion\":" + newer + ",\"params\":{}}");

        CliFixture.Result result = cli.run("enhance", in, out, "--preset", "late");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err())
                .contains("'late' was made for sound version " + newer)
                .hasLineCount(1);
        assertThat(out).doesNotExist();
    }

    @Test
    void attune_when_command_is_unknown_expect_the_commands_there_are_and_in_help_the_launchers() {
        assertThat(cli.run("foo").err())
                .contains(
                        "There is no command 'foo'; there are run, enhance, match, measure, prove, open",
                        "install",
                        "bench, test.")
                .hasLineCount(1);
        assertThat(cli.run("enhanse").err()).contains("Did you mean enhance?");
        assertThat(cli.run("--help").out()).contains("  bench ", "  test ");
    }

    @Test
    void attune_when_command_is_unknown_expect_status_2_and_when_none_expect_usage() {
        assertThat(cli.run("enhanse").status()).isEqualTo(2);
        assertThat(cli.run().out()).contains("Usage: attune", "enhance", "doctor");
        assertThat(cli.run("--version").out()).matches("(?s)Attune [0-9]+\\.[0-9]+\\.[0-9]+.*");
    }

    private static void assertRefused(CliFixture.Result result, String said) {
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith("attune: ").contains(said).hasLineCount(1);
    }

    /** The plugin's way: quanta, the engine's latency in front. */
    private static float[][] throughEngine(float[][] sound, ParamSnapshot params) {
        Engine engine = new Engine();
        engine.prepare(new ProcessSpec(48_000, sound.length));
        for (int slot = 0; slot < Engine.SLOTS; slot++) {
            engine.recall(slot, params);
        }
        engine.start(new MacroSnapshot());
        int length = sound[0].length;
        int quantum = ProcessSpec.QUANTUM_FRAMES;
        int total = (length + engine.latencyFrames() + quantum - 1) / quantum * quantum;
        float[][] padded = {Arrays.copyOf(sound[0], total), Arrays.copyOf(sound[1], total)};
        float[][] block = new float[2][quantum];
        for (int at = 0; at < total; at += quantum) {
            for (int channel : List.of(0, 1)) {
                System.arraycopy(padded[channel], at, block[channel], 0, quantum);
            }
            engine.process(block, quantum);
            for (int channel : List.of(0, 1)) {
                System.arraycopy(block[channel], 0, padded[channel], at, quantum);
            }
        }
        int from = engine.latencyFrames();
        return new float[][] {
            Arrays.copyOfRange(padded[0], from, from + length), Arrays.copyOfRange(padded[1], from, from + length)
        };
    }
}
