package attune.bridge.telemetry;

import static attune.bridge.telemetry.EngineSegmentLayout.*;

import attune.param.MacroTable;
import attune.param.ParamTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Opens what another process of the same user holds, through {@code /proc}. */
final class SegmentFile {
    private SegmentFile() {}

    /**
     * Maps the segment of a live engine. The mapping is released by the collector, as every mapping of Java 17.
     *
     * @throws IOException with one sentence, when the engine is gone, belongs to another user, or has another layout
     */
    static ByteBuffer map(Announcement engine, FileChannel.MapMode mode) throws IOException {
        try (FileChannel channel = open(engine, engine.fd(), mode)) {
            if (channel.size() != SEGMENT_BYTES) {
                throw refused(engine, "segment bytes", channel.size(), SEGMENT_BYTES);
            }
            ByteBuffer memory = channel.map(mode, 0, SEGMENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            check(engine, memory);
            return memory;
        }
    }

    /**
     * Opens a descriptor of a live engine.
     *
     * @throws IOException with one sentence, when the engine is gone or belongs to another user
     */
    static FileChannel open(Announcement engine, int fd, FileChannel.MapMode mode) throws IOException {
        if (!engine.isAlive()) {
            throw gone(engine);
        }
        Path path = Path.of("/proc", Integer.toString(engine.pid()), "fd", Integer.toString(fd));
        Set<OpenOption> options = mode == FileChannel.MapMode.READ_WRITE
                ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
                : Set.of(StandardOpenOption.READ);
        try {
            return FileChannel.open(path, options);
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
        check(engine, "magic", memory.getInt(MAGIC_OFFSET), MAGIC);
        check(engine, "layout version", memory.getInt(VERSION_OFFSET), VERSION);
        check(engine, "frame bytes", memory.getInt(FRAME_BYTES_OFFSET), FRAME_BYTES);
        check(engine, "parameter count", memory.getInt(PARAM_COUNT_OFFSET), ParamTable.COUNT);
        check(engine, "macro count", memory.getInt(MACRO_COUNT_OFFSET), MacroTable.COUNT);
        check(engine, "epoch", memory.getInt(EPOCH_OFFSET), engine.epoch());
    }

    private static void check(Announcement engine, String name, long value, long allowed) throws IOException {
        if (value != allowed) {
            throw refused(engine, name, value, allowed);
        }
    }

    private static IOException refused(Announcement engine, String name, long value, long allowed) {
        return new IOException("segment of engine " + engine.id() + " refused: " + name + " is " + value
                + ", allowed is " + allowed + ".");
    }
}
