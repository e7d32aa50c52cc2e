package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that not every machine has: offline ones to the sample, streaming ones from their dry start on, a DAW's session. */
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
        Command.Result result = Command.run(bed.environment(), LIMIT, List.of("liquidsoap", script.toString()));
        result.expectSuccess();
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
    void ardour_when_a_session_is_saved_and_loaded_expect_the_plugin_with_its_settings() throws Exception {
        need("ardour7-lua");
        Path session = folder.resolve("session");
        Path config = Files.createDirectory(folder.resolve("config"));
        Map<String, String> environment = bed.environment();
        environment.put("XDG_CONFIG_HOME", config.toString());
        Path make = script("make.lua", MAKE_SESSION, session);
        Command.Result made = Command.run(environment, LIMIT, List.of("ardour7-lua", make.toString()));
        assertThat(made.output()).contains("set\tAmount\t40", "set\tTarget loudness\t-20", "set\tPreset slot\t2");
        assertThat(account("luasession")).as("sound went through it").contains(" blocks");

        // Ardour 7.3 doesn't end after a session was loaded, whatever is in it: it is ended once it has told.
        Path load = script("load.lua", LOAD_SESSION, session);
        Path told = folder.resolve("told.txt");
        Process again =
                Command.start(environment, told, folder.resolve("errors.txt"), List.of("ardour7-lua", load.toString()));
        try {
            Awaitility.await("the session's settings")
                    .atMost(LIMIT)
                    .until(() -> Files.readString(told).contains("done") || !again.isAlive());
        } finally {
            again.descendants().forEach(ProcessHandle::destroyForcibly);
            again.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
        assertThat(Files.readString(told))
                .contains("read\tAmount\t40", "read\tTarget loudness\t-20", "read\tPreset slot\t2")
                .contains("read\tEnabled\t1");
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

    private static final String OPEN_BACKEND = """
            AudioEngine:set_backend("None (Dummy)", "", "")
            AudioEngine:set_sample_rate(48000)
            AudioEngine:set_buffer_size(1024)
            local function tell(when, session)
              local processor = session:route_by_name("voice"):nth_plugin(0)
              local plugin = processor:to_insert():plugin(0)
              local nth = 0
              for i = 0, plugin:parameter_count() - 1 do
                if plugin:parameter_is_input(i) and plugin:parameter_is_control(i) then
                  print(when .. "\\t" .. plugin:parameter_label(i) .. "\\t"
                    .. string.format("%g", ARDOUR.LuaAPI.get_processor_param(processor, nth)))
                  nth = nth + 1
                end
              end
              return processor
            end
            """;
    private static final String MAKE_SESSION = OPEN_BACKEND + """
            local session = create_session("SESSION", "attune", 48000)
            local tracks = session:new_audio_track(2, 2, nil, 1, "voice", ARDOUR.PresentationInfo.max_order,
              ARDOUR.TrackMode.Normal)
            local made = ARDOUR.LuaAPI.new_plugin(session, "urn:attune:stereo", ARDOUR.PluginType.LV2, "")
            assert(not made:isnil())
            assert(tracks:front():add_processor_by_index(made, 0, nil, true) == 0)
            local processor = tell("new", session)
            assert(ARDOUR.LuaAPI.set_processor_param(processor, 1, 40))
            assert(ARDOUR.LuaAPI.set_processor_param(processor, 3, -20))
            assert(ARDOUR.LuaAPI.set_processor_param(processor, 5, 2))
            tell("set", session)
            session:save_state("")
            close_session()
            quit()
            """;
    private static final String LOAD_SESSION = OPEN_BACKEND + """
            local session = load_session("SESSION", "attune")
            tell("read", session)
            print("done")
            io.stdout:flush()
            """;

    private Path script(String name, String text, Path session) throws IOException {
        return Files.writeString(folder.resolve(name), text.replace("SESSION", session.toString()));
    }

    /** What bridge.log says last of an instance in this program. */
    private String account(String program) throws IOException {
        return Files.readAllLines(bed.home().resolve("state/attune/bridge.log")).stream()
                .filter(line -> line.contains(" shim: Instance") && line.contains(" of " + program + " ends"))
                .reduce("", (first, second) -> second);
    }

    private static void need(String program) {
        Assumptions.assumeTrue(Command.exists(program), program + " is not installed");
    }
}
