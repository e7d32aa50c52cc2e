package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Hosts that are Python scripts beside the tests: one on liblilv, one on JUCE. */
final class PythonHost {
    /** Where {@code ./attune test} installs pedalboard. */
    private static final Path VENV_PYTHON = Path.of("..", "target", "python", "bin", "python");

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final String python;
    private final String script;
    private final TestBed bed;

    private PythonHost(String python, String script, TestBed bed) {
        this.python = python;
        this.script = script;
        this.bed = bed;
    }

    /** Skips the test where the machine has no Python or no liblilv. */
    static PythonHost lilv(TestBed bed) {
        Assumptions.assumeTrue(Command.exists("python3"), "python3 is not installed");
        Assumptions.assumeTrue(
                Files.exists(Path.of("/usr/lib/x86_64-linux-gnu/liblilv-0.so.0")), "liblilv-0 is not installed");
        return new PythonHost("python3", "lilv_play.py", bed);
    }

    /** Skips the test where pedalboard could not be installed. */
    static PythonHost pedalboard(TestBed bed) {
        Assumptions.assumeTrue(
                Files.isExecutable(VENV_PYTHON),
                "pedalboard is not installed (./attune test puts it in target/python)");
        return new PythonHost(VENV_PYTHON.toAbsolutePath().toString(), "pedalboard_play.py", bed);
    }

    /** Runs the script to its end; what it printed. */
    String run(Object... arguments) {
        List<String> command = new ArrayList<>(List.of(python, scriptFile().toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Map<String, String> environment = bed.environment();
        Command.Result result = Command.run(environment, LIMIT, command);
        assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
        return result.output();
    }

    private Path scriptFile() {
        try {
            return Path.of(PythonHost.class.getResource(script).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** What a script wrote: interleaved floats at 48 kHz. */
    static Samples samples(Path raw, int channels) throws IOException {
        Path wav = raw.resolveSibling(raw.getFileName() + ".wav");
        ffmpeg("-f", "f32le", "-ac", channels, "-ar", 48_000, "-i", raw, "-c:a", "pcm_f32le", wav);
        return Samples.read(wav, channels);
    }

    /** The other way round. */
    static Path raw(Path wav) {
        Path raw = wav.resolveSibling(wav.getFileName() + ".raw");
        ffmpeg("-i", wav, "-f", "f32le", raw);
        return raw;
    }

    /** Runs ffmpeg, which overwrites its output. */
    static void ffmpeg(Object... arguments) {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Command.run(Map.of(), LIMIT, command).expectSuccess();
    }
}
