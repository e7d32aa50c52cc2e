package attune.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.Change;
import attune.api.FeedbackRequest;
import attune.param.ParamTable;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody who listens waits for the disk; who is told that something is kept can rely on it. */
class SlowDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int AT_ONCE = 1_000_000;

    /** Syncs that may happen. */
    private final Semaphore syncs = new Semaphore(AT_ONCE);

    private volatile boolean broken;

    @TempDir
    Path folder;

    private ServerFixture server;
    private FakeEngine engine;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture(folder, this::sync);
        engine = server.playing(1);
    }

    @AfterEach
    void end() {
        syncs.release(AT_ONCE);
        server.close();
    }

    private void sync() throws IOException {
        if (broken) {
            throw new IOException("Input/output error");
        }
        try {
            if (!syncs.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("The test has let nothing through.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private CompletableFuture<HttpResponse<String>> asked(String method, String path, Object body) throws Exception {
        return server.client()
                .sendAsync(server.request(method, path, server.admin(), body).build(), BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> pushed(double gainDb) throws Exception {
        return asked("PUT", "/engines/77-1/parameters", Map.of("values", Map.of("eq2_gain", gainDb)));
    }

    private void awaitHeard(double gainDb) {
        await().atMost(PATIENCE).until(() -> engine.lastPost().params().get(ParamTable.EQ2_GAIN) == gainDb);
    }

    @Test
    void push_when_the_disk_is_slow_expect_it_heard_before_and_acknowledged_after() throws Exception {
        pushed(-1).get(20, TimeUnit.SECONDS);
        syncs.drainPermits();
        CompletableFuture<HttpResponse<String>> answer = pushed(-3);
        awaitHeard(-3);
        assertThat(answer).isNotDone();
        syncs.release(AT_ONCE);
        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void vote_when_the_disk_is_slow_expect_it_readable_before_and_acknowledged_after() throws Exception {
        syncs.drainPermits();
        CompletableFuture<HttpResponse<String>> answer =
                asked("POST", "/engines/77-1/feedback", new FeedbackRequest("one", "up", null, null));
        await().atMost(PATIENCE)
                .until(() -> server.tell("GET", "/feedback?after=0", server.agent(), null)
                        .body()
                        .contains("\"one\""));
        assertThat(answer).isNotDone();
        syncs.release(AT_ONCE);
        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
    }

    @Test
    void push_when_the_disk_fails_expect_it_heard_told_in_one_sentence_and_the_next_one_kept() throws Exception {
        broken = true;
        HttpResponse<String> refused = pushed(-3).get(20, TimeUnit.SECONDS);
        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(ServerFixture.detail(refused)).contains("can't be used: Input/output error.");
        awaitHeard(-3);
        broken = false;
        Change kept = ServerFixture.read(pushed(-4).get(20, TimeUnit.SECONDS), 200, Change.class);
        assertThat(kept.before()).containsEntry("eq2_gain", -3.0);
        awaitHeard(-4);
    }
}
