package attune.bridge.exchange;

import static attune.bridge.shm.ExchangeLayout.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.bridge.jna.NativeBridge;
import attune.bridge.jna.NativeCalls;
import attune.bridge.jna.SharedHost;
import attune.bridge.shm.ExchangeSegment;
import attune.bridge.telemetry.EngineSegment;
import attune.bridge.telemetry.EngineSegmentLayout;
import attune.dsp.chain.Engine;
import attune.dsp.core.ProcessSpec;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The thread over a real sealed segment, woken by real futex calls. */
class EngineThreadTest {
    private static final ProcessSpec SPEC = new ProcessSpec(48_000, 2);
    private static final long PATIENCE_MS = 10_000;

    private final NativeCalls calls = NativeBridge.load();
    private final SharedHost host = new SharedHost(calls, SPEC);
    private final ExchangeSegment segment = new ExchangeSegment(host.memory(), host.address());
    private final EngineThread thread = new EngineThread(calls, segment, loop(), 1);

    private ExchangeLoop loop() {
        Engine engine = new Engine();
        engine.prepare(SPEC);
        EngineSegment telemetry =
                EngineSegment.initialise(ByteBuffer.allocateDirect(EngineSegmentLayout.SEGMENT_BYTES), 0, segment);
        return new ExchangeLoop(calls, segment, SoundEngine.of(engine), telemetry);
    }

    @BeforeEach
    void start() {
        thread.start();
        await().until(() -> segment.stateAcquire() == STATE_READY);
    }

    @AfterEach
    void stop() throws InterruptedException {
        host.quit();
        assertThat(thread.join(PATIENCE_MS)).isTrue();
        host.close();
    }

    @Test
    void thread_when_playing_expect_answers_beats_and_keeps_flushing() throws InterruptedException {
        float[][] input = LoopRig.noise(1, 2, 64);
        for (int block = 0; block < 500; block++) {
            int sequence = host.post(input, 64, block == 0 ? FLAG_START : 0);
            await().pollDelay(java.time.Duration.ZERO)
                    .pollInterval(java.time.Duration.ofNanos(50_000))
                    .until(() -> host.host().isAnswered(sequence));
        }
        long heartbeat = host.memory().getLong(HEARTBEAT_OFFSET);
        await().until(() -> host.memory().getLong(HEARTBEAT_OFFSET) > heartbeat); // also when nothing is posted
        System.gc();
        host.quit();
        assertThat(thread.join(PATIENCE_MS)).isTrue();
        assertThat(thread.flushesDenormals()).isTrue();
        assertThat(segment.stateAcquire()).isEqualTo(STATE_DEAD);
        assertThat(thread.failure()).isNull();
        assertThat(segment.engineCounter(PROCESSED_QUANTA_OFFSET)).isEqualTo(500);
    }

    @Test
    void thread_when_host_publishes_real_time_expect_follows_one_below_or_says_that_it_cannot() {
        host.memory().putInt(HOST_PRIORITY_OFFSET, 20);
        host.memory().putInt(HOST_POLICY_OFFSET, NativeCalls.SCHED_FIFO);
        host.post(LoopRig.noise(1, 2, 64), 64, FLAG_START);
        EngineThread.Outcome[] outcome = new EngineThread.Outcome[1];
        await().until(() -> {
            outcome[0] = thread.takeOutcome();
            return outcome[0] != null;
        });
        assertThat(outcome[0].wantedPolicy()).isEqualTo(NativeCalls.SCHED_FIFO);
        assertThat(outcome[0].wantedPriority()).isEqualTo(19);
        if (outcome[0].granted()) {
            assertThat(host.memory().getInt(ENGINE_POLICY_OFFSET)).isEqualTo(NativeCalls.SCHED_FIFO);
            assertThat(host.memory().getInt(ENGINE_PRIORITY_OFFSET)).isEqualTo(19);
        } else {
            assertThat(outcome[0].obtained()).isLessThan(-1000);
            assertThat(host.memory().getInt(ENGINE_POLICY_OFFSET)).isEqualTo(NativeCalls.SCHED_OTHER);
        }
    }
}
