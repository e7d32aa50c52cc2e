package attune.cli;

import attune.bridge.LaunchPlan;
import attune.control.agent.AgentProcess;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How the control server or the learning agent is started on one machine: the exact argument list behind {@code java}, and
 * the command that makes its class cache. Pure: reads no file and starts nothing.
 *
 * @param service which of the two
 * @param javaFeature feature version of {@code java}, 17 or above
 * @param java absolute path of the launcher
 * @param jars absolute paths in class path order
 * @param cacheFolder where the class cache lies
 */
record ServicePlan(Service service, int javaFeature, Path java, List<Path> jars, Path cacheFolder) {
    /** A program beside the engines; the key in runtime.json is its name in lower case. */
    enum Service {
        /** Answers panel, agent and command line; at rest nearly always, so the quick compiler is enough. */
        SERVER(
                "server",
                "attune.control.ServerMain",
                List.of("-Xms16m", "-Xmx64m", "-Xss512k", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=24m")),
        /** Renders auditions: the only one of the two that needs compiled loops and room for audio. */
        AGENT("agent", AgentProcess.MAIN, List.of("-Xms32m", "-Xmx160m", "-Xss512k", "-XX:ReservedCodeCacheSize=32m"));

        private final String key;
        private final String mainClass;
        private final List<String> sizes;

        Service(String key, String mainClass, List<String> sizes) {
            this.key = key;
            this.mainClass = mainClass;
            this.sizes = sizes;
        }

        /** Key in runtime.json. */
        String key() {
            return key;
        }

        /** Class that its command line ends with. */
        String mainClass() {
            return mainClass;
        }
    }

    ServicePlan {
        jars = List.copyOf(jars);
    }

    /** Arguments behind {@code java}, the main class last. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(common());
        arguments.add((usesAot() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + cacheFile());
        arguments.addAll(program());
        return List.copyOf(arguments);
    }

    /**
     * Command line, launcher included, of a run that leaves the class cache in {@code temporary} when it ends. A service
     * without its cache starts too, only later.
     */
    List<String> makeCache(Path temporary) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(common());
        command.add((usesAot() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + temporary);
        command.addAll(program());
        return List.copyOf(command);
    }

    /** Where the cache for this Java lies. */
    Path cacheFile() {
        return cacheFolder.resolve(service.key() + "-" + javaFeature + (usesAot() ? ".aot" : ".jsa"));
    }

    private boolean usesAot() {
        return javaFeature >= LaunchPlan.AOT_JAVA_FEATURE;
    }

    private List<String> common() {
        List<String> flags = new ArrayList<>(service.sizes);
        flags.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xlog:disable", "-Xlog:all=error:stderr"));
        if (javaFeature >= 24) {
            // SQLite's library is loaded by its jar.
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        return flags;
    }

    private List<String> program() {
        return List.of(
                "-Djava.awt.headless=true",
                "-cp",
                jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                service.mainClass());
    }
}
