package attune.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The process itself, where something is wrong from the start: one sentence and an exit status. */
class BridgeMainTest {
    private record Ended(int status, String output) {}

    private static Ended run(List<String> properties, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(properties);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "attune.bridge.BridgeMain"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static List<String> library(String path) {
        return List.of("-Dattune.library=" + path);
    }

    @Test
    void main_when_arguments_are_unknown_expect_status_2_and_what_is_allowed() throws Exception {
        Ended ended = run(List.of(), "--socket-fd=three");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.output())
                .contains("Arguments [--socket-fd=three] not understood, allowed is one of")
                .hasLineCount(1);
    }

    @Test
    void main_when_library_is_not_named_missing_or_another_expect_status_3_and_a_sentence() throws Exception {
        Ended unnamed = run(List.of(), "--train");
        assertThat(unnamed.status()).isEqualTo(3);
        assertThat(unnamed.output()).contains("The system property attune.library is not set");

        Ended missing = run(library("/nonexistent/libattune.so"), "--socket-fd=3");
        assertThat(missing.status()).isEqualTo(3);
        assertThat(missing.output())
                .contains("The native library attune.library=/nonexistent/libattune.so can't be loaded");

        Ended another = run(
                library(Path.of(System.getProperty("java.home"), "lib", "libjava.so")
                        .toString()),
                "--socket-fd=3");
        assertThat(another.status()).isEqualTo(3);
        assertThat(another.output())
                .containsPattern(
                        "libjava.so can't be loaded by these jars, which are of Attune [0-9.]+ \\(build [0-9a-f]{8}\\)")
                .hasLineCount(1);
    }

    @Test
    void main_when_socket_is_no_socket_expect_it_ends_instead_of_waiting() throws Exception {
        Ended ended = run(library(System.getProperty("attune.library")), "--socket-fd=999");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).contains("The host is gone");
    }
}
