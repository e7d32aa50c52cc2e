package attune.bridge.telemetry;

import static attune.bridge.telemetry.EngineSegmentLayout.*;

import attune.param.ParamTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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
        return new MetricReader(map(engine, FileChannel.MapMode.READ_ONLY));
    }

    /**
     * Maps the mailbox of a live engine. Only one process may post to it.
     *
     * @throws IOException as {@link #open}
     */
    public static ParamMailbox openMailbox(Announcement engine) throws IOException {
        return new ParamMailbox(map(engine, FileChannel.MapMode.READ_WRITE));
    }

    private static ByteBuffer map(Announcement engine, FileChannel.MapMode mode) throws IOException {
        Path path = Path.of("/proc", Integer.toString(engine.pid()), "fd", Integer.toString(engine.fd()));
        if (!engine.isAlive()) {
            throw gone(engine);
        }
        boolean writes = mode == FileChannel.MapMode.READ_WRITE;
        try (FileChannel channel = writes
                ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                : FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() != SEGMENT_BYTES) {
                throw refused(engine, "segment bytes", channel.size(), SEGMENT_BYTES);
            }
            ByteBuffer memory = channel.map(mode, 0, SEGMENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            check(engine, memory);
            return memory;
        } catch (NoSuchFileException e) {
            throw gone(engine);
        } catch (AccessDeniedException e) {
            throw new IOException("engine " + engine.id() + " belongs to another user", e);
        }
    }

    private static IOException gone(Announcement engine) {
        return new IOException("engine " + engine.id() + " is gone");
    }

    private static void check(Announcement engine, ByteBuffer memory) throws IOException {
        if (memory.getInt(MAGIC_OFFSET) != MAGIC) {
            throw refused(engine, "magic", memory.getInt(MAGIC_OFFSET), MAGIC);
        }
        if (memory.getInt(VERSION_OFFSET) != VERSION) {
            throw refused(engine, "layout version", memory.getInt(VERSION_OFFSET), VERSION);
        }
        if (memory.getInt(PARAM_COUNT_OFFSET) != ParamTable.COUNT) {
            throw refused(engine, "parameter count", memory.getInt(PARAM_COUNT_OFFSET), ParamTable.COUNT);
        }
    }

    private static IOException refused(Announcement engine, String name, long value, long allowed) {
        return new IOException("segment of engine " + engine.id() + " refused: " + name + " is " + value
                + ", allowed is " + allowed + ".");
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
