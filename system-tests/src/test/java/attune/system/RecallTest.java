package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.EngineInfo;
import attune.api.LearningMode;
import attune.api.LearningRequest;
import attune.api.ParamBounds;
import attune.api.ParameterState;
import attune.api.PresetInfo;
import attune.api.PresetRequest;
import attune.api.ServerInfo;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.Recordings;
import attune.param.ParamTable;
import attune.param.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was made with the server is heard again, from its preset and from the host's own state, to the sample. */
class RecallTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration LEARNS = Duration.ofMinutes(5);
    /** Long enough for a set to arrive and its ramp to end. */
    private static final int SECONDS = 14;
    /** Longer than {@link #LEARNS} and a set's way; ended as soon as the set is saved. */
    private static final int LEARNING_SECONDS = 420;
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
        PresetInfo preset;
        try (UserSession session = UserSession.open(bed, sessionFolder)) {
            Process host = play(session, first, SECONDS);
            ApiClient api = session.api();
            EngineInfo engine = api.engine();
            awaitArrived(api, engine, choose(api, engine, CHOSEN).after());
            preset = save(api, engine);
            awaitEnd(host, session);
        }
        Samples recalled = expectRecalled(sessionFolder, preset);
        render("first.wav", first).assertDelayedBy(0, recalled, "the first session's state");
    }

    /** The leveler is kept out of it, as above. */
    @Test
    void learned_set_when_saved_as_a_preset_and_recalled_after_everything_was_stopped_expect_equal_samples()
            throws Exception {
        Assumptions.assumeTrue(
                Recordings.missing().isEmpty(), () -> Recordings.missing().orElse(""));
        EvaluationClip clip = EvaluationCorpus.make(MaterialSplit.DEVELOPMENT, "speech-hum-noise");
        input = TestSounds.write(folder.resolve("noisy.wav"), clip.input(), clip.rateHz());
        Path sessionFolder = folder.resolve("session");
        PresetInfo preset;
        try (UserSession session = UserSession.open(bed, sessionFolder)) {
            Process host = play(session, folder.resolve("never.bin"), LEARNING_SECONDS);
            ApiClient api = session.api();
            EngineInfo engine = api.engine();
            awaitArrived(
                    api,
                    engine,
                    choose(api, engine, Map.of("leveler_range", 0.0)).after());
            lockLeveler(api);
            learning(api, engine, new LearningRequest(LearningMode.auto, false, null));
            Change learned = awaitLearned(api);
            learning(api, engine, new LearningRequest(null, true, null));
            awaitArrived(api, engine, learned.after());
            preset = save(api, engine);
            assertThat(preset.params()).as("what was learned, bit for bit").isEqualTo(learned.after());
            host.destroy();
            assertThat(host.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        expectRecalled(sessionFolder, preset);
    }

    /**
     * Recalls it in a session where nothing of the first one runs any more. The preset without a server, and the state of the
     * host in which it was recalled, must sound the same.
     *
     * @return what that state sounds like
     */
    private Samples expectRecalled(Path sessionFolder, PresetInfo preset) throws Exception {
        Path second = folder.resolve("second.bin");
        try (UserSession session = UserSession.open(bed, sessionFolder)) {
            assertThat(session.processes(UserSession.SERVER_CLASS))
                    .as("everything is stopped")
                    .isEmpty();
            Process host = play(session, second, SECONDS);
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
            Samples recalled = render("second.wav", second);
            Samples.read(enhanced, 2).assertDelayedBy(1280, recalled, "the recalled preset");
            return recalled;
        }
    }

    private static Change choose(ApiClient api, EngineInfo engine, Map<String, Double> values) {
        return api.send("PUT", "/engines/" + engine.id() + "/parameters", Map.of("values", values))
                .as(Change.class);
    }

    private static PresetInfo save(ApiClient api, EngineInfo engine) {
        return api.send("POST", "/presets", new PresetRequest("Learned here", "", engine.id(), null))
                .as(PresetInfo.class);
    }

    private static void lockLeveler(ApiClient api) {
        Map<String, ParamBounds> locked = new HashMap<>();
        for (ParamTable param : ParamTable.all()) {
            if (param.spec().stage() == Stage.LEVELER && param.spec().learnable()) {
                locked.put(param.id(), new ParamBounds(null, null, true));
            }
        }
        api.send("PUT", "/bounds", locked).as(Map.class);
    }

    private static void learning(ApiClient api, EngineInfo engine, LearningRequest request) {
        api.send("PUT", "/engines/" + engine.id() + "/learning", request).as(EngineInfo.class);
    }

    private static Change awaitLearned(ApiClient api) {
        try {
            Awaitility.await("a learned change")
                    .atMost(LEARNS)
                    .until(() -> api.changes().stream().anyMatch(change -> change.kind() == ChangeKind.learned));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "nothing was learned within " + LEARNS + "; the agent says "
                            + api.get("/health", ServerInfo.class).agent() + ", the changes are " + api.changes(),
                    e);
        }
        return api.changes().stream()
                .filter(change -> change.kind() == ChangeKind.learned)
                .findFirst()
                .orElseThrow();
    }

    private Process play(UserSession session, Path state, int seconds) throws IOException {
        return session.start(
                "host",
                session.host()
                        .command(
                                "--in",
                                input,
                                "--seconds",
                                seconds,
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
