package attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/** A user with an empty home and runtime folder, and the repository's presets. */
final class CliFixture {
    /** What a command left behind. */
    record Result(int status, String out, String err) {}

    final Path home;
    final Path app;
    private final Map<String, String> environment = new HashMap<>();

    CliFixture(Path folder) throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        app = Files.createDirectory(folder.resolve("app"));
        Files.createSymbolicLink(app.resolve("presets"), repository().resolve("presets"));
        environment.put("HOME", home.toString());
        environment.put("PATH", System.getenv("PATH"));
        Path runtime = Files.createDirectory(
                folder.resolve("runtime"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        environment.put("XDG_RUNTIME_DIR", runtime.toString());
    }

    static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("presets"))
                ? here
                : here.resolve("..").normalize();
    }

    CliFixture with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Places places() {
        return Places.of(app, environment);
    }

    Result run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        int status = Attune.commandLine(places(), terminal).execute(words);
        terminal.flush();
        return new Result(status, out.toString(), err.toString());
    }
}
