package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A DAW's session, by Ardour's Lua interpreter, its export program and its backend without sound cards. */
class ArdourTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int BLOCK_FRAMES = 1024;
    /** Silence that Ardour 7.3 plays before an export's first frame: this and some blocks, not always as many. */
    private static final int LEAST_ROLL_IN_FRAMES = 512;

    private static final int MOST_ROLL_IN_BLOCKS = 12;
    /** Ardour's unit of time in a frame at 48 kHz. */
    private static final long SUPERCLOCKS_PER_FRAME = 5880;

    private static final Path LIBRARIES = Path.of("/usr/lib/ardour7");
    private static final Path VST3_SCANNER = LIBRARIES.resolve("ardour-vst3-scanner");

    @TempDir
    Path folder;

    private TestBed bed;
    private Map<String, String> environment;

    @BeforeEach
    void install() throws IOException {
        for (String program : List.of("ardour7-lua", "ardour7-export")) {
            Assumptions.assumeTrue(Command.exists(program), program + " is not installed");
        }
        bed = TestBed.installed();
        environment = bed.environment();
        for (String kind : List.of("config", "cache")) {
            environment.put(
                    "XDG_" + kind.toUpperCase(Locale.ROOT) + "_HOME",
                    Files.createDirectory(folder.resolve(kind)).toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"LV2, urn:attune:stereo, Enabled\t1", "VST3, Attune, Bypass\t0"})
    void ardour_when_a_session_is_saved_and_loaded_expect_the_plugin_with_its_settings_and_the_samples_of_enhance(
            String format, String plugin, String playing) throws Exception {
        if (format.equals("VST3")) {
            scan();
        }
        Accounts accounts = new Accounts(bed, "luasession");
        Path make = script("make.lua", MAKE_SESSION.replace("PLUGIN", plugin).replace("FORMAT", format));
        Command.Result made = Command.run(environment, LIMIT, List.of("ardour7-lua", make.toString()));
        assertThat(made.output())
                .as(made.errors())
                .contains("set\tAmount\t37.5", "set\tTarget loudness\t-22", "set\tPreset slot\t3");
        assertThat(accounts.last().blocks()).as("sound went through it").isPositive();
        assertThat(load())
                .contains("read\tAmount\t37.5", "read\tTarget loudness\t-22", "read\tPreset slot\t3")
                .contains("read\t" + playing);
        expectSamplesOfEnhance(format);
    }

    private void expectSamplesOfEnhance(String format) throws IOException {
        Path input = folder.resolve("input.wav");
        PythonHost.ffmpeg("-i", Material.degradedSpeech(folder, 48_000), "-t", 6, "-c:a", "pcm_f32le", input);
        Samples exported = exported(input);
        List<Integer> differences = new ArrayList<>();
        for (int blocks = 0; blocks <= MOST_ROLL_IN_BLOCKS; blocks++) {
            Samples enhanced = enhancedAfter(LEAST_ROLL_IN_FRAMES + blocks * BLOCK_FRAMES, input);
            int difference = enhanced.firstDifferenceFromDelayedBy(0, exported);
            if (difference < 0) {
                enhanced.assertDelayedBy(0, exported, "Ardour's export with " + format);
                return;
            }
            differences.add(difference);
        }
        Assertions.fail(
                "Ardour's export with %s isn't what enhance gives after any roll-in; first frames that differ: %s",
                format, differences);
    }

    /** The session's export once this recording is on its track. */
    private Samples exported(Path input) throws IOException {
        Path session = folder.resolve("session");
        Files.copy(input, session.resolve("interchange/session/audiofiles/voice.wav"));
        long end = Samples.read(input, 2).frames() * SUPERCLOCKS_PER_FRAME;
        Path file = session.resolve("attune.ardour");
        String text = Files.readString(file)
                .replace("<Sources/>", SOURCES)
                .replace("<Locations/>", LOCATIONS.formatted(end))
                .replaceFirst("(<Playlist [^>]*name=\"voice\"[^>]*)/>", "$1>" + REGION.formatted(end) + "</Playlist>")
                // All else that could touch a sample.
                .replace("PannerShell bypassed=\"0\"", "PannerShell bypassed=\"1\"")
                .replaceAll("name=\"(use-region-fades|use-transport-fades)\" value=\"1\"", "name=\"$1\" value=\"0\"");
        Files.writeString(file, text);
        Files.writeString(folder.resolve("config/ardour7/config"), NO_EXPORT_PREROLL);
        Path output = folder.resolve("export.wav");
        Command.run(
                        environment,
                        LIMIT,
                        List.of("ardour7-export", "-b", "float", "-o", output.toString(), session.toString(), "attune"))
                .expectSuccess();
        return Samples.read(output, 2);
    }

    /** The recording as {@code enhance} gives it where so many frames of silence come before it. */
    private Samples enhancedAfter(int rollInFrames, Path input) throws IOException {
        Path late = folder.resolve("late.wav");
        PythonHost.ffmpeg("-i", input, "-af", "adelay=" + rollInFrames + "S:all=1", "-c:a", "pcm_f32le", late);
        Path enhanced = folder.resolve("enhanced.wav");
        List<String> command = List.of("enhance", "--overwrite", "--preset", "music", "--target", "-22");
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("--amount", "37.5", late.toString(), enhanced.toString()));
        bed.attune(LIMIT, words.toArray(new String[0])).expectSuccess();
        return Samples.read(enhanced, 2).from(rollInFrames);
    }

    /** Ardour knows a VST3 plugin from its cache only, which this fills. */
    private void scan() {
        Assumptions.assumeTrue(Files.isExecutable(VST3_SCANNER), VST3_SCANNER + " is not installed");
        environment.put("LD_LIBRARY_PATH", LIBRARIES.toString());
        Path bundle = bed.home().resolve(".vst3/Attune.vst3");
        Command.Result scanned =
                Command.run(environment, LIMIT, List.of(VST3_SCANNER.toString(), "-f", bundle.toString()));
        assertThat(scanned.expectSuccess().output() + scanned.errors()).contains("Found Plugin: Attune");
        environment.remove("LD_LIBRARY_PATH");
    }

    /** Ardour 7.3 doesn't end after a session was loaded, whatever is in it: it is ended once it has told. */
    private String load() throws IOException, InterruptedException {
        Path told = folder.resolve("told.txt");
        List<String> command =
                List.of("ardour7-lua", script("load.lua", LOAD_SESSION).toString());
        Process ardour = Command.start(environment, told, folder.resolve("errors.txt"), command);
        try {
            Awaitility.await("the session's settings")
                    .atMost(LIMIT)
                    .until(() -> Files.readString(told).contains("done") || !ardour.isAlive());
        } finally {
            ardour.descendants().forEach(ProcessHandle::destroyForcibly);
            ardour.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
        return Files.readString(told);
    }

    private Path script(String name, String text) throws IOException {
        Path session = folder.resolve("session");
        return Files.writeString(folder.resolve(name), text.replace("SESSION", session.toString()));
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
            local made = ARDOUR.LuaAPI.new_plugin(session, "PLUGIN", ARDOUR.PluginType.FORMAT, "")
            assert(not made:isnil())
            assert(tracks:front():add_processor_by_index(made, 0, nil, true) == 0)
            local processor = tell("new", session)
            assert(ARDOUR.LuaAPI.set_processor_param(processor, 1, 37.5))
            assert(ARDOUR.LuaAPI.set_processor_param(processor, 3, -22))
            assert(ARDOUR.LuaAPI.set_processor_param(processor, 5, 3))
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
    private static final String SOURCES = """
            <Sources>
              <Source name="voice.wav" type="audio" flags="" id="9001" channel="0" origin="" gain="1"/>
              <Source name="voice.wav" type="audio" flags="" id="9002" channel="1" origin="" gain="1"/>
            </Sources>
            """;
    private static final String REGION = """
            <Region name="voice" type="audio" id="9003" channels="2" source-0="9001" source-1="9002"
              master-source-0="9001" master-source-1="9002" start="a0" length="a%d@a0" opaque="1" fade-in-active="0"
              fade-out-active="0" layering-index="0"/>
            """;
    private static final String LOCATIONS = """
            <Locations>
              <Location id="9004" name="session" start="a0" end="a%d" flags="IsSessionRange"/>
            </Locations>
            """;
    private static final String NO_EXPORT_PREROLL = """
            <Ardour><Config><Option name="export-preroll" value="0"/></Config></Ardour>
            """;
}
