package attune.control.agent;

import attune.control.http.PrivateFiles;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learning agent's process. Started while any engine learns, as runtime.json says and at low priority; started anew
 * when it dies, after 0, 1, then 5 s and at most five times a minute; ended with the server. An agent of an earlier server
 * that is still there is taken over. One thread.
 */
public final class AgentProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentProcess.class);
    private static final long[] DELAYS_MS = {0, 1_000, 5_000};
    private static final int STARTS_A_MINUTE = 5;
    private static final long MINUTE_MS = 60_000;
    private static final long END_PATIENCE_SECONDS = 3;
    /** The agent's main class, as it stands in its command line. */
    public static final String MAIN = "attune.learn.agent.AgentMain";

    private static final String NICENESS = "15";
    private static final int FAILING_ENDINGS = 3;

    private final Path runtimeFile;
    private final Path pidFile;
    private final List<String> options;
    private final Deque<Long> starts = new ArrayDeque<>();
    private @Nullable ProcessHandle process;
    private long endedMs;
    private int endings;
    private boolean toldMissing;
    /** Whether one is wanted and none reports. */
    private boolean missed;

    /**
     * @param runtimeFile runtime.json
     * @param runtime folder in which the agent's number is kept for the next server
     * @param options of its JVM, beside those of runtime.json
     */
    public AgentProcess(Path runtimeFile, Path runtime, List<String> options) {
        this.options = List.copyOf(options);
        this.runtimeFile = runtimeFile;
        this.pidFile = runtime.resolve("agent.pid");
        this.process = living(pidFile);
    }

    private static @Nullable ProcessHandle living(Path pidFile) {
        try {
            String[] fields = Files.readString(pidFile).strip().split(" ", -1);
            long startMs = Long.parseLong(fields[1]);
            return ProcessHandle.of(Long.parseLong(fields[0]))
                    .filter(ProcessHandle::isAlive)
                    .filter(handle -> startOf(handle) == startMs)
                    .orElse(null);
        } catch (IOException | RuntimeException e) {
            return null; // none was started, or the file is half there
        }
    }

    private static long startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(-1L);
    }

    /**
     * Called every second.
     *
     * @param wanted whether any engine learns
     * @param reports whether an agent reports, whoever started it
     */
    public void lookAfter(boolean wanted, boolean reports) {
        this.missed = wanted && !reports;
        ProcessHandle running = process;
        if (running != null && !running.isAlive()) {
            LOG.info("The learning agent has ended; sound goes on.");
            process = null;
            endedMs = nowMs();
            endings++;
        }
        if (process != null && reports && nowMs() - endedMs > MINUTE_MS) {
            endings = 0;
        }
        if (wanted && process == null && !reports && mayStart()) {
            start();
        }
    }

    /** Why there is no agent though one is wanted: one sentence; null where all is well. The thread of {@link #lookAfter}. */
    public @Nullable String trouble() {
        if (!missed) {
            return null;
        }
        if (toldMissing && process == null) {
            return runtimeFile + " says nothing about a learning agent, so nothing is learned.";
        }
        return endings < FAILING_ENDINGS
                ? null
                : "The learning agent has ended " + endings + " times without working for a minute.";
    }

    private boolean mayStart() {
        long now = nowMs();
        while (!starts.isEmpty() && now - starts.getFirst() > MINUTE_MS) {
            starts.removeFirst();
        }
        long delay = DELAYS_MS[Math.min(endings, DELAYS_MS.length - 1)];
        return starts.size() < STARTS_A_MINUTE && (endings == 0 || now - endedMs >= delay);
    }

    private void start() {
        List<String> command = command();
        if (command.isEmpty()) {
            if (!toldMissing) {
                LOG.warn("{} says nothing about a learning agent; nothing is learned.", runtimeFile);
                toldMissing = true;
            }
            return;
        }
        toldMissing = false;
        starts.addLast(nowMs());
        try {
            Process started = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            started.getOutputStream().close();
            process = started.toHandle();
            PrivateFiles.write(pidFile, started.pid() + " " + startOf(started.toHandle()) + "\n");
        } catch (IOException e) {
            endedMs = nowMs();
            endings++;
            LOG.warn("The learning agent can't be started: {}", e.getMessage());
        }
    }

    /** Empty where runtime.json names no agent. */
    private List<String> command() {
        List<String> command = new ArrayList<>();
        try {
            JsonNode runtime = new ObjectMapper().readTree(runtimeFile.toFile());
            JsonNode arguments = runtime.path("agent").path("arguments");
            if (!runtime.path("java").isTextual() || !arguments.isArray() || arguments.isEmpty()) {
                return List.of();
            }
            nice().ifPresent(nice -> command.addAll(List.of(nice, "-n", NICENESS)));
            command.add(runtime.path("java").asText());
            command.addAll(options);
            arguments.forEach(argument -> command.add(argument.asText()));
            return command;
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Optional<String> nice() {
        for (String folder :
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator, -1)) {
            Path nice = Path.of(folder, "nice");
            if (Files.isExecutable(nice)) {
                return Optional.of(nice.toString());
            }
        }
        return Optional.empty();
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    /** Ends the agent with the server, or for a new one to begin with nothing. */
    @Override
    public void close() {
        ProcessHandle running = process;
        if (running == null) {
            return;
        }
        end(running);
        process = null;
        pidFile.toFile().delete();
    }

    /** Ends an agent that somebody else started, and waits for it; nothing where the process of this number is none. */
    public static void end(long pid) {
        ProcessHandle.of(pid).filter(AgentProcess::isAgent).ifPresent(AgentProcess::end);
    }

    private static boolean isAgent(ProcessHandle process) {
        return process.info().arguments().map(List::of).orElse(List.of()).contains(MAIN);
    }

    private static void end(ProcessHandle running) {
        running.destroy();
        try {
            running.onExit().get(END_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            running.destroyForcibly();
        }
    }
}
