package attune.cli;

import attune.cli.audio.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code attune open}: the panel in the browser. The token never stands in a command line, which others can read: the
 * browser opens a file that only this user can read and that leads on with a code good once, for half a minute.
 */
@Command(name = "open", description = "Opens the panel in the browser, or prints its link where there is no display.")
final class OpenCommand implements Callable<Integer> {
    private static final String REDIRECT = "open.html";

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--print", description = "Print the link, open nothing.")
    private boolean print;

    @Option(names = "--json", description = "The link and whether a browser was asked, as one JSON object.")
    private boolean json;

    OpenCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        ServerClient server = ServerLauncher.require(places);
        Optional<Path> opener = print || !hasDisplay() ? Optional.empty() : Ffmpeg.program(places.path(), "xdg-open");
        if (opener.isPresent()) {
            Code code = server.post("/codes", Map.of("scope", "admin"), Code.class);
            start(opener.get(), redirect(server.origin() + "/#c=" + code.code()));
        }
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("link", server.panelLink());
            document.put("opened", opener.isPresent());
            JsonText.print(terminal, document);
        } else {
            terminal.out().println(opener.isPresent() ? "The panel opens in your browser." : server.panelLink());
        }
        return 0;
    }

    /** Answer of {@code POST /codes}. */
    record Code(String code, int expiresInSeconds) {}

    private boolean hasDisplay() {
        return !places.environment().getOrDefault("DISPLAY", "").isEmpty()
                || !places.environment().getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    }

    /** A page that leads on; the one of the last time is replaced. */
    private Path redirect(String target) throws IOException {
        Path file = ServerFiles.folder(places).resolve(REDIRECT);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file,
                "<!doctype html><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\">"
                        + "<meta http-equiv=\"refresh\" content=\"0; url=" + target + "\"><title>Attune</title>\n",
                StandardOpenOption.WRITE);
        return file;
    }

    private static void start(Path opener, Path page) throws IOException {
        Process process = new ProcessBuilder(opener.toString(), page.toUri().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
    }
}
