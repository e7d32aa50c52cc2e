package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session saves is what it plays next year. */
class StateTest {
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
    void state_when_saved_in_one_run_and_restored_in_another_expect_equal_samples() throws IOException {
        Path state = folder.resolve("state.bin");
        Samples saved = render("saved.wav", "--set", "slot=2", "--set", "amount=120", "--save-state", state);
        // The macros are the host's to keep in LV2; slots, sets and gains are in the blob.
        Samples restored = render("restored.wav", "--set", "slot=2", "--set", "amount=120", "--load-state", state);
        saved.assertDelayedBy(0, restored, "the restored sound");
        assertThat(render("fresh.wav").differenceDb(saved))
                .as("the settings changed the sound")
                .isGreaterThan(-40);
    }

    @Test
    void leveler_gain_when_saved_by_a_live_run_expect_every_recall_to_start_from_it() throws IOException {
        Path state = folder.resolve("live.bin");
        new HostRun(bed)
                .report("--in", input, "--realtime", "--wait-ready", "20", "--set", "slot=1", "--save-state", state);
        Samples first = render("first.wav", "--set", "slot=1", "--load-state", state);
        Samples second = render("second.wav", "--set", "slot=1", "--load-state", state);
        first.assertDelayedBy(0, second, "the second recall");
        double newcomerDb = render("new.wav", "--set", "slot=1").levelsDb(0, 24_000)[1];
        assertThat(first.levelsDb(0, 24_000)[1])
                .as("the recalled sound is level from its first second on, dB")
                .isGreaterThan(newcomerDb + 1);
    }

    @Test
    void state_when_saved_twice_without_a_change_expect_equal_bytes() throws IOException {
        Path one = folder.resolve("one.bin");
        Path two = folder.resolve("two.bin");
        render("a.wav", "--set", "slot=1", "--save-state", one);
        render("b.wav", "--set", "slot=1", "--save-state", two);
        assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(two));
    }

    @Test
    void state_when_of_a_newer_version_expect_one_sentence_and_the_current_sound() throws IOException {
        Path state = folder.resolve("newer.bin");
        render("a.wav", "--save-state", state);
        byte[] bytes = Files.readAllBytes(state);
        bytes[4] = 99;
        Files.write(state, bytes);
        expectRefused(state);
    }

    @Test
    void state_when_random_bytes_expect_one_sentence_and_the_current_sound() throws IOException {
        byte[] bytes = new byte[3000];
        new SplittableRandom(4).nextBytes(bytes);
        Path state = Files.write(folder.resolve("random.bin"), bytes);
        expectRefused(state);
    }

    private void expectRefused(Path state) throws IOException {
        Samples current = render("current.wav");
        Path output = folder.resolve("refused.wav");
        Command.Result result =
                new HostRun(bed).play("--in", input, "--out", output, "--free", "--freewheel", "--load-state", state);
        assertThat(result.errors()).containsIgnoringCase("state");
        assertThat(result.errors()).doesNotContain("panicked");
        if (Files.exists(output)) {
            current.assertDelayedBy(0, Samples.read(output, 2), "sound after a refused state");
        }
    }

    private Samples render(String name, Object... options) throws IOException {
        Path output = folder.resolve(name);
        new HostRun(bed).render(input, output, options);
        return Samples.read(output, 2);
    }
}
