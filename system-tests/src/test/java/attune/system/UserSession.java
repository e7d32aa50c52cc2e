package attune.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The installed plugin in a session of a user of its own: private runtime, data and state folders, so that a control
 * server and an agent of its own serve it. What it started ends with it.
 */
final class UserSession implements AutoCloseable {
    static final String SERVER_CLASS = "attune.control.ServerMain";
    static final String AGENT_CLASS = "attune.learn.agent.AgentMain";
    static final String BRIDGE_CLASS = "attune.bridge.BridgeMain";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestBed bed;
    private final Path folder;
    private final Map<String, String> environment;
    private final List<Process> started = new ArrayList<>();

    private UserSession(TestBed bed, Path folder) {
        this.bed = bed;
        this.folder = folder;
        this.environment = bed.environmentWithServer();
        environment.put(
                "ATTUNE_RUNTIME", bed.home().resolve("data/attune/runtime.json").toString());
        environment.put("XDG_RUNTIME_DIR", folder.resolve("runtime").toString());
        environment.put("XDG_DATA_HOME", folder.resolve("data").toString());
        environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
    }

    /** A new session whose folders lie below {@code folder}, made when missing. */
    static UserSession open(TestBed bed, Path folder) throws IOException {
        for (String name : List.of("runtime", "data", "state")) {
            Files.createDirectories(folder.resolve(name));
        }
        Files.setPosixFilePermissions(folder.resolve("runtime"), PosixFilePermissions.fromString("rwx------"));
        return new UserSession(bed, folder);
    }

    /** The session's environment; a copy. */
    Map<String, String> environment() {
        return new java.util.HashMap<>(environment);
    }

    /** The bundled host in this session. */
    HostRun host() {
        HostRun host = new HostRun(bed);
        host.environment().clear();
        host.environment().putAll(environment);
        return host;
    }

    /** Starts a program, which ends with this session at the latest. Its outputs go to {@code NAME.out} and {@code NAME.err}. */
    Process start(String name, List<String> command) throws IOException {
        Process process =
                Command.start(environment, folder.resolve(name + ".out"), folder.resolve(name + ".err"), command);
        started.add(process);
        return process;
    }

    /** What a program that {@link #start} started has written on its output. */
    String outputOf(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".out"));
    }

    /** What a program that {@link #start} started has said on its error output. */
    String errorsOf(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".err"));
    }

    /** The {@code attune} command in this session. */
    Command.Result attune(Duration limit, String... arguments) {
        return bed.attune(environment, limit, arguments);
    }

    /** Folder of server.json and the tokens. */
    Path runtimeFolder() {
        return folder.resolve("runtime/attune");
    }

    /** Folder of the database and the presets. */
    Path dataFolder() {
        return folder.resolve("data/attune");
    }

    /** Folder of the logs. */
    Path stateFolder() {
        return folder.resolve("state/attune");
    }

    /** The control server, as soon as it answers. */
    ApiClient api() {
        ApiClient[] found = new ApiClient[1];
        Awaitility.await("a control server that answers")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    Optional<ApiClient> client = ApiClient.of(runtimeFolder());
                    found[0] = client.orElse(null);
                    return client.isPresent();
                });
        return found[0];
    }

    /** Living processes of this session that run this class. */
    List<ProcessHandle> processes(String mainClass) {
        return ProcessHandle.allProcesses()
                .filter(process -> proc(process.pid(), "cmdline").contains(mainClass)
                        && proc(process.pid(), "environ")
                                .contains("XDG_RUNTIME_DIR=" + environment.get("XDG_RUNTIME_DIR") + "\0"))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /** The one living process of this class, as soon as there is one. */
    ProcessHandle process(String mainClass) {
        Awaitility.await(mainClass)
                .atMost(LIMIT)
                .until(() -> !processes(mainClass).isEmpty());
        return processes(mainClass).get(0);
    }

    /** The host's JSON report. */
    static JsonNode json(Command.Result result) throws IOException {
        return JSON.readTree(result.expectSuccess().output());
    }

    /** Ends what was started, asks the server to end and waits until none of the session's processes is left. */
    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
        ApiClient.of(runtimeFolder()).ifPresent(api -> api.send("POST", "/shutdown", Map.of()));
        for (String mainClass : List.of(SERVER_CLASS, AGENT_CLASS, BRIDGE_CLASS)) {
            for (ProcessHandle process : processes(mainClass)) {
                try {
                    process.onExit().get(15, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                    process.destroyForcibly();
                }
            }
        }
    }

    private static String proc(long pid, String name) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(pid), name), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // gone, or somebody else's
        }
    }
}
