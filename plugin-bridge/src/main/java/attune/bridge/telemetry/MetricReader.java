package attune.bridge.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads an engine's frames from another process of the same user. One thread; never disturbs the engine. The mapping is
 * released by the collector, as every mapping of Java 17; what was read stays valid after the engine is gone.
 */
public final class MetricReader {
    private final MetricRing ring;
    private long next;
    private long lost;

    MetricReader(ByteBuffer memory) {
        this.ring = new MetricRing(memory);
        this.next = Math.max(0, ring.publishedAcquire() - 1);
    }

    /**
     * Maps the segment of a live engine and starts at its newest frame.
     *
     * @throws IOException with one sentence, when the engine is gone, belongs to another user, or has another layout
     */
    public static MetricReader open(Announcement engine) throws IOException {
        return new MetricReader(SegmentFile.map(engine, FileChannel.MapMode.READ_ONLY));
    }

    /**
     * Copies the next frame that was not read yet; the oldest still there when some were lost.
     *
     * @return false when there is none yet
     */
    public boolean next(MetricFrame destination) {
        while (next < ring.publishedAcquire()) {
            if (ring.read(next, destination)) {
                next++;
                return true;
            }
            long oldest = Math.max(ring.oldest(), next + 1);
            lost += oldest - next;
            next = oldest;
        }
        return false;
    }

    /** Copies the newest frame, whether it was read before or not; frames in between don't count as lost. */
    public boolean newest(MetricFrame destination) {
        long published = ring.publishedAcquire();
        if (published == 0 || !ring.read(published - 1, destination)) {
            return false;
        }
        next = Math.max(next, published);
        return true;
    }

    /** Frames that {@link #next} came too late for. */
    public long lostFrames() {
        return lost;
    }
}
