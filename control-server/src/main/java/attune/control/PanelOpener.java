package attune.control;

import attune.control.http.PrivateFiles;
import attune.control.http.Scope;
import attune.control.http.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the panel in the user's browser when a host asks for it: through a redirect file that only the user reads, with a
 * one-use code, so that no token stands in a command line.
 */
final class PanelOpener {
    private static final Logger LOG = LoggerFactory.getLogger(PanelOpener.class);

    private final Path file;
    private volatile int port;
    private volatile @Nullable Tokens tokens;

    PanelOpener(Path runtime) {
        this.file = runtime.resolve("open-panel.html");
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
        try {
            String link = "http://127.0.0.1:" + port + "/#c=" + codes.newCode(Scope.OPERATE);
            PrivateFiles.write(
                    file,
                    "<!doctype html><meta charset=\"utf-8\"><title>Attune</title><meta http-equiv=\"refresh\" content=\"0; url="
                            + link + "\">\n");
            Process browser = new ProcessBuilder("xdg-open", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            browser.getOutputStream().close();
        } catch (IOException e) {
            LOG.warn("The panel can't be opened from here ({}); `./attune open` does it.", e.getMessage());
        }
    }
}
