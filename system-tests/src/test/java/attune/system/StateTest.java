package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import attune.param.MacroTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
    void state_when_it_holds_other_settings_expect_the_samples_of_enhance_with_them() throws IOException {
        Path factory = folder.resolve("factory.bin");
        Path learned = folder.resolve("learned.bin");
        Path again = folder.resolve("again.bin");
        render("factory.wav", "--save-state", factory);
        // As a learner would have left it: slot A is gentle, but for these.
        Files.write(
                learned,
                StateBlob.withSlotA(Files.readAllBytes(factory), Map.of("eq6_gain", 5.0, "nr_attenuation", 14.0)));
        Samples first = render("first.wav", "--load-state", learned, "--save-state", again);
        Samples second = render("second.wav", "--load-state", again);
        first.assertDelayedBy(0, second, "the sound after another save and restore");

        Path enhanced = folder.resolve("enhanced.wav");
        bed.attune(
                        Duration.ofMinutes(1),
                        "enhance",
                        "--set",
                        "eq6_gain=5",
                        "--set",
                        "nr_attenuation=14",
                        input.toString(),
                        enhanced.toString())
                .expectSuccess();
        Samples.read(enhanced, 2).assertDelayedBy(1280, first, "the restored sound");
    }

    @Test
    void macro_set_in_the_panel_when_saved_expect_it_back_whatever_the_host_restores_of_its_own() throws IOException {
        Path state = folder.resolve("plain.bin");
        Path panel = folder.resolve("panel.bin");
        Path again = folder.resolve("again.bin");
        Samples plain = render("plain.wav", "--save-state", state);
        Samples sixty = render("sixty.wav", "--set", "amount=60");
        assertThat(sixty.differenceDb(plain)).as("what Amount does, dB").isGreaterThan(-60);
        // Once with the value that the host has now, once with one that it never restores.
        for (double hostValue : new double[] {100, 80}) {
            byte[] saved = StateBlob.withOverride(Files.readAllBytes(state), MacroTable.AMOUNT, 60, hostValue);
            Files.write(panel, saved);
            Samples restored = render("restored.wav", "--load-state", panel, "--save-state", again);
            sixty.assertDelayedBy(0, restored, "the sound with Amount at 60 %");
            render("again.wav", "--load-state", again, "--save-state", panel);
            assertThat(Files.readAllBytes(panel)).isEqualTo(Files.readAllBytes(again));
        }
    }

    @Test
    void leveler_gain_when_saved_by_a_live_run_expect_every_recall_to_start_from_it() throws IOException {
        Path state = folder.resolve("live.bin");
        new HostRun(bed)
                .report("--in", input, "--realtime", "--wait-ready", "20", "--set", "slot=1", "--save-state", state);
        Samples first = render("first.wav", "--set", "slot=1", "--load-state", state);
        Samples second = render("second.wav", "--set", "slot=1", "--load-state", state);
        first.assertDelayedBy(0, second, "the second recall");
        assertThat(first.levelsDb(0, 24_000)[1])
                .as("level from the first second on, where a new instance still rises, dB")
                .isGreaterThan(render("new.wav", "--set", "slot=1").levelsDb(0, 24_000)[1] + 1);
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
