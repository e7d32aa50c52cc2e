package attune.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** The end of a server that is asked to end. */
class ShutdownTest {
    @TempDir
    Path folder;

    @RepeatedTest(10)
    void shutdown_when_the_server_ends_at_once_expect_its_sender_answered_first() throws Exception {
        try (ServerFixture server = new ServerFixture(Files.createDirectory(folder.resolve("server")))) {
            String admin = server.admin();
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
                try {
                    server.server().awaitEnd();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                server.server().close();
            });
            assertThat(server.tell("POST", "/shutdown", admin, Map.of()).statusCode())
                    .isEqualTo(204);
            end.get(20, TimeUnit.SECONDS);
        }
    }
}
