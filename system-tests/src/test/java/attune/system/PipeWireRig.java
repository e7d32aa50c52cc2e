package attune.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * PipeWire and WirePlumber of a user without sound cards, display or session bus: a bus, folders and a microphone of their
 * own. What is played to the sink {@code test_in} is heard by the source {@code test_mic}, the only microphone.
 */
final class PipeWireRig implements AutoCloseable {
    private static final List<String> PROGRAMS = List.of(
            "pipewire", "wireplumber", "pw-loopback", "pw-record", "pw-cat", "pw-link", "dbus-daemon", "ffmpeg");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private final Map<String, String> environment;
    private final Deque<Process> started = new ArrayDeque<>();

    /** Starts nothing yet, so that a test can configure it. */
    PipeWireRig(TestBed bed, Path folder) throws IOException {
        for (String program : PROGRAMS) {
            Assumptions.assumeTrue(Command.exists(program), program + " is not installed");
        }
        this.folder = folder;
        this.environment = bed.environment();
        for (String name : List.of("config", "runtime")) {
            Files.createDirectories(folder.resolve(name));
        }
        Files.setPosixFilePermissions(folder.resolve("runtime"), PosixFilePermissions.fromString("rwx------"));
        environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        environment.put("XDG_RUNTIME_DIR", folder.resolve("runtime").toString());
        // For WirePlumber, which would reach for the machine's.
        environment.put("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent");
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Ready when the microphone is there. */
    void start() throws IOException {
        start("dbus", "dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1");
        Path address = folder.resolve("dbus.out");
        Awaitility.await("a session bus").atMost(LIMIT).until(() -> Files.size(address) > 0);
        environment.put("DBUS_SESSION_BUS_ADDRESS", Files.readString(address).trim());
        start("pipewire", "pipewire");
        Awaitility.await("PipeWire").atMost(LIMIT).until(() -> Files.exists(folder.resolve("runtime/pipewire-0")));
        start("wireplumber", "wireplumber");
        start(
                "loopback",
                "pw-loopback",
                "--channels",
                "1",
                "-m",
                "[MONO]",
                "--capture-props",
                "media.class=Audio/Sink node.name=test_in",
                "--playback-props",
                "media.class=Audio/Source node.name=test_mic");
        awaitPort("test_mic:capture_MONO");
    }

    /** Waits until a node gives sound. */
    void awaitPort(String port) {
        Awaitility.await(port).atMost(LIMIT).until(() -> ports("-o").contains(port));
    }

    /** Waits until two ports are connected. */
    void awaitLink(String from, String to) {
        Awaitility.await(from + " → " + to)
                .atMost(LIMIT)
                .until(() -> ports("-l").contains(from + "\n  |-> " + to));
    }

    private String ports(String option) {
        return Command.run(environment, LIMIT, List.of("pw-link", option)).output();
    }

    /** Starts a program; its outputs go to {@code NAME.out} and {@code NAME.err}. */
    Process start(String name, String... command) throws IOException {
        Process process = Command.start(
                environment, folder.resolve(name + ".out"), folder.resolve(name + ".err"), List.of(command));
        started.push(process);
        return process;
    }

    /** What a program has said on its error output. */
    String errorsOf(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".err"));
    }

    /** Asks a program to end and waits for it. */
    static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            while (!started.isEmpty()) {
                end(started.pop());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            started.forEach(Process::destroyForcibly);
        }
    }
}
