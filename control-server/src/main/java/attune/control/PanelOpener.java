package attune.control;

import attune.control.http.PrivateFiles;
import attune.control.http.Scope;
import attune.control.http.Tokens;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the panel in the user's browser when a host asks for it: through a redirect file that only the user reads, with a
 * one-use code, so that no token stands in a command line.
 */
final class PanelOpener {
    private static final Logger LOG = LoggerFactory.getLogger(PanelOpener.class);

    private static final String PROGRAM = "xdg-open";

    private final Path file;
    private final Map<String, String> environment;
    private volatile int port;
    private volatile @Nullable Tokens tokens;

    /**
     * @param runtime where the redirect file is written
     * @param environment what the browser gets; PATH and whether there is a graphical session are seen from it
     */
    PanelOpener(Path runtime, Map<String, String> environment) {
        this.file = runtime.resolve("open-panel.html");
        this.environment = environment;
    }

    void setPanel(int panelPort, Tokens panelTokens) {
        port = panelPort;
        tokens = panelTokens;
    }

    void open() {
        Tokens codes = tokens;
        if (codes == null) {
            return;
        }
        Optional<Path> program = hasDisplay() ? program() : Optional.empty();
        if (program.isEmpty()) {
            LOG.warn(
                    "The panel can't be opened from here ({}); `./attune open` does it.",
                    hasDisplay() ? PROGRAM + " is missing" : "no graphical session");
            return;
        }
        try {
            String link = "http://127.0.0.1:" + port + "/#c=" + codes.newCode(Scope.OPERATE);
            PrivateFiles.write(
                    file,
                    "<!doctype html><meta charset=\"utf-8\"><title>Attune</title><meta http-equiv=\"refresh\" content=\"0; url="
                            + link + "\">\n");
            ProcessBuilder builder = new ProcessBuilder(program.get().toString(), file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.start().getOutputStream().close();
        } catch (IOException e) {
            LOG.warn("The panel can't be opened from here ({}); `./attune open` does it.", e.getMessage());
        }
    }

    private boolean hasDisplay() {
        return Stream.of("DISPLAY", "WAYLAND_DISPLAY")
                .anyMatch(name -> !environment.getOrDefault(name, "").isEmpty());
    }

    private Optional<Path> program() {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
