package attune.bridge.telemetry;

import static attune.bridge.telemetry.EngineSegmentLayout.FRAME_COUNT;
import static attune.bridge.telemetry.EngineSegmentLayout.PUBLISHED_OFFSET;
import static attune.bridge.telemetry.EngineSegmentLayout.frame;

import attune.rt.AudioThread;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Frames from one writer to any number of readers in other processes. The writer never waits and overwrites the oldest
 * frame; a reader that fell behind sees from the frames' numbers how many it lost. Each place is guarded by its own
 * number: negative while being written.
 */
public final class MetricRing {
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long BEING_WRITTEN = -1;
    private static final int BODY = Long.BYTES;

    private final ByteBuffer memory;

    /** @param memory an engine segment; may be read-only for a reader */
    public MetricRing(ByteBuffer memory) {
        this.memory = memory.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Publishes a copy of {@code frame} and gives it its number. Single writer. */
    @AudioThread
    public void publish(MetricFrame frame) {
        long number = (long) LONG.getOpaque(memory, PUBLISHED_OFFSET);
        int place = frame(number);
        LONG.setOpaque(memory, place, BEING_WRITTEN);
        VarHandle.storeStoreFence();
        frame.number = number;
        frame.writeTo(memory, place + BODY);
        LONG.setRelease(memory, place, number);
        LONG.setRelease(memory, PUBLISHED_OFFSET, number + 1);
    }

    /** Number of frames published so far; the newest is one less. Any process. */
    public long publishedAcquire() {
        return (long) LONG.getAcquire(memory, PUBLISHED_OFFSET);
    }

    /** Oldest number that can still be there. */
    public long oldest() {
        return Math.max(0, publishedAcquire() - FRAME_COUNT + 1);
    }

    /**
     * Copies frame {@code number}.
     *
     * @return false when it is not published yet or was overwritten; {@code destination} then holds nothing useful
     */
    public boolean read(long number, MetricFrame destination) {
        int place = frame(number);
        if ((long) LONG.getAcquire(memory, place) != number || number >= publishedAcquire()) {
            return false;
        }
        destination.readFrom(memory, place + BODY);
        destination.number = number;
        VarHandle.acquireFence();
        return (long) LONG.getOpaque(memory, place) == number;
    }
}
