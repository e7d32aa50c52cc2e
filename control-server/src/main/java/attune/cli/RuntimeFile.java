package attune.cli;

import attune.bridge.LaunchPlan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The runtime.json that plugins of this user read: the one that ATTUNE_RUNTIME names, else the installed one.
 *
 * @param path the file
 * @param fromEnvironment whether ATTUNE_RUNTIME names it
 */
record RuntimeFile(Path path, boolean fromEnvironment) {
    static final String VARIABLE = "ATTUNE_RUNTIME";

    private static final Pattern JAVA_VERSION = Pattern.compile("version \"([0-9]{1,6})");
    private static final long JAVA_PATIENCE_SECONDS = 20;
    private static final long LARGEST_BYTES = 1 << 20;

    static RuntimeFile of(Places places) {
        String named = places.environment().getOrDefault(VARIABLE, "");
        return named.isEmpty()
                ? new RuntimeFile(new InstalledEngine(places).runtimeFile(), false)
                : new RuntimeFile(Path.of(named), true);
    }

    String remedy() {
        return fromEnvironment ? "unset " + VARIABLE + ", or mend the file it names" : "./attune install";
    }

    /** Whether others than its owner may say what plugins start. */
    boolean isWritableByAll() {
        try {
            return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException e) {
            return false;
        }
    }

    /** Launcher it names; meaningful where {@link #problem} found nothing. */
    String java() throws IOException {
        return new ObjectMapper().readTree(path.toFile()).path("java").asText();
    }

    /** The build of the jars that engines start with; nothing where the file is missing or broken, or none says it. */
    Optional<BuildMark> engineBuild() {
        try {
            return classPathIn(new ObjectMapper().readTree(path.toFile())).stream()
                    .flatMap(jar -> BuildMark.ofJar(jar).stream())
                    .findFirst();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Arguments of a service behind {@link #java}; empty where the file is missing, broken or names none. */
    Optional<List<String>> arguments(ServicePlan.Service service) {
        try {
            JsonNode arguments = new ObjectMapper()
                    .readTree(path.toFile())
                    .path(service.key())
                    .path("arguments");
            List<String> words = new ArrayList<>();
            arguments.forEach(word -> words.add(word.asText()));
            return words.isEmpty() ? Optional.empty() : Optional.of(words);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * What keeps plugins from starting their engine with it; starts the Java it names.
     *
     * @return one sentence without full stop, or nothing
     */
    Optional<String> problem() {
        if (!Files.isRegularFile(path)) {
            return Optional.of(path + " is missing: plugins pass sound unchanged");
        }
        try {
            if (Files.size(path) == 0 || Files.size(path) > LARGEST_BYTES) {
                return Optional.of(path + (Files.size(path) == 0 ? " is empty" : " is larger than 1 MiB"));
            }
            JsonNode document = new ObjectMapper().readTree(path.toFile());
            return problemIn(document).map(what -> path + " " + what);
        } catch (IOException e) {
            return Optional.of(path + " cannot be read as JSON");
        }
    }

    private static Optional<String> problemIn(JsonNode document) {
        if (document.path("version").asInt() != InstalledEngine.RUNTIME_VERSION) {
            return Optional.of("has no \"version\": " + InstalledEngine.RUNTIME_VERSION);
        }
        if (!document.path("java").isTextual() || !document.path("arguments").isArray()) {
            return Optional.of("has no \"java\" or no list \"arguments\"");
        }
        try {
            Path java = Path.of(document.path("java").asText());
            if (!java.isAbsolute()) {
                return Optional.of("names java as \"" + java + "\", which is not an absolute path");
            }
            Optional<String> wrong = problemOfJava(java);
            return wrong.isPresent() ? wrong.map(what -> "names " + java + ", which " + what) : missingJar(document);
        } catch (InvalidPathException e) {
            return Optional.of("names a file that cannot exist");
        }
    }

    private static Optional<String> missingJar(JsonNode document) {
        return classPathIn(document).stream()
                .filter(jar -> !Files.isReadable(jar))
                .map(jar -> "names " + jar + ", which is missing")
                .findFirst();
    }

    private static List<Path> classPathIn(JsonNode document) {
        List<Path> jars = new ArrayList<>();
        boolean next = false;
        for (JsonNode argument : document.path("arguments")) {
            if (next) {
                for (String jar : argument.asText().split(File.pathSeparator, -1)) {
                    jars.add(Path.of(jar));
                }
            }
            next = argument.asText().equals("-cp");
        }
        return jars;
    }

    /**
     * Whether a launcher is a Java that engines run on; starts it.
     *
     * @return what is wrong with it, to stand behind its name, or nothing
     */
    static Optional<String> problemOfJava(Path java) {
        if (!Files.exists(java)) {
            return Optional.of("is gone");
        }
        if (!Files.isRegularFile(java) || !Files.isExecutable(java)) {
            return Optional.of("cannot be executed");
        }
        try {
            Process process = new ProcessBuilder(java.toString(), "-version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            // What Java says fits into the pipe; whoever says more is none and runs into the limit.
            if (!process.waitFor(JAVA_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("does not answer to -version");
            }
            if (process.exitValue() != 0) {
                return Optional.of("does not run (exit status " + process.exitValue() + ")");
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = JAVA_VERSION.matcher(said);
            if (!version.find()) {
                return Optional.of("is not a Java");
            }
            return Integer.parseInt(version.group(1)) >= LaunchPlan.MIN_JAVA_FEATURE
                    ? Optional.empty()
                    : Optional.of(
                            "is Java " + version.group(1) + ", needed is " + LaunchPlan.MIN_JAVA_FEATURE + " or newer");
        } catch (IOException e) {
            return Optional.of("does not run");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("was not waited for");
        }
    }
}
