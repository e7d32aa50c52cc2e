package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The "Attune microphone" of {@code attune mic install}, in a PipeWire without sound cards. */
class MicrophoneTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int RATE_HZ = 48_000;
    private static final int WINDOW = RATE_HZ / 10;

    @TempDir
    Path folder;

    @Test
    void microphone_when_recorded_expect_the_enhanced_voice_without_the_rooms_hum() throws Exception {
        TestBed bed = TestBed.installed();
        Path input = monoSpeech();
        Path recording = folder.resolve("recorded.wav");
        Accounts accounts = new Accounts(bed, "pipewire");
        try (PipeWireRig rig = new PipeWireRig(bed, folder)) {
            assertThat(attune(bed, rig, "mic", "install").output()).contains("Attune microphone");
            rig.start();
            rig.awaitPort("attune_microphone:capture_MONO");
            rig.awaitLink("test_mic:capture_MONO", "attune_microphone.input:input_MONO");
            Process recorder = rig.start(
                    "recorder",
                    "pw-record",
                    "--target",
                    "attune_microphone",
                    "--rate",
                    "48000",
                    "--channels",
                    "1",
                    "--format",
                    "f32",
                    recording.toString());
            rig.awaitLink("attune_microphone:capture_MONO", "pw-record:input_MONO");
            awaitEngine(bed, rig);
            Process player = rig.start("player", "pw-cat", "--playback", "--target", "test_in", input.toString());
            assertThat(player.waitFor(90, TimeUnit.SECONDS))
                    .as("the player ends")
                    .isTrue();
            PipeWireRig.end(recorder);

            expectEnhanced(Samples.read(input, 1), Samples.read(recording, 1));
            assertThat(rig.errorsOf("pipewire")).doesNotContain("unprocessed for good");
            assertThat(attune(bed, rig, "mic", "remove").output()).contains("Removed");
        }
        assertThat(folder.resolve("config/pipewire")).doesNotExist();
        Awaitility.await("the engine ends with PipeWire")
                .atMost(LIMIT)
                .until(() -> bed.bridges().isEmpty());
        accounts.last().expectCallsInTime("PipeWire");
    }

    private static Command.Result attune(TestBed bed, PipeWireRig rig, String... arguments) {
        return bed.attune(rig.environment(), LIMIT, arguments).expectSuccess();
    }

    /** An engine that has started counts late blocks, not dry ones; before, sound passes as it is. */
    private static void awaitEngine(TestBed bed, PipeWireRig rig) {
        Awaitility.await("an engine in PipeWire")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> attune(bed, rig, "status", "--json").output().contains("\"pipewire\""));
    }

    private static void expectEnhanced(Samples input, Samples recorded) {
        double[] before = sorted(input.levelsDb(0, WINDOW));
        double[] after = sorted(Arrays.stream(recorded.levelsDb(0, WINDOW))
                .filter(level -> level > -150) // before the player began
                .toArray());
        assertThat(after.length).as("as much was heard as was played").isGreaterThan(before.length * 3 / 4);
        assertThat(quantile(after, 0.9)).as("the voice is there, dB").isBetween(-25.0, -5.0);
        // pauses are a twelfth of this clip
        double pausesBefore = quantile(before, 0.04) - quantile(before, 0.9);
        double pausesAfter = quantile(after, 0.04) - quantile(after, 0.9);
        assertThat(pausesAfter)
                .as("pauses below the voice, dB, which were %.1f", pausesBefore)
                .isLessThan(pausesBefore - 3);
        double humBefore = humDb(input) - quantile(before, 0.9);
        double humAfter = humDb(recorded) - quantile(after, 0.9);
        assertThat(humAfter)
                .as("hum below the voice in the last four seconds, dB, which was %.1f", humBefore)
                .isLessThan(humBefore - 10);
    }

    /** Level of 50 Hz in the last four seconds before the end of the sound. */
    private static double humDb(Samples samples) {
        double[] sound = samples.planar()[0];
        int end = sound.length;
        while (end > 0 && sound[end - 1] == 0) {
            end--;
        }
        int from = Math.max(0, end - 4 * RATE_HZ);
        double cosine = 0;
        double sine = 0;
        for (int i = from; i < end; i++) {
            double phase = 2 * Math.PI * 50 * i / RATE_HZ;
            cosine += sound[i] * Math.cos(phase);
            sine += sound[i] * Math.sin(phase);
        }
        return 20 * Math.log10(2 * Math.hypot(cosine, sine) / (end - from) + 1e-9);
    }

    private static double[] sorted(double[] levelsDb) {
        double[] sorted = levelsDb.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) (share * (sorted.length - 1))];
    }

    private Path monoSpeech() throws IOException {
        Path stereo = Material.degradedSpeech(folder, RATE_HZ);
        Path mono = folder.resolve("mono.wav");
        Command.run(
                        Map.of(),
                        LIMIT,
                        List.of("ffmpeg", "-v", "error", "-y", "-i", stereo.toString(), "-ac", "1", mono.toString()))
                .expectSuccess();
        assertThat(Files.size(mono)).isPositive();
        return mono;
    }
}
