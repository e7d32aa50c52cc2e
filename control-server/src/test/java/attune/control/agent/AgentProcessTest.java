package attune.control.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a program in the agent's place that writes its number down and sleeps. */
class AgentProcessTest {
    @TempDir
    Path folder;

    private Path runtimeFile;

    @BeforeEach
    void write() throws IOException {
        runtimeFile = folder.resolve("runtime.json");
        String script = "echo $$ >> " + folder.resolve("started") + "; exec sleep 300";
        Files.writeString(
                runtimeFile, "{\"java\": \"/bin/sh\", \"agent\": {\"arguments\": [\"-c\", \"" + script + "\"]}}");
    }

    private List<String> started() throws IOException {
        Path file = folder.resolve("started");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private Optional<ProcessHandle> newest() throws IOException {
        List<String> numbers = started();
        return ProcessHandle.of(Long.parseLong(numbers.get(numbers.size() - 1)));
    }

    private void awaitStarted(AgentProcess agent, int count) {
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            agent.lookAfter(true, false);
            return started().size() == count;
        });
    }

    @Test
    void agent_when_nothing_learns_expect_none() throws Exception {
        try (AgentProcess agent = new AgentProcess(runtimeFile, folder, List.of())) {
            agent.lookAfter(false, false);
            agent.lookAfter(true, true);
            assertThat(folder.resolve("agent.pid")).doesNotExist();
        }
    }

    @Test
    void agent_when_killed_expect_started_anew_and_ended_with_the_server() throws Exception {
        ProcessHandle last;
        try (AgentProcess agent = new AgentProcess(runtimeFile, folder, List.of())) {
            awaitStarted(agent, 1);
            newest().orElseThrow().destroyForcibly();
            awaitStarted(agent, 2);
            last = newest().orElseThrow();
            assertThat(last.isAlive()).isTrue();
        }
        await().atMost(Duration.ofSeconds(90)).until(() -> !last.isAlive());
        assertThat(folder.resolve("agent.pid")).doesNotExist();
    }

    @Test
    void agent_of_an_earlier_server_when_alive_expect_taken_over() throws Exception {
        AgentProcess killed = new AgentProcess(runtimeFile, folder, List.of());
        awaitStarted(killed, 1);
        try (AgentProcess next = new AgentProcess(runtimeFile, folder, List.of())) {
            next.lookAfter(true, false);
            assertThat(started()).hasSize(1);
        }
        assertThat(newest().filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void agent_when_it_dies_at_once_again_and_again_expect_at_most_five_starts_a_minute() throws Exception {
        Files.writeString(
                runtimeFile,
                "{\"java\": \"/bin/sh\", \"agent\": {\"arguments\": [\"-c\", \"echo 1 >> " + folder.resolve("started")
                        + "\"]}}");
        try (AgentProcess agent = new AgentProcess(runtimeFile, folder, List.of())) {
            long end = System.nanoTime() + 4_000_000_000L;
            while (System.nanoTime() < end) {
                agent.lookAfter(true, false);
                Thread.onSpinWait();
            }
            assertThat(started()).hasSizeBetween(2, 3);
        }
    }

    @Test
    void agent_when_somebody_else_started_it_expect_ended_too_and_no_other_program() throws Exception {
        Process other = new ProcessBuilder("/bin/sh", "-c", "sleep 300 & wait", AgentProcess.MAIN).start();
        Process stranger = new ProcessBuilder("/bin/sleep", "300").start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> other.toHandle().info().arguments().isPresent());
            AgentProcess.end(stranger.pid());
            AgentProcess.end(other.pid());
            AgentProcess.end(Integer.MAX_VALUE);
            assertThat(other.isAlive()).isFalse();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
            stranger.destroyForcibly();
        }
    }
}
