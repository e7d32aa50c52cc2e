package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.ApiVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long an agent waits for its server. */
class AgentLifeTest {
    @TempDir
    Path folder;

    private void announce(long pid, int port) throws IOException {
        Files.writeString(folder.resolve("agent-token"), "token");
        Files.writeString(
                folder.resolve("server.json"),
                "{\"pid\":%d,\"startTicks\":1,\"port\":%d,\"version\":\"1\",\"apiVersion\":%d}"
                        .formatted(pid, port, ApiVersion.NUMBER));
    }

    @Test
    void agent_when_a_living_server_does_not_answer_expect_it_tried_again_until_it_is_gone() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            announce(ProcessHandle.current().pid(), deaf.getLocalPort());
            CompletableFuture<String> life = CompletableFuture.supplyAsync(() -> {
                try {
                    return new Agent(folder, 1, "test", Duration.ofMillis(300)).run();
                } catch (InterruptedException | LinkException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 0; i < 4; i++) {
                deaf.accept().close();
            }
            assertThat(life).isNotDone();
            Files.delete(folder.resolve("server.json"));
            assertThat(life.get(60, TimeUnit.SECONDS)).isNotEmpty();
        }
    }

    @Test
    void alive_when_the_process_began_after_the_announcement_expect_it_another_one() throws Exception {
        announce(ProcessHandle.current().pid(), 1);
        assertThat(ServerPlace.in(folder).isAlive()).isTrue();
        Files.setLastModifiedTime(folder.resolve("server.json"), FileTime.from(Instant.EPOCH));
        assertThat(ServerPlace.in(folder).isAlive()).isFalse();
    }
}
