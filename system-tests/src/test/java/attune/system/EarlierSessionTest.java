package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import attune.param.MacroTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that earlier versions have saved (native/tests/fixtures/state), in hosts of each format with the real engine. */
class EarlierSessionTest {
    private static final Path SESSIONS = TestBed.REPOSITORY.resolve("native/tests/fixtures/state");

    @TempDir
    Path folder;

    private TestBed bed;
    private Path input;

    @BeforeEach
    void install() throws IOException {
        bed = TestBed.installed();
        input = Material.degradedSpeech(folder, 48_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1-default.bin", "v1-macros.bin", "v1-overrides.bin"})
    void session_when_opened_by_a_vst3_host_expect_the_sound_of_a_clap_host_and_the_same_bytes_kept(String name)
            throws IOException {
        PythonHost pedalboard = PythonHost.pedalboard(bed);
        Path session = SESSIONS.resolve(name);
        Path kept = folder.resolve("kept.bin");
        Path output = folder.resolve("vst3.raw");
        pedalboard.run(
                bed.home().resolve(".vst3/Attune.vst3"), input, output, 480, "session=" + session, "keep=" + kept);
        assertThat(kept).hasSameBinaryContentAs(session);
        clap(session).assertDelayedBy(0, PythonHost.samples(output, 2), "the VST3 host");
    }

    /** It brings the macros back by itself, as control ports. */
    @ParameterizedTest
    @ValueSource(strings = {"v1-default.bin", "v1-macros.bin", "v1-overrides.bin"})
    void session_when_opened_by_an_lv2_host_expect_the_sound_of_a_clap_host_that_opens_what_it_saves(String name)
            throws IOException {
        Path session = SESSIONS.resolve(name);
        Path saved = folder.resolve("saved.bin");
        List<Object> options = new ArrayList<>(List.of("--load-state", session, "--save-state", saved));
        double[] macros = StateBlob.macros(Files.readAllBytes(session));
        for (MacroTable macro : MacroTable.values()) {
            double value = macros[macro.index()];
            boolean bypass = macro == MacroTable.BYPASS;
            options.addAll(List.of(
                    "--set", bypass ? "enabled=" + (1 - value) : macro.spec().id() + "=" + value));
        }
        Samples lv2 = render("lv2.wav", options);
        clap(saved).assertDelayedBy(0, lv2, "the LV2 host");
        assertThat(StateBlob.soundOnly(Files.readAllBytes(saved)))
                .as("parameter sets and overrides")
                .isEqualTo(StateBlob.soundOnly(Files.readAllBytes(session)));
    }

    private Samples clap(Path session) throws IOException {
        return render("clap.wav", List.of("--format", "clap", "--load-state", session));
    }

    private Samples render(String name, List<Object> options) throws IOException {
        Path output = folder.resolve(name);
        List<Object> all = new ArrayList<>(options);
        all.add("--compensate");
        new HostRun(bed).render(input, output, all.toArray());
        return Samples.read(output, 2);
    }
}
