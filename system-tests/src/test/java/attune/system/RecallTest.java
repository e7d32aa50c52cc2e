package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.EngineInfo;
import attune.api.ParameterState;
import attune.api.PresetInfo;
import attune.api.PresetRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was made with the server is heard again, from its preset and from the host's own state, to the sample. */
class RecallTest {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    /** No leveler: its remembered gain depends on how long each run plays. */
    private static final Map<String, Double> CHOSEN = Map.of(
            "hpf_corner", 61.25, "nr_attenuation", 11.7, "eq3_gain", -2.3, "eq6_gain", 3.1, "leveler_range", 0.0);

    @TempDir
    Path folder;

    private TestBed bed;
    private Path input;

    @BeforeEach
    void install() throws IOException {
        bed = TestBed.installed();
        input = Material.degradedSpeech(folder, 48_000);
    }

    @Test
    void preset_when_recalled_after_everything_was_stopped_expect_equal_samples_and_from_the_state_alone_too()
            throws Exception {
        Path sessionFolder = folder.resolve("session");
        Path first = folder.resolve("first.bin");
        Path second = folder.resolve("second.bin");
        PresetInfo preset;
        try (UserSession session = UserSession.open(bed, sessionFolder)) {
            Process host = play(session, first);
            ApiClient api = session.api();
            EngineInfo engine = api.engine();
            Change change = api.send("PUT", "/engines/" + engine.id() + "/parameters", Map.of("values", CHOSEN))
                    .as(Change.class);
            awaitArrived(api, engine, change.after());
            preset = api.send("POST", "/presets", new PresetRequest("Learned here", "", engine.id(), null))
                    .as(PresetInfo.class);
            awaitEnd(host, session);
        }
        try (UserSession session = UserSession.open(bed, sessionFolder)) {
            assertThat(session.processes(UserSession.SERVER_CLASS))
                    .as("everything is stopped")
                    .isEmpty();
            Process host = play(session, second);
            ApiClient api = session.api();
            EngineInfo engine = api.engine();
            assertThat(parameters(api, engine)).isNotEqualTo(preset.params());
            Map<String, String> wanted = Map.of("preset", preset.id());
            Change change = api.send("POST", "/engines/" + engine.id() + "/recall", wanted)
                    .as(Change.class);
            assertThat(change.after()).as("the recalled set, bit for bit").isEqualTo(preset.params());
            awaitArrived(api, engine, preset.params());
            awaitEnd(host, session);

            Path enhanced = folder.resolve("enhanced.wav");
            session.attune(
                            Duration.ofMinutes(1),
                            "enhance",
                            "--preset",
                            preset.id(),
                            input.toString(),
                            enhanced.toString())
                    .expectSuccess();
            Samples fromState = render("first.wav", first);
            Samples.read(enhanced, 2).assertDelayedBy(1280, fromState, "the first session's state");
            fromState.assertDelayedBy(0, render("second.wav", second), "the recalled preset");
        }
    }

    private Process play(UserSession session, Path state) throws IOException {
        return session.start(
                "host",
                session.host()
                        .command(
                                "--in",
                                input,
                                "--seconds",
                                14,
                                "--realtime",
                                "--blocks",
                                "256",
                                "--wait-ready",
                                "30",
                                "--set",
                                "learn=0",
                                "--save-state",
                                state));
    }

    private static void awaitEnd(Process host, UserSession session) throws Exception {
        assertThat(host.waitFor(90, TimeUnit.SECONDS)).as("the host ends").isTrue();
        assertThat(host.exitValue()).as(session.errorsOf("host")).isZero();
    }

    /** The state in a host where neither server nor agent is. */
    private Samples render(String name, Path state) throws IOException {
        Path output = folder.resolve(name);
        new HostRun(bed).render(input, output, "--load-state", state);
        return Samples.read(output, 2);
    }

    private static Map<String, Double> parameters(ApiClient api, EngineInfo engine) {
        return api.get("/engines/" + engine.id() + "/parameters", ParameterState.class)
                .values();
    }

    private static void awaitArrived(ApiClient api, EngineInfo engine, Map<String, Double> wanted) {
        Awaitility.await("the ramp's end")
                .atMost(LIMIT)
                .until(() -> parameters(api, engine).equals(wanted));
    }
}
