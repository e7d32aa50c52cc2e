package attune.learn.replay;

import attune.learn.file.SealedFile;
import attune.learn.file.SealedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A {@link ReplayBuffer} on the disk: numbers of the begin, a priority for each transition, then the transitions.
 *
 * <pre>
 *   0  int observations | 4  int actions | 8  int size | 12  int next slot | 16  long batches | 24  double largest priority
 *   32 float priority [size] | float transition [size][2 · observations + actions + 2]
 * </pre>
 */
public final class ReplayFile {
    private static final String KIND = "ATRB";
    private static final int VERSION = 1;
    private static final int HEAD_BYTES = 4 * Integer.BYTES + Long.BYTES + Double.BYTES;

    private ReplayFile() {}

    /**
     * A buffer as it was opened.
     *
     * @param sentence what was wrong with the file, for people; empty where nothing was
     */
    public record Opened(ReplayBuffer buffer, String sentence) {}

    /** Writes what the buffer holds, whole or not at all. */
    public static void save(ReplayBuffer buffer, Path file) throws IOException {
        int size = buffer.size();
        ByteBuffer head = little(HEAD_BYTES + size * Float.BYTES);
        head.putInt(buffer.config().observations())
                .putInt(buffer.config().actions())
                .putInt(size)
                .putInt(buffer.nextSlot())
                .putLong(buffer.batches())
                .putDouble(buffer.largestPriority());
        for (int slot = 0; slot < size; slot++) {
            head.putFloat((float) buffer.priority(slot));
        }
        SealedFile.write(file, KIND, VERSION, List.of(head.flip(), buffer.bytes()));
    }

    /**
     * The buffer that was saved there; an empty one where there is no file. A file that is damaged, of another version or for
     * other observations or a smaller memory is kept beside under another name.
     *
     * @throws IOException when the file can't be read or put aside
     */
    public static Opened open(ReplayConfig config, Path file) throws IOException {
        if (!Files.exists(file)) {
            return new Opened(new ReplayBuffer(config), "");
        }
        try {
            return new Opened(read(config, SealedFile.read(file, KIND, VERSION)), "");
        } catch (SealedFileException e) {
            Path kept = SealedFile.keepBeside(file);
            return new Opened(
                    new ReplayBuffer(config),
                    "The learner's memory " + file + " " + e.getMessage() + "; it is kept as " + kept.getFileName()
                            + ", and the memory begins empty.");
        }
    }

    private static ReplayBuffer read(ReplayConfig config, ByteBuffer content) throws SealedFileException {
        if (content.remaining() < HEAD_BYTES) {
            throw new SealedFileException("is damaged: it ends within its head");
        }
        int observations = content.getInt();
        int actions = content.getInt();
        int size = content.getInt();
        int next = content.getInt();
        if (observations != config.observations() || actions != config.actions()) {
            throw new SealedFileException("is for observations of " + observations + " and actions of " + actions
                    + " numbers, this program has " + config.observations() + " and " + config.actions());
        }
        if (size > config.capacity()) {
            throw new SealedFileException(
                    "holds " + size + " transitions, and the memory has room for " + config.capacity());
        }
        long expected = HEAD_BYTES + (long) size * Float.BYTES * (1 + config.stride());
        if (size < 0 || next < 0 || next > size || content.capacity() != expected) {
            throw new SealedFileException("is damaged: its numbers contradict each other");
        }
        long batches = content.getLong();
        double largest = content.getDouble();
        FloatBuffer floats = content.asFloatBuffer();
        ReplayBuffer buffer = new ReplayBuffer(config);
        buffer.transitions().put(0, floats, size, size * config.stride());
        // what was full in a smaller memory goes on behind its last slot
        int goOn = size < config.capacity() ? size : next % config.capacity();
        buffer.restore(size, goOn, batches, largest, floats);
        return buffer;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
