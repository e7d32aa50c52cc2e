package attune.bridge.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import attune.bridge.shm.ExchangeSegment;
import attune.bridge.telemetry.CaptureLayout;
import attune.bridge.telemetry.CaptureRing;
import attune.bridge.telemetry.EngineSegment;
import attune.bridge.telemetry.EngineSegmentLayout;
import attune.dsp.core.ProcessSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CaptureTapTest {
    private static final ProcessSpec SPEC = new ProcessSpec(48_000, 1);
    private static final int CAPACITY = 4_096;
    private static final int ROUNDS = 100_000;

    private final CaptureTap tap = new CaptureTap();
    private final ByteBuffer memory =
            ByteBuffer.allocateDirect(CaptureLayout.bytes(1, CAPACITY)).order(ByteOrder.LITTLE_ENDIAN);

    private CaptureRing ring() {
        ByteBuffer exchange = ByteBuffer.allocateDirect(attune.bridge.shm.ExchangeLayout.SEGMENT_BYTES);
        new PrivateHost(exchange, SPEC);
        ByteBuffer telemetry = ByteBuffer.allocateDirect(EngineSegmentLayout.SEGMENT_BYTES);
        EngineSegment segment = EngineSegment.initialise(telemetry, 0, new ExchangeSegment(exchange, 0));
        return CaptureRing.initialise(memory, SPEC, CAPACITY, segment, 1);
    }

    @Test
    void hold_when_offered_expect_the_ring_until_it_is_withdrawn() {
        CaptureRing ring = ring();
        assertThat(tap.hold()).isNull();
        tap.offer(ring);
        assertThat(tap.isHeld(ring)).isFalse();
        assertThat(tap.hold()).isSameAs(ring);
        tap.offer(null);
        assertThat(tap.isHeld(ring)).isTrue();
        tap.release();
        assertThat(tap.isHeld(ring)).isFalse();
        assertThat(tap.hold()).isNull();
    }

    /** What the control thread unmaps, the engine thread must never touch again. */
    @Test
    void ring_when_withdrawn_and_not_held_expect_never_written_again() throws InterruptedException {
        CaptureRing ring = ring();
        AtomicBoolean playing = new AtomicBoolean(true);
        long[] written = new long[1];
        Thread engine = new Thread(() -> {
            float[][] block = new float[1][64];
            while (playing.get()) {
                CaptureRing held = tap.hold();
                if (held != null) {
                    held.write(block, 64, written[0]);
                    written[0] += 64;
                }
                tap.release();
            }
        });
        engine.start();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                tap.offer(ring);
                spin(round % 4);
                tap.offer(null);
                while (tap.isHeld(ring)) {
                    Thread.onSpinWait();
                }
                long before = memory.getLong(CaptureLayout.WRITTEN_OFFSET);
                spin(20);
                if (memory.getLong(CaptureLayout.WRITTEN_OFFSET) != before) {
                    throw new AssertionError("written after it was dropped, in round " + round);
                }
            }
        } finally {
            playing.set(false);
            engine.join();
        }
        assertThat(written[0]).isPositive();
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}
