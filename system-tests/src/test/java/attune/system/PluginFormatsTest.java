package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The installed plugin and its presets in real hosts; the reference is {@code attune enhance}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PluginFormatsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int LATENCY_FRAMES = 1280;

    @TempDir
    Path folder;

    private TestBed bed;
    private Path vst3;

    @BeforeAll
    void install() throws IOException {
        bed = TestBed.installed();
        vst3 = bed.home().resolve(".vst3/Attune.vst3");
    }

    @Test
    void lv2_validate_when_run_on_what_was_installed_expect_no_error() throws IOException {
        for (String program : List.of("lv2_validate", "sord_validate")) {
            Assumptions.assumeTrue(Command.exists(program), program + " is not installed");
        }
        List<String> command = new ArrayList<>(List.of("lv2_validate"));
        for (String bundle : List.of("attune.lv2", "attune-presets.lv2")) {
            try (Stream<Path> files = Files.list(bed.home().resolve(".lv2").resolve(bundle))) {
                files.map(Path::toString).filter(file -> file.endsWith(".ttl")).forEach(command::add);
            }
        }
        Command.Result result = Command.run(bed.environment(), LIMIT, command);
        String said = result.output() + result.errors();
        assertThat(result.exitCode()).as(said).isZero();
        assertThat(said).contains("Found 0 errors").doesNotContain("warning", "error:");
        assertThat(command).as("plugins and presets").hasSizeGreaterThan(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"phone-call", "podcast-voice", "transparent"})
    void lilv_when_it_applies_a_preset_expect_the_samples_of_enhance_with_it(String preset) throws IOException {
        PythonHost lilv = PythonHost.lilv(bed);
        Path input = Material.degradedSpeech(folder, 48_000);
        Path output = folder.resolve("lilv.raw");
        String uri = TestBed.STEREO_URI + ":preset:" + preset;
        assertThat(lilv.run(TestBed.STEREO_URI)).contains(uri);
        lilv.run(TestBed.STEREO_URI, uri, PythonHost.raw(input), output);
        enhanced(input, "--preset", preset)
                .assertDelayedBy(LATENCY_FRAMES, PythonHost.samples(output, 2), "lilv with " + preset);
    }

    /** It renders offline and takes the latency off by itself. */
    @ParameterizedTest
    @ValueSource(ints = {64, 777, 100_000})
    void pedalboard_when_playing_in_blocks_expect_the_samples_of_enhance(int blockFrames) throws IOException {
        PythonHost pedalboard = PythonHost.pedalboard(bed);
        Path input = Material.degradedSpeech(folder, 48_000);
        Path output = folder.resolve("pedalboard.raw");
        pedalboard.run(vst3, input, output, blockFrames);
        enhanced(input).assertDelayedBy(0, PythonHost.samples(output, 2), "pedalboard in blocks of " + blockFrames);
    }

    @Test
    void pedalboard_when_the_file_is_mono_expect_the_samples_of_enhance() throws IOException {
        PythonHost pedalboard = PythonHost.pedalboard(bed);
        Path stereo = Material.degradedSpeech(folder, 48_000);
        Path input = folder.resolve("mono.wav");
        PythonHost.ffmpeg("-i", stereo, "-ac", 1, "-c:a", "pcm_f32le", input);
        Path output = folder.resolve("mono.raw");
        pedalboard.run(vst3, input, output, 512);
        enhanced(1, input).assertDelayedBy(0, PythonHost.samples(output, 1), "pedalboard in mono");
    }

    @ParameterizedTest
    @CsvSource({"phone-call, Phone call", "music-master, Music streaming master"})
    void pedalboard_when_it_loads_a_preset_expect_the_samples_of_enhance_with_it(String preset, String label)
            throws IOException {
        PythonHost pedalboard = PythonHost.pedalboard(bed);
        Path input = Material.degradedSpeech(folder, 48_000);
        Path output = folder.resolve("preset.raw");
        Path file = bed.home().resolve(".vst3/presets/Attune/Attune/" + label + ".vstpreset");
        pedalboard.run(vst3, input, output, 512, "preset=" + file);
        enhanced(input, "--preset", preset)
                .assertDelayedBy(0, PythonHost.samples(output, 2), "pedalboard with " + preset);
    }

    @Test
    void pedalboard_when_a_state_is_saved_and_loaded_expect_the_same_samples_and_values() throws IOException {
        PythonHost pedalboard = PythonHost.pedalboard(bed);
        Path input = Material.noisyMusic(folder, 48_000);
        Path first = folder.resolve("first.raw");
        Path second = folder.resolve("second.raw");
        Path state = folder.resolve("state.bin");
        // Values that are exact in the 32 bits in which JUCE keeps them.
        String said = pedalboard.run(
                vst3,
                input,
                first,
                480,
                "amount=0.25",
                "target_loudness_lufs=0.5",
                "preset_slot=0.75",
                "save=" + state);
        String again = pedalboard.run(vst3, input, second, 480, "load=" + state);
        JsonNode values = new ObjectMapper().readTree(said).path("values");
        assertThat(new ObjectMapper().readTree(again).path("values")).isEqualTo(values);
        assertThat(second).hasSameBinaryContentAs(first);
        assertThat(values.toString()).contains("37.5", "-22.0", "\"D\"");
        enhanced(input, "--preset", "music", "--target", "-22", "--amount", "37.5")
                .assertDelayedBy(0, PythonHost.samples(second, 2), "pedalboard with a state");
    }

    private Samples enhanced(Path input, String... options) throws IOException {
        return enhanced(2, input, options);
    }

    private Samples enhanced(int channels, Path input, String... options) throws IOException {
        Path output = folder.resolve("enhanced.wav");
        List<String> words = new ArrayList<>(List.of("enhance", "--overwrite"));
        words.addAll(List.of(options));
        words.addAll(List.of(input.toString(), output.toString()));
        bed.attune(LIMIT, words.toArray(new String[0])).expectSuccess();
        return Samples.read(output, channels);
    }
}
