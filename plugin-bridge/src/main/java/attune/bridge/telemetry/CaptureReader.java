package attune.bridge.telemetry;

import static attune.bridge.telemetry.CaptureLayout.*;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Copies an engine's captured audio in another process of the same user. One thread at a time; never disturbs the engine.
 * The file is read, not mapped: its memory goes back to the system when the engine drops it and this is closed, not when
 * the collector comes by.
 */
public final class CaptureReader implements AutoCloseable {
    private static final int HEADER_BYTES = FIRST_OFFSET + Long.BYTES;
    private static final int COPY_FRAMES = 16_384;

    private final FileChannel file;
    private final double sampleRateHz;
    private final int channels;
    private final int capacityFrames;
    private final ByteBuffer copied =
            ByteBuffer.allocate(COPY_FRAMES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private CaptureReader(FileChannel file, ByteBuffer header) {
        this.file = file;
        this.sampleRateHz = header.getDouble(SAMPLE_RATE_OFFSET);
        this.channels = header.getInt(CHANNELS_OFFSET);
        this.capacityFrames = header.getInt(CAPACITY_OFFSET);
    }

    /**
     * Takes an open file, and closes it where it is refused.
     *
     * @param engine that it belongs to
     * @param serial of the capture that is meant
     * @throws IOException with one sentence, when it is not that capture
     */
    static CaptureReader of(FileChannel file, Announcement engine, int serial) throws IOException {
        try {
            ByteBuffer header = read(file, 0, HEADER_BYTES);
            check("magic", header.getInt(MAGIC_OFFSET), MAGIC, engine);
            check("version", header.getInt(VERSION_OFFSET), VERSION, engine);
            check("instance", header.getInt(INSTANCE_OFFSET), engine.instance(), engine);
            check("epoch", header.getInt(EPOCH_OFFSET), engine.epoch(), engine);
            check("serial", header.getInt(SERIAL_OFFSET), serial, engine);
            check("channels", header.getInt(CHANNELS_OFFSET), engine.channels(), engine);
            check("size", header.getLong(SIZE_OFFSET), file.size(), engine);
            int capacity = capacityFrames(header.getDouble(SAMPLE_RATE_OFFSET));
            check("capacity in frames", header.getInt(CAPACITY_OFFSET), capacity, engine);
            check("bytes", file.size(), bytes(engine.channels(), capacity), engine);
            return new CaptureReader(file, header);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static void check(String name, long value, long allowed, Announcement engine) throws IOException {
        if (value != allowed) {
            throw new IOException("captured audio of engine " + engine.id() + " refused: " + name + " is " + value
                    + ", allowed is " + allowed + ".");
        }
    }

    /**
     * Copies the newest audio.
     *
     * @param seconds how much at most, above 0; there may be less, at most {@link CaptureLayout#SECONDS}
     * @throws IOException when the file can't be read
     */
    public CapturedInput last(double seconds) throws IOException {
        if (!(seconds > 0)) {
            throw new IllegalArgumentException("seconds=" + seconds + ", allowed is above 0");
        }
        ByteBuffer header = positions();
        long to = header.getLong(WRITTEN_OFFSET);
        long wanted = (long) (Math.min(seconds, SECONDS) * sampleRateHz);
        long from = Math.max(Math.max(to - wanted, header.getLong(FIRST_OFFSET)), oldestWhole(to));
        if (to == NOTHING || from >= to) {
            return new CapturedInput(Math.max(to, 0), sampleRateHz, new float[channels][0]);
        }
        float[][] samples = new float[channels][(int) (to - from)];
        for (int channel = 0; channel < channels; channel++) {
            copy(channel, from, samples[channel]);
        }
        VarHandle.acquireFence();
        return withoutOverwritten(from, samples);
    }

    /** The header, read twice the same: a file's read promises no whole longs while somebody writes. */
    private ByteBuffer positions() throws IOException {
        ByteBuffer before = read(file, 0, HEADER_BYTES);
        while (true) {
            ByteBuffer after = read(file, 0, HEADER_BYTES);
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
    }

    /** Oldest position that the writer can't be at work on. */
    private long oldestWhole(long written) {
        return written + MAX_WRITE_FRAMES - capacityFrames;
    }

    private CapturedInput withoutOverwritten(long from, float[][] samples) throws IOException {
        long nowWritten = positions().getLong(WRITTEN_OFFSET);
        int frames = samples[0].length;
        int lost = (int) Math.max(0, Math.min(frames, oldestWhole(nowWritten) - from));
        if (lost > 0) {
            for (int channel = 0; channel < channels; channel++) {
                samples[channel] = Arrays.copyOfRange(samples[channel], lost, frames);
            }
        }
        return new CapturedInput(from + lost, sampleRateHz, samples);
    }

    private void copy(int channel, long from, float[] destination) throws IOException {
        int done = 0;
        while (done < destination.length) {
            int place = (int) ((from + done) % capacityFrames);
            int frames = Math.min(Math.min(COPY_FRAMES, destination.length - done), capacityFrames - place);
            copied.clear().limit(frames * Float.BYTES);
            readFully(file, channel(channel, capacityFrames) + (long) place * Float.BYTES, copied);
            copied.flip();
            copied.asFloatBuffer().get(destination, done, frames);
            done += frames;
        }
        for (int i = 0; i < destination.length; i++) {
            if (!Float.isFinite(destination[i])) {
                destination[i] = 0; // a host without the shim's scrub
            }
        }
    }

    private static ByteBuffer read(FileChannel file, long offset, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        readFully(file, offset, buffer);
        return buffer.flip();
    }

    private static void readFully(FileChannel file, long offset, ByteBuffer buffer) throws IOException {
        long at = offset;
        while (buffer.hasRemaining()) {
            int count = file.read(buffer, at);
            if (count < 0) {
                throw new EOFException(
                        "captured audio ends at byte " + at + ", needed are " + buffer.remaining() + " more.");
            }
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
