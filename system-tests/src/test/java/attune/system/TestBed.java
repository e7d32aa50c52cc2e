package attune.system;

import attune.jvm.JavaHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * Attune installed as a user would have it, in a home folder of its own under {@code target/}. Made once for all tests
 * of the JVM; nothing outside that folder is touched.
 */
final class TestBed {
    static final String STEREO_URI = "urn:attune:stereo";
    static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Map<String, TestBed> BEDS = new HashMap<>();

    private final Path home;
    private final Path javaHome;

    private TestBed(Path home, Path javaHome) {
        this.home = home;
        this.javaHome = javaHome;
    }

    /** Installed with the Java that runs the tests. */
    static TestBed installed() throws IOException {
        return installedWith(JavaHome.running().home());
    }

    /** Installed with the Java of this folder. */
    static synchronized TestBed installedWith(Path javaHome) throws IOException {
        TestBed known = BEDS.get(javaHome.toString());
        if (known != null) {
            return known;
        }
        Path home = Path.of("target", "home-" + javaHome.getFileName()).toAbsolutePath();
        for (String folder : List.of("data", "config", "state", "cache", "runtime")) {
            Files.createDirectories(home.resolve(folder));
        }
        Files.setPosixFilePermissions(
                home.resolve("runtime"), java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        TestBed bed = new TestBed(home, javaHome);
        bed.attune(Duration.ofMinutes(3), "install").expectSuccess();
        BEDS.put(javaHome.toString(), bed);
        return bed;
    }

    /** Another Java than the one of the tests, if the machine has one. */
    static Path otherJavaHome() throws IOException {
        List<JavaHome> javas = JavaHome.all();
        Assumptions.assumeTrue(javas.size() > 1, "there is no second Java in /usr/lib/jvm");
        return javas.get(1).home();
    }

    /** Runs the {@code attune} command in this home. */
    Command.Result attune(Duration limit, String... arguments) {
        return attune(environment(), limit, arguments);
    }

    /** Runs it in another environment. */
    Command.Result attune(Map<String, String> environment, Duration limit, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(REPOSITORY.resolve("attune").toString()));
        command.addAll(List.of(arguments));
        return Command.run(environment, limit, command);
    }

    /** Folders of this home and no display; no plugin starts a control server. */
    Map<String, String> environment() {
        Map<String, String> environment = environmentWithServer();
        environment.put("ATTUNE_NO_SERVER", "1");
        return environment;
    }

    /** As {@link #environment}, for tests that end the control server which plugins start. */
    Map<String, String> environmentWithServer() {
        Map<String, String> environment = new HashMap<>();
        environment.put("JAVA_HOME", javaHome.toString());
        environment.put("HOME", home.toString());
        environment.put("XDG_DATA_HOME", home.resolve("data").toString());
        environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
        environment.put("XDG_STATE_HOME", home.resolve("state").toString());
        environment.put("XDG_CACHE_HOME", home.resolve("cache").toString());
        environment.put("XDG_RUNTIME_DIR", home.resolve("runtime").toString());
        environment.put("LV2_PATH", home.resolve(".lv2") + ":/usr/lib/lv2");
        return environment;
    }

    /** The installed plugin's binary. */
    Path plugin() {
        return home.resolve(".lv2/attune.lv2/libattune.so");
    }

    /** Folder of this installation. */
    Path home() {
        return home;
    }

    /** The bundled host. */
    Path attuneHost() {
        return REPOSITORY.resolve("native/target/release/attune-host");
    }

    /** The echo engine. */
    Path attuneEcho() {
        return REPOSITORY.resolve("native/target/release/attune-echo");
    }

    /** Processes whose command line names this home: bridges that still live. */
    List<ProcessHandle> bridges() {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process.pid()).contains(home.toString())
                        && commandLine(process.pid()).contains("BridgeMain"))
                .toList();
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}
