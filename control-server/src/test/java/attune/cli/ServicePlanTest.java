package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.jvm.JavaHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Command lines of server and agent, as each Java of this machine takes them. */
class ServicePlanTest {
    @TempDir
    Path caches;

    static List<JavaHome> runtimes() throws IOException {
        return JavaHome.all();
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void services_when_started_by_any_java_here_expect_their_options_taken_with_and_without_a_cache(JavaHome runtime)
            throws Exception {
        for (ServicePlan.Service service : ServicePlan.Service.values()) {
            ServicePlan plan = new ServicePlan(service, runtime.feature(), runtime.launcher(), List.of(), caches);
            List<String> start = new ArrayList<>(List.of(runtime.launcher().toString()));
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
