package attune.bench;

import attune.bridge.LaunchPlan;
import attune.jvm.JavaHome;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the benches start: the built plugin and its host, the Javas of this machine, a folder for what they leave. Nothing
 * of the user's installation is read or changed.
 *
 * @param home folder with lib/, native/, presets/ ({@code target/app})
 * @param nativeFolder folder of cargo's release build
 * @param work scratch folder
 * @param onlyFeature feature version of the one Java to measure, 0 for all
 */
public record BenchEnvironment(Path home, Path nativeFolder, Path work, int onlyFeature) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** From here on Java warns of JNA without a flag. */
    private static final int NATIVE_ACCESS_FEATURE = 24;

    static BenchEnvironment ofSystemProperties(int onlyFeature) throws IOException {
        Path home = Path.of(System.getProperty("attune.home", "target/app")).toAbsolutePath();
        Path repository = home.resolve("../..").normalize();
        Path work = home.resolveSibling("bench");
        Files.createDirectories(work.resolve("runtime"));
        return new BenchEnvironment(home, repository.resolve("native/target/release"), work, onlyFeature);
    }

    /** The Java that runs this, then one of every other feature version from 17 on. */
    List<JavaHome> javas() throws IOException {
        return JavaHome.all().stream()
                .filter(java -> onlyFeature == 0 || java.feature() == onlyFeature)
                .toList();
    }

    /** Command line of this program in the Java that runs it. */
    List<String> own(String... arguments) {
        return own(JavaHome.running(), arguments);
    }

    private List<String> own(JavaHome java, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java.launcher().toString()));
        if (java.feature() >= NATIVE_ACCESS_FEATURE) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Dattune.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs this program in another Java and reads its figures. */
    List<Figure> repeatIn(JavaHome java, String... arguments) throws IOException, BenchException {
        List<String> command = own(java, arguments);
        List<Figure> figures = new ArrayList<>();
        for (String line : Program.output(Map.of(), command).lines().toList()) {
            figures.add(JSON.readValue(line, Figure.class));
        }
        return figures;
    }

    /** A runtime.json for the bridge in this Java, with its class cache made. */
    Path bridgeRuntime(JavaHome java) throws IOException, BenchException {
        LaunchPlan plan = new LaunchPlan(java.feature(), java.launcher(), jars(), library(), unpackedJna(), work);
        Path cache = plan.cacheFile();
        if (!Files.exists(cache)) {
            Path temporary = work.resolve("cache-" + java.name() + ".new");
            Program.output(Map.of(), plan.makeCache(temporary));
            if (Files.exists(temporary)) {
                Files.move(temporary, cache);
            }
        }
        return writeRuntime("runtime-" + java.name() + ".json", java.launcher(), plan.arguments());
    }

    /** A runtime.json for the echo engine. */
    Path echoRuntime() throws IOException {
        return writeRuntime("runtime-echo.json", nativeFolder.resolve("attune-echo"), List.of());
    }

    Path library() {
        return nativeFolder.resolve("libattune.so");
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** JNA's own library beside nothing else, as an installation has it. */
    private Path unpackedJna() throws IOException, BenchException {
        Path folder = work.resolve("jna");
        Files.createDirectories(folder);
        Path library = folder.resolve("libjnidispatch.so");
        try (var resource =
                com.sun.jna.Native.class.getResourceAsStream("/com/sun/jna/linux-x86-64/libjnidispatch.so")) {
            if (resource == null) {
                throw new BenchException("JNA has no library for this machine.");
            }
            Files.write(library, resource.readAllBytes());
        }
        return folder;
    }

    private Path writeRuntime(String name, Path java, List<String> arguments) throws IOException {
        Path file = work.resolve(name);
        JSON.writeValue(file.toFile(), Map.of("version", 1, "java", java.toString(), "arguments", arguments));
        return file;
    }
}
