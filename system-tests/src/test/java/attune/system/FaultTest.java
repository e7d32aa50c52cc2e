package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine is killed, stopped, missing; the host is killed. The sound goes on and nothing stays behind. */
class FaultTest {
    private static final int RATE_HZ = 48_000;
    private static final int LATENCY_FRAMES = 1280;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private TestBed bed;

    @BeforeEach
    void install() throws IOException {
        bed = TestBed.installed();
    }

    @Test
    void engine_when_killed_while_playing_expect_steady_level_and_sound_processed_again() throws IOException {
        Path input = TestSounds.sine(folder, 14);
        Path output = folder.resolve("killed.wav");
        JsonNode report = live(input, output, "--fault", "6", "kill");
        assertThat(report.path("restarts").asInt()).isEqualTo(1);
        assertThat(report.path("epoch").asInt()).isEqualTo(2);
        expectNoCallbackHeldUp(report);
        assertThat(report.path("transitions").asInt())
                .as("dry until ready, processed, dry, processed again")
                .isGreaterThanOrEqualTo(3);
        expectSteadyAndSmooth(input, output, report);
    }

    @Test
    void engine_when_stopped_for_a_second_expect_dry_at_the_same_level_and_recovery_without_restart()
            throws IOException {
        Path input = TestSounds.sine(folder, 12);
        Path output = folder.resolve("stopped.wav");
        JsonNode report = live(input, output, "--fault", "6", "stop:1");
        assertThat(report.path("restarts").asInt()).isZero();
        assertThat(report.path("late_blocks").asInt())
                .as("counted until it backs off")
                .isBetween(1, 60);
        assertThat(report.path("backed_off_blocks").asInt())
                .as("then it stops waiting")
                .isPositive();
        expectSteadyAndSmooth(input, output, report);
    }

    @Test
    void host_when_killed_expect_no_process_and_no_segment_left() throws Exception {
        Path progress = folder.resolve("progress.txt");
        HostRun host = new HostRun(bed);
        Process process = Command.start(
                host.environment(),
                progress,
                folder.resolve("errors.txt"),
                host.command("--realtime", "--seconds", "60", "--progress"));
        Awaitility.await().atMost(LIMIT).until(() -> !bed.bridges().isEmpty() && announcements() > 0);
        List<ProcessHandle> bridges = bed.bridges();
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        Awaitility.await().atMost(LIMIT).until(() -> bridges.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(bed.bridges()).isEmpty();
        assertThat(segments()).as("sealed memory that a process still holds").isEmpty();
        assertThat(bed.attune(LIMIT, "status", "--json").output()).doesNotContain("attune-host");
    }

    @Test
    void java_when_missing_expect_one_sentence_and_dry_sound_live() throws IOException {
        Path runtime = folder.resolve("runtime.json");
        Files.writeString(runtime, "{\"version\":1,\"java\":\"/no/such/java\",\"arguments\":[]}");
        Path input = TestSounds.sine(folder, 2);
        Path output = folder.resolve("dry.wav");
        Command.Result result = new HostRun(bed)
                .with("ATTUNE_RUNTIME", runtime.toString())
                .play("--in", input, "--out", output, "--realtime", "--blocks", "256");
        result.expectSuccess();
        assertThat(result.errors()).contains("/no/such/java");
        Samples.read(input, 2).assertDelayedBy(LATENCY_FRAMES, Samples.read(output, 2), "dry sound");
    }

    @Test
    void java_when_missing_expect_an_error_instead_of_a_dry_file_offline() throws IOException {
        Path runtime = folder.resolve("runtime.json");
        Files.writeString(runtime, "not json");
        Path input = TestSounds.sine(folder, 2);
        Path output = folder.resolve("never-dry.wav");
        Command.Result result = new HostRun(bed)
                .with("ATTUNE_RUNTIME", runtime.toString())
                .with("ATTUNE_OFFLINE", "1")
                .play("--in", input, "--out", output, "--free");
        assertThat(result.errors()).contains("runtime.json");
        if (result.exitCode() == 0) {
            assertThat(Samples.read(output, 2).largestStep())
                    .as("silence, never dry sound")
                    .isZero();
        }
    }

    @Test
    void runtime_folder_when_there_is_none_expect_sound_all_the_same() throws IOException {
        Path input = Material.degradedSpeech(folder, RATE_HZ);
        Path output = folder.resolve("out.wav");
        Path expected = folder.resolve("expected.wav");
        new HostRun(bed).render(input, expected);
        new HostRun(bed).with("XDG_RUNTIME_DIR", "").render(input, output);
        Samples.read(expected, 2).assertDelayedBy(0, Samples.read(output, 2), "without XDG_RUNTIME_DIR");
    }

    @Test
    void home_when_read_only_expect_sound_all_the_same() throws IOException {
        Path input = Material.degradedSpeech(folder, RATE_HZ);
        Path output = folder.resolve("out.wav");
        Path expected = folder.resolve("expected.wav");
        Path state = Files.createDirectory(
                folder.resolve("state"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        new HostRun(bed).render(input, expected);
        new HostRun(bed).with("XDG_STATE_HOME", state.toString()).render(input, output);
        Samples.read(expected, 2).assertDelayedBy(0, Samples.read(output, 2), "with a read-only home");
    }

    /** Plays the music slot, which raises this sine by some dB: a jump to an unheld dry path would show. */
    private JsonNode live(Path input, Path output, Object... fault) throws IOException {
        Object[] options = new Object[fault.length + 11];
        Object[] fixed = {
            "--in", input, "--out", output, "--realtime", "--blocks", "256", "--set", "slot=3", "--wait-ready", "20"
        };
        System.arraycopy(fixed, 0, options, 0, fixed.length);
        System.arraycopy(fault, 0, options, fixed.length, fault.length);
        return new HostRun(bed).report(options);
    }

    /** From one second before the fault on the level never jumps, and no step exceeds a sine's by much. */
    private static void expectSteadyAndSmooth(Path input, Path output, JsonNode report) throws IOException {
        Samples played = Samples.read(output, 2);
        double[] levelsDb = played.levelsDb(5 * RATE_HZ, RATE_HZ / 10);
        for (int i = 1; i < levelsDb.length; i++) {
            assertThat(Math.abs(levelsDb[i] - levelsDb[i - 1]))
                    .as(
                            "change of level within 0.1 s at %.1f s, dB (the slot raises the sine by 3 dB until then)",
                            5 + i * 0.1)
                    .isLessThan(1.5);
        }
        double sineStep = Samples.read(input, 2).largestStep();
        double gain = played.largestAmplitude() / Samples.read(input, 2).largestAmplitude();
        assertThat(report.path("largest_transition_step").asDouble())
                .as("no click where wet and dry meet")
                .isLessThan(2 * sineStep * gain);
    }

    /**
     * A shim that waited for its engine would hold up every callback of the outage; a busy machine holds up a stray one.
     */
    private static void expectNoCallbackHeldUp(JsonNode report) {
        assertThat(report.path("over_deadline").asInt())
                .as(
                        "callbacks longer than their block, of %d",
                        report.path("calls").asInt())
                .isLessThan(report.path("calls").asInt() / 100);
        assertThat(report.path("activate_us").asDouble())
                .as("activate returns while the engine still starts, µs")
                .isLessThan(250_000);
    }

    /** Descriptors of Attune's memory in processes of this test bed. */
    private List<String> segments() throws IOException {
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            List<String> found = new ArrayList<>();
            for (Path process : processes) {
                if (Files.isReadable(process.resolve("environ"))
                        && readQuietly(process.resolve("environ"))
                                .contains(bed.home().toString())) {
                    found.addAll(memfds(process.resolve("fd")));
                }
            }
            return found;
        }
    }

    private static List<String> memfds(Path descriptors) {
        List<String> found = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(descriptors)) {
            for (Path entry : entries) {
                String target = Files.readSymbolicLink(entry).toString();
                if (target.startsWith("/memfd:attune")) {
                    found.add(entry + " → " + target);
                }
            }
        } catch (IOException e) {
            return found; // the process went away meanwhile
        }
        return found;
    }

    private static String readQuietly(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private long announcements() throws IOException {
        Path engines = bed.home().resolve("runtime/attune/engines");
        if (!Files.isDirectory(engines)) {
            return 0;
        }
        try (var files = Files.list(engines)) {
            return files.filter(file -> {
                        try {
                            return Files.readString(file, StandardCharsets.UTF_8)
                                    .contains("attune-host");
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        }
    }
}
