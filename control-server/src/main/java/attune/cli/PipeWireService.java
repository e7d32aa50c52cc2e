package attune.cli;

import attune.cli.audio.Ffmpeg;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The user's PipeWire, which reads its configuration only when it starts. */
final class PipeWireService {
    private static final String UNIT = "pipewire.service";
    private static final long PATIENCE_SECONDS = 20;

    private PipeWireService() {}

    /**
     * Restarts it where systemd runs it.
     *
     * @return one sentence: that it was, or what to do
     */
    static String restart(Places places) throws IOException {
        Optional<Path> systemctl = Ffmpeg.program(places.path(), "systemctl");
        if (systemctl.isPresent()
                && succeeds(places, systemctl.get(), "is-active", UNIT)
                && succeeds(places, systemctl.get(), "restart", UNIT)) {
            return "PipeWire was restarted.";
        }
        return "Restart PipeWire: systemctl --user restart " + UNIT + ", or log in again.";
    }

    private static boolean succeeds(Places places, Path systemctl, String verb, String unit) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(systemctl.toString(), "--user", "--quiet", verb, unit))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(places.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }
}
