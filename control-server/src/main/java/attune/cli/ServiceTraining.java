package attune.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lets control server and learning agent run for a moment in a folder of their own, so that the JVM writes their class
 * caches when they end. What fails here costs nothing but a slower start.
 */
final class ServiceTraining implements AutoCloseable {
    private static final long START_PATIENCE_MS = 20_000;
    private static final long END_PATIENCE_SECONDS = 60;
    private static final long LOOK_MS = 20;

    private final Path folder;
    private final Places places;

    /** @param folder does not exist yet; removed by {@link #close} */
    ServiceTraining(Path appHome, Path folder, String path) throws IOException {
        this.folder = folder;
        Map<String, String> environment = new HashMap<>(Map.of("HOME", folder.toString(), "PATH", path));
        InstallFiles.deleteTree(folder);
        for (String name : List.of("data", "config", "state", "cache", "runtime")) {
            String variable =
                    name.equals("runtime") ? "XDG_RUNTIME_DIR" : "XDG_" + name.toUpperCase(Locale.ROOT) + "_HOME";
            environment.put(
                    variable, Files.createDirectories(folder.resolve(name)).toString());
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        this.places = Places.of(appHome, environment);
    }

    /** Runs both; each cache lies under its name in {@code target} where that went well. */
    void run(ServicePlan server, ServicePlan agent, Path target) throws IOException {
        Process serverProcess =
                start(server.makeCache(target.resolve(server.cacheFile().getFileName())));
        try {
            if (!await(serverProcess, () -> ServerFiles.living(places).isPresent())) {
                return;
            }
            Optional<ServerClient> client = ServerClient.find(places);
            if (client.isEmpty()) {
                return;
            }
            Process agentProcess =
                    start(agent.makeCache(target.resolve(agent.cacheFile().getFileName())));
            try {
                await(agentProcess, () -> isAgentThere(client.get()));
                client.get().tell("GET", "/presets", null);
                client.get().tell("GET", "/changes", null);
            } catch (CliException e) {
                // It has learned less than it could have.
                return;
            } finally {
                end(agentProcess);
            }
        } finally {
            end(serverProcess);
        }
    }

    private static boolean isAgentThere(ServerClient client) {
        return client.get("/health", attune.api.ServerInfo.class).agent() != null;
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        ServerLauncher.scrub(builder.environment(), places.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** Whether it became true while the process lived. */
    private static boolean await(Process process, BooleanSupplier isTrue) throws IOException {
        long limit = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_PATIENCE_MS);
        try {
            while (System.nanoTime() - limit < 0) {
                if (isTrue.getAsBoolean()) {
                    return true;
                }
                if (process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** The cache is written on the way out. */
    private static void end(Process process) throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(END_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while class caches were made", e);
    }

    @Override
    public void close() throws IOException {
        InstallFiles.deleteTree(folder);
    }
}
