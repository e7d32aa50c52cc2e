package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever plays it, in whatever blocks, at whatever rate, on whatever Java: the same samples. The reference is
 * {@code attune enhance}, which runs without the shim.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameSamplesTest {
    private static final int CHANNELS = 2;
    private static final int LATENCY_FRAMES_48K = 1280;
    private static final int LIVE_LATENCY_FRAMES_48K = 384;

    @TempDir
    Path folder;

    private TestBed bed;

    enum Clip {
        SPEECH,
        MUSIC;

        Path make(Path folder, int sampleRateHz) throws IOException {
            return this == SPEECH
                    ? Material.degradedSpeech(folder, sampleRateHz)
                    : Material.noisyMusic(folder, sampleRateHz);
        }
    }

    @BeforeAll
    void install() throws IOException {
        bed = TestBed.installed();
    }

    @ParameterizedTest
    @EnumSource(Clip.class)
    void ffmpeg_when_playing_expect_the_samples_of_enhance(Clip clip) throws IOException {
        Path input = clip.make(folder, 48_000);
        Path output = folder.resolve("ffmpeg.wav");
        run(
                "ffmpeg",
                List.of(
                        "-v",
                        "error",
                        "-y",
                        "-i",
                        input.toString(),
                        "-af",
                        "lv2=p=urn\\\\:attune\\\\:stereo",
                        "-c:a",
                        "pcm_f32le",
                        output.toString()));
        expectSame(input, output, LATENCY_FRAMES_48K, "ffmpeg");
    }

    @ParameterizedTest
    @EnumSource(Clip.class)
    void lv2apply_when_playing_one_frame_a_call_expect_the_samples_of_enhance(Clip clip) throws IOException {
        Path input = clip.make(folder, 48_000);
        Path output = folder.resolve("lv2apply.wav");
        run("lv2apply", List.of("-i", input.toString(), "-o", output.toString(), TestBed.STEREO_URI));
        expectSame(input, output, LATENCY_FRAMES_48K, "lv2apply");
    }

    @ParameterizedTest
    @EnumSource(Clip.class)
    void ecasound_when_playing_expect_the_samples_of_enhance(Clip clip) throws IOException {
        Path input = clip.make(folder, 48_000);
        Path raw = folder.resolve("ecasound-in.raw");
        Path played = folder.resolve("ecasound-out.raw");
        Path output = folder.resolve("ecasound.wav");
        // ecasound reads no WAVE_FORMAT_EXTENSIBLE, which is what ffmpeg writes for float: raw samples both ways.
        run("ffmpeg", List.of("-v", "error", "-y", "-i", input.toString(), "-f", "f32le", raw.toString()));
        // Every control in port order: enabled, amount, learn, target, trim, slot, like, dislike, delta, reset, panel,
        // freewheel.
        run(
                "ecasound",
                List.of(
                        "-q",
                        "-b:256",
                        "-f:f32_le,2,48000",
                        "-i",
                        raw.toString(),
                        "-o",
                        played.toString(),
                        "-elv2:" + TestBed.STEREO_URI + ",1,100,2,-16,0,0,0,0,0,0,0,0"));
        run(
                "ffmpeg",
                List.of(
                        "-v",
                        "error",
                        "-y",
                        "-f",
                        "f32le",
                        "-ac",
                        "2",
                        "-ar",
                        "48000",
                        "-i",
                        played.toString(),
                        "-c:a",
                        "pcm_f32le",
                        output.toString()));
        expectSame(input, output, LATENCY_FRAMES_48K, "ecasound");
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000, 96_000})
    void attune_host_when_blocks_are_random_expect_the_samples_of_enhance(int sampleRateHz) throws IOException {
        for (Clip clip : Clip.values()) {
            Path input = clip.make(folder, sampleRateHz);
            Path output = folder.resolve("host.wav");
            playInAttuneHost(bed, input, output);
            expectSame(input, output, sampleRateHz == 96_000 ? 2560 : LATENCY_FRAMES_48K, "attune-host " + clip);
        }
    }

    @Test
    void latency_mode_when_live_expect_eight_milliseconds_and_the_samples_of_enhance() throws IOException {
        Path input = Material.degradedSpeech(folder, 48_000);
        Path output = folder.resolve("live.wav");
        playInAttuneHost(bed, input, output, "--set", "latency_mode=1");
        Path enhanced = folder.resolve("enhanced-live.wav");
        bed.attune(
                        Duration.ofMinutes(1),
                        "enhance",
                        "--set",
                        "latency_mode=live",
                        input.toString(),
                        enhanced.toString())
                .expectSuccess();
        Samples.read(enhanced, CHANNELS)
                .assertDelayedBy(LIVE_LATENCY_FRAMES_48K, Samples.read(output, CHANNELS), "live mode");
    }

    @Test
    void other_java_when_playing_and_enhancing_expect_the_same_samples() throws IOException {
        TestBed other = TestBed.installedWith(TestBed.otherJavaHome());
        Path input = Material.degradedSpeech(folder, 48_000);
        Path played = folder.resolve("other-java.wav");
        playInAttuneHost(other, input, played);
        expectSame(input, played, LATENCY_FRAMES_48K, "plugin on the other Java");
        Path enhanced = folder.resolve("other-enhanced.wav");
        other.attune(Duration.ofMinutes(1), "enhance", input.toString(), enhanced.toString())
                .expectSuccess();
        enhance(input).assertDelayedBy(0, Samples.read(enhanced, CHANNELS), "enhance on the other Java");
    }

    @ParameterizedTest
    @ValueSource(strings = {"podcast-voice", "noisy-room", "music"})
    void slot_when_chosen_in_the_host_expect_the_samples_of_enhance_with_its_preset(String preset) throws IOException {
        Path input = Material.degradedSpeech(folder, 48_000);
        Path output = folder.resolve("slot.wav");
        int slot = List.of("gentle", "podcast-voice", "noisy-room", "music").indexOf(preset);
        playInAttuneHost(bed, input, output, "--set", "slot=" + slot, "--set", "target=-20");
        Path enhanced = folder.resolve("enhanced-" + preset + ".wav");
        bed.attune(
                        Duration.ofMinutes(1),
                        "enhance",
                        "--preset",
                        preset,
                        "--target",
                        "-20",
                        "--overwrite",
                        input.toString(),
                        enhanced.toString())
                .expectSuccess();
        Samples.read(enhanced, CHANNELS)
                .assertDelayedBy(LATENCY_FRAMES_48K, Samples.read(output, CHANNELS), "slot " + preset);
    }

    private void expectSame(Path input, Path played, int latencyFrames, String who) throws IOException {
        Samples expected = enhance(input);
        expected.assertDelayedBy(latencyFrames, Samples.read(played, CHANNELS), who);
        assertThat(Samples.read(input, CHANNELS).differenceDb(expected))
                .as("%s changed the sound", who)
                .isGreaterThan(-40);
    }

    private Samples enhance(Path input) throws IOException {
        Path enhanced = folder.resolve("enhanced-" + input.getFileName());
        bed.attune(Duration.ofMinutes(1), "enhance", "--overwrite", input.toString(), enhanced.toString())
                .expectSuccess();
        return Samples.read(enhanced, CHANNELS);
    }

    private static void playInAttuneHost(TestBed where, Path input, Path output, Object... more) {
        List<Object> options = new ArrayList<>(List.of("--blocks", "random:42:1-3000"));
        options.addAll(List.of(more));
        new HostRun(where).render(input, output, options.toArray());
    }

    private void run(String program, List<String> arguments) {
        Assumptions.assumeTrue(Command.exists(program), program + " is not installed");
        List<String> command =
                Stream.concat(Stream.of(program), arguments.stream()).toList();
        Command.run(bed.environment(), Duration.ofMinutes(2), command).expectSuccess();
    }
}
