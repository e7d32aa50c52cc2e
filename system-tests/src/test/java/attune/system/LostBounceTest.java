package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offline renders whose engine is killed outright: as {@code enhance} makes them, or said to be lost and silent; never dry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostBounceTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int RATE_HZ = 48_000;
    private static final int LATENCY_FRAMES = 1280;
    private static final String LOST = "this offline render is silent from here on, do not use it";

    @TempDir
    static Path folder;

    private TestBed bed;
    private Path input;
    private Samples enhanced;

    @BeforeAll
    void install() throws IOException {
        bed = TestBed.installed();
        input = Material.degradedSpeech(folder, RATE_HZ);
        Path expected = folder.resolve("enhanced.wav");
        bed.attune(LIMIT, "enhance", input.toString(), expected.toString()).expectSuccess();
        enhanced = Samples.read(expected, 2);
    }

    @Test
    void ffmpeg_when_the_engine_is_killed_in_the_middle_expect_a_sentence_and_silence_from_there_on() throws Exception {
        String filters = Command.run(Map.of(), LIMIT, List.of("ffmpeg", "-hide_banner", "-filters"))
                .output();
        Assumptions.assumeTrue(filters.contains(" lv2 "), "ffmpeg was built without its lv2 filter");
        Path output = folder.resolve("ffmpeg.raw");
        String raw = "-f f32le -ar 48000 -ac 2";
        String plugin = "lv2=p=urn\\\\:attune\\\\:stereo";
        List<String> command = List.of(
                ("ffmpeg -v error " + raw + " -i pipe:0 -af " + plugin + " -flush_packets 1 " + raw + " " + output)
                        .split(" "));
        byte[] sound = Files.readAllBytes(PythonHost.raw(input));
        String said = renderKilled(command, sound, output);
        expectLostIn(PythonHost.samples(output, 2), said, 0, sound.length / 2 / 8);
    }

    @Test
    void lv2apply_when_the_engine_is_killed_in_the_middle_expect_a_sentence_and_silence_from_there_on()
            throws Exception {
        Assumptions.assumeTrue(Command.exists("lv2apply"), "lv2apply is not installed");
        Path output = folder.resolve("lv2apply.wav");
        List<String> command = List.of("lv2apply", "-i", "/dev/stdin", "-o", output.toString(), TestBed.STEREO_URI);
        byte[] sound = Files.readAllBytes(input);
        String said = renderKilled(command, sound, output);
        expectLostIn(Samples.read(output, 2), said, 0, sound.length / 2 / 8);
    }

    /** Gives a host half of a sound, kills its engine once it has written some of it, and gives it the rest. */
    private String renderKilled(List<String> command, byte[] sound, Path output) throws Exception {
        int half = sound.length / 16 * 8;
        Path errors = folder.resolve("errors.txt");
        Process host = Command.start(bed.environment(), folder.resolve("out.txt"), errors, command);
        try (OutputStream pipe = host.getOutputStream()) {
            pipe.write(sound, 0, half);
            pipe.flush();
            Awaitility.await("sound from " + command.get(0))
                    .atMost(LIMIT)
                    .until(() -> Files.exists(output) && Files.size(output) > sound.length / 8);
            ProcessHandle engine = host.descendants().findFirst().orElseThrow();
            engine.destroyForcibly();
            engine.onExit().get(30, TimeUnit.SECONDS);
            pipe.write(sound, half, sound.length - half);
        } finally {
            host.getOutputStream().close();
            if (!host.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                host.destroyForcibly();
            }
        }
        return Files.readString(errors);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lv2", "clap"})
    void render_when_the_engine_is_killed_in_the_middle_expect_failure_told_and_silence(String format)
            throws IOException {
        Path output = folder.resolve(format + ".wav");
        Command.Result result = render(format, output, "--fault", 4, "kill");
        expectLostIn(Samples.read(output, 2), result.errors(), 4 * RATE_HZ - LATENCY_FRAMES, enhanced.frames());
        if (format.equals("clap")) {
            assertThat(result.exitCode()).as("a host that was told").isNotZero();
            assertThat(result.errors()).contains("the plugin says that its output must not be used");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lv2", "clap"})
    void render_when_the_engine_is_killed_before_its_first_block_expect_the_whole_sound_or_failure_told(String format)
            throws IOException {
        Path output = folder.resolve("first-" + format + ".wav");
        Command.Result result = render(format, output, "--wait-ready", 60, "--fault", 0, "kill");
        Samples played = Samples.read(output, 2);
        int lost = enhanced.firstDifferenceFromDelayedBy(LATENCY_FRAMES, played);
        if (lost < 0) {
            assertThat(result.errors()).doesNotContain(LOST);
        } else {
            expectLostIn(played, result.errors(), 0, 1);
        }
    }

    private Command.Result render(String format, Path output, Object... options) {
        HostRun host = new HostRun(bed);
        List<String> command =
                host.command("--format", format, "--in", input, "--out", output, "--free", "--freewheel");
        for (Object option : options) {
            command.add(option.toString());
        }
        return Command.run(host.environment(), LIMIT, command);
    }

    /** What {@code enhance} makes up to a frame between these two, and from there on nothing at all. */
    private void expectLostIn(Samples played, String said, int fromFrame, int toFrame) {
        assertThat(said).contains(LOST);
        int lost = enhanced.firstDifferenceFromDelayedBy(LATENCY_FRAMES, played);
        assertThat(lost).as("first frame that is not as enhance makes it").isBetween(fromFrame, toFrame);
        assertThat(played.largestAmplitudeFrom(lost + LATENCY_FRAMES))
                .as("loudest sample from frame %d on", lost + LATENCY_FRAMES)
                .isZero();
        assertThat(played.frames()).as("nothing is left out").isGreaterThanOrEqualTo(enhanced.frames());
    }
}
