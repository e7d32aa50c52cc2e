package attune.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Starts the control server as a plugin's supervisor does: the command of runtime.json, in a session of its own, with a
 * scrubbed environment and its words in server.log. It ends by its own idle rule.
 */
final class ServerLauncher {
    private static final String LOG = "server.log";
    private static final long LARGEST_LOG_BYTES = 1 << 20;
    private static final long PATIENCE_MS = 20_000;
    private static final long LOOK_MS = 20;
    /** As native/src/supervisor/spawn.rs keeps them. */
    private static final Pattern KEPT_VARIABLE = Pattern.compile("HOME|PATH|LANG|USER|TMPDIR|(LC_|XDG_|ATTUNE_).*");

    private ServerLauncher() {}

    /**
     * The server that lives, else a new one.
     *
     * @throws CliException with one sentence where none can be started or talked to
     */
    static ServerClient require(Places places) throws IOException {
        try (ProgressBar bar = Terminal.ofThisProcess().progressBar()) {
            return require(places, bar::show);
        }
    }

    /** The same; {@code progress} is told, again and again, what a start is busy with that takes long. */
    static ServerClient require(Places places, Consumer<String> progress) throws IOException {
        Optional<ServerClient> living = ServerClient.find(places);
        return living.isPresent() ? living.get() : start(places, progress);
    }

    private static ServerClient start(Places places, Consumer<String> progress) throws IOException {
        ServerFiles.folder(places);
        RuntimeFile runtime = RuntimeFile.of(places);
        Optional<List<String>> arguments = runtime.arguments(ServicePlan.Service.SERVER);
        if (arguments.isEmpty()) {
            throw CliException.failed("No control server is installed: " + runtime.path()
                    + " is missing or names none; " + (runtime.fromEnvironment() ? "" : "run ") + runtime.remedy()
                    + ".");
        }
        List<String> command = new ArrayList<>();
        attune.cli.audio.Ffmpeg.program(places.path(), "setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.add(runtime.java());
        command.addAll(arguments.get());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        scrub(builder.environment(), places.environment());
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log(places).toFile()));
        builder.directory(Path.of("/").toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        return await(places, process, progress);
    }

    /**
     * Waits for server.json; another process's server is as good as ours. As long as one says what it is busy with, it is
     * waited for.
     */
    private static ServerClient await(Places places, Process process, Consumer<String> progress) throws IOException {
        long limit = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        try {
            while (System.nanoTime() - limit < 0) {
                Optional<ServerClient> living = ServerClient.find(places);
                if (living.isPresent()) {
                    return living.get();
                }
                Optional<String> busy = ServerFiles.progress(places);
                if (busy.isPresent()) {
                    progress.accept(busy.get());
                    limit = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
                }
                // A second server ends with 0: the first one is about to announce itself.
                if (process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
                    if (process.exitValue() != 0) {
                        throw failed(places, process.exitValue());
                    }
                    TimeUnit.MILLISECONDS.sleep(LOOK_MS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted.", e);
        }
        throw CliException.failed("The control server has not come up within " + PATIENCE_MS / 1000 + " s; "
                + places.stateHome().resolve(LOG) + " may say why.");
    }

    private static CliException failed(Places places, int status) {
        return CliException.failed(ServerFiles.error(places)
                .map(why -> "The control server cannot start: " + why)
                .orElse("The control server ended with status " + status + "; "
                        + places.stateHome().resolve(LOG) + " may say why."));
    }

    static void scrub(Map<String, String> environment, Map<String, String> ours) {
        environment.clear();
        ours.forEach((name, value) -> {
            if (KEPT_VARIABLE.matcher(name).matches()) {
                environment.put(name, value);
            }
        });
        environment.put("LC_ALL", "C.UTF-8");
    }

    /** Log to append to, begun anew when it has grown. */
    private static Path log(Places places) throws IOException {
        Path folder = Files.createDirectories(places.stateHome());
        Path log = folder.resolve(LOG);
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG_BYTES) {
            Files.move(log, folder.resolve(LOG + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(log)) {
            Files.createFile(
                    log,
                    PosixFilePermissions.asFileAttribute(Set.copyOf(PosixFilePermissions.fromString("rw-------"))));
        }
        return log;
    }
}
