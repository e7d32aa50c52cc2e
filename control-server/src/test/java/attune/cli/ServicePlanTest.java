package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Command lines of server and agent, as each Java of this machine takes them. */
class ServicePlanTest {
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
    private static final int OLDEST = 17;

    @TempDir
    Path caches;

    /** A Java and the first part of its version. */
    record Jvm(Path java, int feature) {}

    static Stream<Jvm> runtimes() throws IOException {
        List<Jvm> found = new ArrayList<>();
        found.add(new Jvm(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Runtime.version().feature()));
        Path folder = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> homes = Files.list(folder)) {
                for (Path home :
                        homes.filter(home -> !Files.isSymbolicLink(home)).toList()) {
                    int feature = feature(home.resolve("release"));
                    if (feature >= OLDEST && found.stream().noneMatch(known -> known.feature() == feature)) {
                        found.add(new Jvm(home.resolve("bin/java"), feature));
                    }
                }
            }
        }
        return found.stream();
    }

    private static int feature(Path release) throws IOException {
        Matcher version = VERSION.matcher(Files.isRegularFile(release) ? Files.readString(release) : "");
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void services_when_started_by_any_java_here_expect_their_options_taken_with_and_without_a_cache(Jvm runtime)
            throws Exception {
        for (ServicePlan.Service service : ServicePlan.Service.values()) {
            ServicePlan plan = new ServicePlan(service, runtime.feature(), runtime.java(), List.of(), caches);
            List<String> start = new ArrayList<>(List.of(runtime.java().toString()));
            start.addAll(plan.arguments());
            assertTaken(start);
            Path made = caches.resolve("made-" + service.key());
            assertTaken(plan.makeCache(made));
            Files.move(made, plan.cacheFile());
            assertTaken(start);
        }
    }

    /** Runs it as far as its own version instead of its main class. */
    private static void assertTaken(List<String> command) throws Exception {
        List<String> asked = new ArrayList<>(command.subList(0, command.size() - 1));
        asked.add("--version");
        Process process = new ProcessBuilder(asked).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s: %s", String.join(" ", asked), said)
                .isZero();
    }
}
