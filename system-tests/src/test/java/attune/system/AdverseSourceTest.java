package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.EngineInfo;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.Recordings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sounds from which nothing can be learned, through the whole product: it says so, and leaves the sound alone. */
class AdverseSourceTest {
    private static final int RATE_HZ = 48_000;
    private static final int SECONDS = 40;
    private static final int PART_SECONDS = 2;

    @TempDir
    Path folder;

    private TestBed bed;

    @BeforeEach
    void install() throws IOException {
        Assumptions.assumeTrue(
                Recordings.missing().isEmpty(), () -> Recordings.missing().orElse(""));
        bed = TestBed.installed();
    }

    @Test
    void learning_when_silent_changing_or_deaf_expect_no_thrashing_and_reasons_where_nothing_can_be_learned()
            throws Exception {
        try (Listener silent = new Listener("silent", new double[SECONDS * RATE_HZ]);
                Listener changing = new Listener("changing", changing());
                Listener deaf = new Listener("deaf", noisy())) {
            deaf.api.send("PUT", "/preferences", Map.of("capture", false)).as(Map.class);
            changing.awaitReason("keeps changing");
            for (Listener listener : List.of(silent, changing, deaf)) {
                listener.awaitEnd();
            }
            assertThat(silent.changes(ChangeKind.learned))
                    .as("moved in silence")
                    .isEmpty();
            assertThat(changing.changes(ChangeKind.learned))
                    .as("moved while the source changed every two seconds")
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(deaf.changes(ChangeKind.learned))
                    .as("moved without captured audio")
                    .isEmpty();
            for (Listener listener : List.of(silent, deaf)) {
                assertThat(listener.changes(ChangeKind.abstained))
                        .as("reasons of %s", listener.name)
                        .isNotEmpty()
                        .hasSizeLessThan(10)
                        .allSatisfy(change ->
                                assertThat(change.explanation().sentence()).hasSizeGreaterThan(15));
            }
        }
    }

    /** A host that plays one sound with learning at auto, in a session of its own. */
    private final class Listener implements AutoCloseable {
        private final String name;
        private final UserSession session;
        private final Process host;
        private final ApiClient api;

        Listener(String name, double[] sound) throws IOException {
            this.name = name;
            this.session = UserSession.open(bed, folder.resolve(name));
            Path input = TestSounds.write(folder.resolve(name + ".wav"), sound, RATE_HZ);
            this.host = session.start(
                    "host",
                    session.host()
                            .command(
                                    "--in",
                                    input,
                                    "--realtime",
                                    "--blocks",
                                    "512",
                                    "--wait-ready",
                                    "30",
                                    "--set",
                                    "learn=3"));
            this.api = session.api();
            EngineInfo engine = api.engine();
            assertThat(engine.hostName()).isEqualTo("attune-host");
        }

        /** Waits until it says why it leaves the sound alone. */
        void awaitReason(String words) {
            Awaitility.await(name + " is left alone because it " + words)
                    .atMost(Duration.ofSeconds(SECONDS + 60))
                    .until(() -> changes(ChangeKind.abstained).stream()
                            .anyMatch(change -> change.explanation().sentence().contains(words)));
        }

        void awaitEnd() throws Exception {
            assertThat(host.waitFor(SECONDS + 60, TimeUnit.SECONDS))
                    .as("the host ends")
                    .isTrue();
            assertThat(host.exitValue()).as(session.errorsOf("host")).isZero();
            for (Change change : api.changes()) {
                System.out.println(
                        name + ": " + change.kind() + " " + change.explanation().sentence());
            }
        }

        List<Change> changes(ChangeKind kind) {
            return api.changes().stream()
                    .filter(change -> change.kind() == kind)
                    .toList();
        }

        @Override
        public void close() {
            host.destroy();
            session.close();
        }
    }

    private static double[] noisy() throws IOException {
        EvaluationClip clip = EvaluationCorpus.make(MaterialSplit.DEVELOPMENT, "speech-hum-noise");
        return java.util.Arrays.copyOf(clip.input(), SECONDS * RATE_HZ);
    }

    /** Every two seconds something else: noisy speech, music, harsh speech, quiet music. */
    private static double[] changing() throws IOException {
        List<String> names = List.of("speech-hum-noise", "guitar-clean", "speech-harsh", "music-low");
        double[][] sources = new double[names.size()][];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = EvaluationCorpus.make(MaterialSplit.DEVELOPMENT, names.get(i))
                    .input();
        }
        double[] out = new double[SECONDS * RATE_HZ];
        for (int i = 0; i < out.length; i++) {
            out[i] = sources[i / (PART_SECONDS * RATE_HZ) % sources.length][i];
        }
        return out;
    }
}
