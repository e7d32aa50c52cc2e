package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that not every machine has: offline ones to the sample, streaming ones from their dry start on. */
class HostsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int LATENCY_FRAMES = 1280;
    private static final Path QTRACTOR_SCAN = Path.of("/usr/lib/x86_64-linux-gnu/qtractor/qtractor_plugin_scan");

    @TempDir
    Path folder;

    private TestBed bed;

    @BeforeEach
    void install() throws IOException {
        bed = TestBed.installed();
    }

    @Test
    void gstreamer_when_nothing_in_its_pipeline_follows_a_clock_expect_the_samples_of_enhance() throws IOException {
        need("gst-launch-1.0");
        need("gst-inspect-1.0");
        Map<String, String> environment = bed.environment();
        environment.put("GST_REGISTRY_1_0", folder.resolve("gst-registry.bin").toString());
        Assumptions.assumeTrue(
                Command.run(environment, LIMIT, List.of("gst-inspect-1.0", "urn-attune-stereo"))
                                .exitCode()
                        == 0,
                "GStreamer's lv2 element (gstreamer1.0-plugins-bad) is not installed");
        Path input = Material.degradedSpeech(folder, 48_000);
        Path output = folder.resolve("gstreamer.wav");
        // Toggles start false in GStreamer, whatever lv2:default says.
        String pipeline = "filesrc location=" + input + " ! wavparse ! audioconvert"
                + " ! audio/x-raw,format=F32LE,layout=interleaved ! urn-attune-stereo enabled=true"
                + " ! audioconvert ! wavenc ! filesink location=" + output;
        List<String> command = new ArrayList<>(List.of("gst-launch-1.0", "-q"));
        command.addAll(List.of(pipeline.split(" ")));
        Command.run(environment, LIMIT, command).expectSuccess();
        Path enhanced = folder.resolve("enhanced.wav");
        bed.attune(LIMIT, "enhance", input.toString(), enhanced.toString()).expectSuccess();
        Samples.read(enhanced, 2).assertDelayedBy(LATENCY_FRAMES, Samples.read(output, 2), "gst-launch-1.0");
    }

    @Test
    void liquidsoap_when_streaming_expect_an_aligned_dry_start_and_then_processed_sound() throws IOException {
        need("liquidsoap");
        Path input = Material.degradedSpeech(folder, 48_000);
        Path output = folder.resolve("liquidsoap.wav");
        Path script = folder.resolve("stream.liq");
        Files.writeString(script, """
                settings.init.allow_root.set(true)
                settings.log.file.set(false)
                settings.frame.audio.samplerate.set(48000)
                s = ffmpeg.raw.encode.audio(%%ffmpeg(%%audio.raw), once(single("%s")))
                def enhanced(graph) =
                  a = ffmpeg.filter.audio.input(graph, s)
                  a = ffmpeg.filter.lv2(graph, plugin="urn\\\\:attune\\\\:stereo", [a], [])
                  ffmpeg.filter.audio.output(graph, a)
                end
                output.file(
                  %%ffmpeg(format="wav", %%audio(codec="pcm_f32le", samplerate=48000, channels=2)),
                  "%s", fallible=true, on_stop=shutdown,
                  ffmpeg.raw.decode.audio(ffmpeg.filter.create(enhanced)))
                """.formatted(input, output));
        Accounts accounts = new Accounts(bed, "liquidsoap");
        Command.Result result = Command.run(bed.environment(), LIMIT, List.of("liquidsoap", script.toString()));
        result.expectSuccess();
        accounts.last().expectCallsInTime("liquidsoap");
        assertThat(result.errors()).as("a dry start is told").contains("the engine is starting");
        Samples played = Samples.read(output, 2);
        Samples dry = Samples.read(input, 2);
        assertThat(played.frames()).isGreaterThan(8 * 48_000);
        int wet = dry.firstDifferenceFromDelayedBy(LATENCY_FRAMES, played);
        assertThat(wet)
                .as("frames of dry sound, aligned to the sample, before the engine was ready")
                .isBetween(1, played.frames() - 48_000);
    }

    @Test
    void qtractor_when_scanning_expect_it_to_find_the_clap_plugin() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(QTRACTOR_SCAN), "qtractor is not installed");
        Path plugin = bed.home().resolve(".clap/attune.clap");
        Map<String, String> environment = bed.environment();
        environment.put("QT_QPA_PLATFORM", "offscreen");
        Command.Result result = Command.run(
                environment, LIMIT, List.of("sh", "-c", "echo 'CLAP:" + plugin + "' | exec " + QTRACTOR_SCAN));
        assertThat(result.expectSuccess().output()).contains("CLAP|Attune|2:2|", plugin.toString());
    }

    private static void need(String program) {
        Assumptions.assumeTrue(Command.exists(program), program + " is not installed");
    }
}
