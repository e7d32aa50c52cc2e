package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A DAW's session, by Ardour's Lua interpreter and its backend without sound cards. */
class ArdourTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Path LIBRARIES = Path.of("/usr/lib/ardour7");
    private static final Path VST3_SCANNER = LIBRARIES.resolve("ardour-vst3-scanner");

    @TempDir
    Path folder;

    private TestBed bed;
    private Map<String, String> environment;

    @BeforeEach
    void install() throws IOException {
        Assumptions.assumeTrue(Command.exists("ardour7-lua"), "ardour7-lua is not installed");
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
    void ardour_when_a_session_is_saved_and_loaded_expect_the_plugin_with_its_settings(
            String format, String plugin, String playing) throws Exception {
        if (format.equals("VST3")) {
            scan();
        }
        Accounts accounts = new Accounts(bed, "luasession");
        Path make = script("make.lua", MAKE_SESSION.replace("PLUGIN", plugin).replace("FORMAT", format));
        Command.Result made = Command.run(environment, LIMIT, List.of("ardour7-lua", make.toString()));
        assertThat(made.output())
                .as(made.errors())
                .contains("set\tAmount\t40", "set\tTarget loudness\t-20", "set\tPreset slot\t2");
        assertThat(accounts.last().blocks()).as("sound went through it").isPositive();
        assertThat(load())
                .contains("read\tAmount\t40", "read\tTarget loudness\t-20", "read\tPreset slot\t2")
                .contains("read\t" + playing);
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
}
