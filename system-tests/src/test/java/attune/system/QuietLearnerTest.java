package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.Recordings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The learner at work in a host that counts what it is asked for: no parameter moves, nothing floods its undo, and its
 * session is marked changed as often as something was committed.
 */
class QuietLearnerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LEARNS = Duration.ofMinutes(5);
    /** A learned change that follows another within a minute is told when that is over. */
    private static final Duration TOLD = Duration.ofSeconds(90);

    private static final long LEARNED_EVERY_MS = 60_000;
    private static final List<String> CLIPS = List.of("speech-hum-noise", "speech-dull", "guitar-hum50", "speech-fan");

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
    void host_when_something_is_learned_expect_one_dirty_mark_and_nothing_else_asked() throws Exception {
        learn(CLIPS.subList(0, 1), Duration.ZERO);
    }

    @Test
    @EnabledIfSystemProperty(named = "attune.long", matches = "true")
    void host_when_the_learner_works_for_ten_minutes_expect_dirty_marks_as_committed_and_nothing_else_asked()
            throws Exception {
        learn(CLIPS, Duration.ofMinutes(10));
    }

    /** Until something was learned, and for this long at least. */
    private void learn(List<String> clips, Duration atLeast) throws Exception {
        try (UserSession session = UserSession.open(bed, folder.resolve("session"))) {
            List<String> command = session.host()
                    .command("--format", "clap", "--in", input(clips), "--seconds", 3_600, "--blocks", 1024);
            command.addAll(List.of("--realtime", "--wait-ready", "60", "--set", "learn=3", "--progress", "--json"));
            Process host = session.start("host", command);
            ApiClient api = session.api();
            assertThat(host.waitFor(atLeast.toSeconds(), TimeUnit.SECONDS))
                    .as("the host has ended: %s", session.errorsOf("host"))
                    .isFalse();
            Awaitility.await("something learned").atMost(LEARNS).until(() -> committed(api.changes()) > 0);
            Awaitility.await("a mark for each committed change")
                    .atMost(TOLD)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> asked(session).get("dirty").asInt() == committed(api.changes()));
            List<Change> changes = api.changes();
            host.destroy();
            assertThat(host.waitFor(60, TimeUnit.SECONDS)).as("the host ends").isTrue();
            assertThat(host.exitValue()).as(session.errorsOf("host")).isZero();
            JsonNode report = report(session);
            System.out.printf(
                    "%s s played, timeline %s, asked %s%n",
                    report.get("seconds"), changes.stream().map(Change::kind).toList(), report.get("asked"));
            for (String other : List.of("restarts", "rescans", "latency_changes", "flushes", "events")) {
                assertThat(report.get("asked").get(other).asInt()).as(other).isZero();
            }
        }
    }

    private Path input(List<String> clips) throws IOException {
        double[] sound = {};
        int rateHz = 0;
        for (String name : clips) {
            var clip = EvaluationCorpus.make(MaterialSplit.DEVELOPMENT, name);
            int from = sound.length;
            sound = Arrays.copyOf(sound, from + clip.input().length);
            System.arraycopy(clip.input(), 0, sound, from, clip.input().length);
            rateHz = clip.rateHz();
        }
        return TestSounds.write(folder.resolve("input.wav"), sound, rateHz);
    }

    /** Dirty marks that a timeline is worth by now: one for each choice, for what is learned one a minute. */
    private static int committed(List<Change> timeline) {
        List<Change> pushed = timeline.stream()
                .filter(change -> change.generation() > 0 && !change.before().equals(change.after()))
                .sorted(Comparator.comparingLong(Change::id))
                .toList();
        int marks = 0;
        long nextMs = 0;
        boolean waits = false;
        for (Change change : pushed) {
            if (waits && change.at() >= nextMs) {
                marks++;
                nextMs += LEARNED_EVERY_MS;
                waits = false;
            }
            if (change.kind() != ChangeKind.learned) {
                marks++;
                nextMs = waits ? change.at() + LEARNED_EVERY_MS : nextMs;
                waits = false;
            } else if (change.at() >= nextMs) {
                marks++;
                nextMs = change.at() + LEARNED_EVERY_MS;
            } else {
                waits = true;
            }
        }
        return waits && System.currentTimeMillis() >= nextMs ? marks + 1 : marks;
    }

    private static JsonNode asked(UserSession session) throws IOException {
        return report(session).get("asked");
    }

    /** The host's newest line. */
    private static JsonNode report(UserSession session) throws IOException {
        String output = session.outputOf("host");
        String whole = output.substring(0, output.lastIndexOf('\n') + 1).strip();
        return JSON.readTree(whole.substring(whole.lastIndexOf('\n') + 1));
    }
}
