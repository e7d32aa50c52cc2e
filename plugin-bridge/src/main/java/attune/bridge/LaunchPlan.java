package attune.bridge;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a bridge is started on one machine: the exact argument list, and the command that makes the class cache which lets
 * it start fast. Pure: reads no file and starts nothing. What {@link #arguments()} gives goes into runtime.json behind
 * {@code java}; the shim appends nothing but the socket, {@code --socket-fd=N}.
 *
 * <p>Both lists hold the same sizes and the same collector, because a cache made under others is refused by the JVM.
 *
 * @param javaFeature feature version of {@code java}, 17 or above
 * @param java absolute path of the launcher
 * @param jars absolute paths in class path order; the archive remembers names, order, sizes and dates of them
 * @param library absolute path of libattune.so
 * @param jnaFolder folder that holds JNA's own libjnidispatch.so, unpacked at install (a start from inside the jar costs
 *     a file in the home folder and some 40 ms)
 * @param cacheFolder where the class cache lies; made by {@link #makeCache}
 */
public record LaunchPlan(int javaFeature, Path java, List<Path> jars, Path library, Path jnaFolder, Path cacheFolder) {

    /** Oldest Java that the bridge runs on. */
    public static final int MIN_JAVA_FEATURE = 17;
    /** From this version on a JVM loads linked classes and profiles from one cache (JEP 483, 514, 515). */
    public static final int AOT_JAVA_FEATURE = 25;

    private static final String MAIN_CLASS = "attune.bridge.BridgeMain";

    public LaunchPlan {
        if (javaFeature < MIN_JAVA_FEATURE) {
            throw new IllegalArgumentException(
                    "java=" + java + " is version " + javaFeature + ", needed is " + MIN_JAVA_FEATURE + " or later");
        }
        if (jars.isEmpty()) {
            throw new IllegalArgumentException("jars is empty, needed is the class path of the bridge");
        }
        jars = List.copyOf(jars);
    }

    /** Arguments behind {@code java}, up to the main class; the shim adds {@code --socket-fd=N}. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>(common());
        arguments.add(usesAot() ? "-XX:AOTCache=" + cacheFile() : "-XX:SharedArchiveFile=" + cacheFile());
        arguments.addAll(program());
        return List.copyOf(arguments);
    }

    /**
     * Command line, launcher included, that plays a training run and leaves the class cache in {@code temporary}. Rename
     * that to {@link #cacheFile()} afterwards, so that no bridge ever sees half a cache. A bridge without its cache
     * starts too, only later.
     */
    public List<String> makeCache(Path temporary) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(common());
        command.add((usesAot() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + temporary);
        command.addAll(program());
        command.add("--train");
        return List.copyOf(command);
    }

    /** Where the cache of this Java lies. */
    public Path cacheFile() {
        return cacheFolder.resolve("bridge-" + javaFeature + (usesAot() ? ".aot" : ".jsa"));
    }

    private boolean usesAot() {
        return javaFeature >= AOT_JAVA_FEATURE;
    }

    private List<String> common() {
        List<String> flags = new ArrayList<>(List.of(
                "-Xms24m", // an instance keeps 1 to 1.4 MB, the warm-up 2 MB until it is over
                "-Xmn12m", // eight instances are prepared without a collection
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:+AlwaysPreTouch",
                "-XX:-UsePerfData",
                // A crash is told in the log, not by a file in the folder where the host happens to stand.
                "-XX:+ErrorFileToStdout",
                "-Xss256k",
                "-XX:ReservedCodeCacheSize=24m",
                "-Xlog:disable",
                "-Xlog:all=error:stderr"));
        if (usesAot()) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        } else {
            flags.add("-XX:+UnlockDiagnosticVMOptions");
            flags.add("-XX:GuaranteedSafepointInterval=0");
        }
        return flags;
    }

    private List<String> program() {
        return List.of(
                "-Djava.awt.headless=true",
                "-Djna.nounpack=true",
                "-Djna.boot.library.path=" + jnaFolder,
                "-Dattune.library=" + library,
                "-cp",
                jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                MAIN_CLASS);
    }
}
