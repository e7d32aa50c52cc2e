package attune.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.EngineInfo;
import attune.api.FeedbackRequest;
import attune.api.LearningMode;
import attune.api.LearningRequest;
import attune.api.LiveFrame;
import attune.api.ParameterState;
import attune.api.PresetInfo;
import attune.api.PresetRequest;
import attune.api.ServerInfo;
import attune.learn.strategy.ParamMaps;
import attune.learn.strategy.StageMoves;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.Recordings;
import attune.param.ParamSnapshot;
import attune.param.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The closed loop in a live host: jalv under JACK, with the server and agent that the plugin starts. */
class LoopLiveTest {
    private static final Duration LEARNS = Duration.ofMinutes(3);
    private static final Duration RAMPS = Duration.ofSeconds(90);
    /** Long enough for a free agent to hear its eight seconds, audition and push. */
    private static final Duration FROZEN = Duration.ofSeconds(18);

    /** With what rounding may add. */
    private static final double A_QUARTER = 0.25 + 1e-6;

    @TempDir
    Path folder;

    private TestBed bed;
    private EvaluationClip clip;

    @BeforeEach
    void install() throws IOException {
        Assumptions.assumeTrue(
                Recordings.missing().isEmpty(), () -> Recordings.missing().orElse(""));
        bed = TestBed.installed();
        clip = EvaluationCorpus.make(MaterialSplit.DEVELOPMENT, "speech-hum-noise");
    }

    @Test
    void loop_when_live_expect_freeze_to_hold_pushes_while_playing_equal_meters_and_an_exact_undo() throws Exception {
        Path recording = folder.resolve("recorded.raw");
        try (JackRig rig = new JackRig(bed, folder)) {
            ApiClient api = rig.session().api();
            EngineInfo engine = api.engine();
            learning(api, engine, new LearningRequest(LearningMode.auto, true, null));
            Process player = rig.play(recording, clip, clip);
            LiveSocket panel = new LiveSocket(api, engine.id());

            ParameterState before = parameters(api, engine);
            Awaitility.await("frozen, nothing changes")
                    .during(FROZEN)
                    .atMost(FROZEN.multipliedBy(4))
                    .until(() ->
                            learned(api).isEmpty() && parameters(api, engine).equals(before));
            PresetInfo kept = save(api, engine, "before");

            learning(api, engine, new LearningRequest(null, false, null));
            Change change = awaitLearned(api, 0);
            assertThat(player.isAlive()).as("pushed while it plays").isTrue();
            assertThat(change.explanation().sentence())
                    .as("says why, with numbers")
                    .matches(".*[0-9].*");
            awaitArrived(api, engine, change.after());

            learning(api, engine, new LearningRequest(null, true, null)); // so that nothing comes over the undo
            api.send("POST", "/changes/" + change.id() + "/undo", Map.of()).as(Change.class);
            awaitArrived(api, engine, change.before());
            assertThat(parameters(api, engine).values()).as("bit for bit").isEqualTo(before.values());
            expectEqualSamples(rig, kept, save(api, engine, "after"));

            assertThat(player.waitFor(120, TimeUnit.SECONDS))
                    .as("ecasound ends")
                    .isTrue();
            expectPanelToShowWhatWasRecorded(panel, recording);
            panel.close();
        }
    }

    @Test
    void change_when_voted_down_expect_it_gone_and_not_made_again_on_another_clip_of_the_kind() throws Exception {
        EvaluationClip other = EvaluationCorpus.make(MaterialSplit.HELD_OUT, "speech-hum-noise");
        try (JackRig rig = new JackRig(bed, folder)) {
            ApiClient api = rig.session().api();
            EngineInfo engine = api.engine();
            learning(api, engine, new LearningRequest(LearningMode.auto, false, null));
            Process first = rig.play(folder.resolve("first.raw"), clip);
            Change change = awaitLearned(api, 0);
            awaitArrived(api, engine, change.after());
            api.send("POST", "/engines/" + engine.id() + "/feedback", new FeedbackRequest("vote-1", "down", null, null))
                    .as(attune.api.Feedback.class);
            Awaitility.await("taken back").atMost(RAMPS).until(() -> status(api, change.id()) == ChangeStatus.undone);
            first.destroy();
            assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();

            long last = api.changes().get(0).id();
            Process second = rig.play(folder.resolve("second.raw"), other);
            expectNoConnectionBeyondThisMachine(rig.session(), second);
            List<Change> later =
                    api.changes().stream().filter(entry -> entry.id() > last).toList();
            for (Change entry : later) {
                System.out.println(entry.kind() + " " + entry.explanation().sentence());
                if (entry.kind() == ChangeKind.learned) {
                    expectNoRepetition(change, entry);
                }
            }
            assertThat(later)
                    .as("it says that it was refused before")
                    .anyMatch(entry -> entry.kind() == ChangeKind.abstained
                            && entry.strategy().equals("rejected-before"));
        }
    }

    /**
     * No stage goes more than a quarter of the way that was voted down. The way is what is heard of the stage, as {@link
     * StageMoves} measures it: a band's frequency alone, or what moved by less than is heard, is no way.
     */
    private static void expectNoRepetition(Change refused, Change entry) {
        ParamSnapshot from = ParamMaps.snapshot(refused.before());
        ParamSnapshot to = ParamMaps.snapshot(refused.after());
        ParamSnapshot now = ParamMaps.snapshot(entry.after());
        for (Stage stage : StageMoves.changed(from, to)) {
            assertThat(StageMoves.share(stage, now, from, to))
                    .as(
                            "share of the %s's way that was voted down, in: %s",
                            stage, entry.explanation().sentence())
                    .isLessThanOrEqualTo(A_QUARTER);
        }
    }

    /** Looks at every socket of server, agent and engine twice a second for as long as the clip plays. */
    private static void expectNoConnectionBeyondThisMachine(UserSession session, Process player) throws Exception {
        List<String> ours = List.of(UserSession.SERVER_CLASS, UserSession.AGENT_CLASS, UserSession.BRIDGE_CLASS);
        Set<String> seen = new TreeSet<>();
        for (int look = 0; !player.waitFor(500, TimeUnit.MILLISECONDS); look++) {
            assertThat(look).as("ecasound ends").isLessThan(240);
            for (String mainClass : ours) {
                for (ProcessHandle process : session.processes(mainClass)) {
                    List<Sockets.Socket> sockets = Sockets.of(process.pid());
                    assertThat(sockets).as("sockets of " + mainClass).allMatch(Sockets.Socket::staysOnThisMachine);
                    sockets.forEach(socket -> seen.add(mainClass + (socket.listens() ? " listens" : " is connected")));
                }
            }
        }
        assertThat(seen)
                .as("what was looked at")
                .contains(UserSession.SERVER_CLASS + " listens", UserSession.AGENT_CLASS + " is connected");
    }

    private void expectEqualSamples(JackRig rig, PresetInfo one, PresetInfo other) throws IOException {
        Path input = Material.degradedSpeech(folder, JackRig.RATE_HZ);
        Path first = folder.resolve("one.wav");
        Path second = folder.resolve("other.wav");
        enhance(rig, one, input, first);
        enhance(rig, other, input, second);
        Samples.read(first, 2).assertDelayedBy(0, Samples.read(second, 2), "the sound after the undo");
    }

    private static void enhance(JackRig rig, PresetInfo preset, Path input, Path output) {
        rig.session()
                .attune(Duration.ofMinutes(1), "enhance", "--preset", preset.id(), input.toString(), output.toString())
                .expectSuccess();
    }

    /** Integrated loudness on the panel against ffmpeg's on the recording; both began with silence. */
    private void expectPanelToShowWhatWasRecorded(LiveSocket panel, Path recording) {
        LiveFrame frame = Objects.requireNonNull(panel.newest(), "no live frame came");
        Command.Result result = Command.run(
                Map.of(),
                Duration.ofMinutes(1),
                List.of(
                        "ffmpeg",
                        "-nostdin",
                        "-f",
                        "f32le",
                        "-ac",
                        "2",
                        "-ar",
                        "48000",
                        "-i",
                        recording.toString(),
                        "-af",
                        "ebur128",
                        "-f",
                        "null",
                        "-"));
        double recordedLufs = integratedLufs(result.expectSuccess().errors());
        System.out.printf(
                "panel %.2f LUFS, recording %.2f LUFS, %d frames%n", frame.out[2], recordedLufs, panel.count());
        assertThat(frame.out[2])
                .as("panel's integrated loudness of the output, LUFS")
                .isCloseTo(recordedLufs, within(0.5));
        assertThat(panel.count()).as("frames of two minutes' play").isGreaterThan(1_000);
    }

    private static double integratedLufs(String report) {
        String summary = report.substring(report.lastIndexOf("Integrated loudness:"));
        String value = summary.substring(summary.indexOf("I:") + 2, summary.indexOf("LUFS"));
        return Double.parseDouble(value.strip());
    }

    private static void learning(ApiClient api, EngineInfo engine, LearningRequest request) {
        api.send("PUT", "/engines/" + engine.id() + "/learning", request).as(EngineInfo.class);
    }

    private static ParameterState parameters(ApiClient api, EngineInfo engine) {
        return api.get("/engines/" + engine.id() + "/parameters", ParameterState.class);
    }

    private static PresetInfo save(ApiClient api, EngineInfo engine, String label) {
        return api.send("POST", "/presets", new PresetRequest(label, "", engine.id(), null))
                .as(PresetInfo.class);
    }

    private static List<Change> learned(ApiClient api) {
        return api.changes().stream()
                .filter(change -> change.kind() == ChangeKind.learned)
                .toList();
    }

    private static Change awaitLearned(ApiClient api, long after) {
        try {
            Awaitility.await("a learned change")
                    .atMost(LEARNS)
                    .until(() -> learned(api).stream().anyMatch(change -> change.id() > after));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "nothing was learned within " + LEARNS + "; the agent says "
                            + api.get("/health", ServerInfo.class).agent() + ", the engine is " + api.engines(),
                    e);
        }
        Optional<Change> oldest =
                learned(api).stream().filter(change -> change.id() > after).reduce((newer, older) -> older);
        return oldest.orElseThrow();
    }

    private static void awaitArrived(ApiClient api, EngineInfo engine, Map<String, Double> wanted) {
        Awaitility.await("the ramp's end")
                .atMost(RAMPS)
                .until(() -> parameters(api, engine).values().equals(wanted));
    }

    private static ChangeStatus status(ApiClient api, long id) {
        return api.get("/changes/" + id, Change.class).status();
    }
}
