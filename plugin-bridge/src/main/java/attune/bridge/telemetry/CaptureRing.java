package attune.bridge.telemetry;

import static attune.bridge.telemetry.CaptureLayout.*;

import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Writer's side of captured audio, laid out by {@link CaptureLayout}. One engine thread writes and never waits; readers in
 * other processes see by WRITTEN what was overwritten while they copied. The memory belongs to whoever mapped it.
 */
public final class CaptureRing {
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer memory;
    private final FloatBuffer audio;
    private final int channels;
    private final int capacityFrames;
    private final long readableFrames;
    private long firstFrame = NOTHING;
    private long written = NOTHING;

    private CaptureRing(ByteBuffer memory, ProcessSpec spec, int capacityFrames) {
        this.memory = memory;
        this.audio = memory.asFloatBuffer();
        this.channels = spec.channels();
        this.capacityFrames = capacityFrames;
        this.readableFrames = Math.min((long) (SECONDS * spec.sampleRateHz()), capacityFrames - MAX_WRITE_FRAMES);
    }

    /**
     * Lays fresh memory out.
     *
     * @param memory direct, zeroed, {@link CaptureLayout#bytes} long
     * @param capacityFrames of the ring, more than {@link CaptureLayout#MAX_WRITE_FRAMES}
     * @param segment engine segment that this belongs to
     * @param serial number of this capture among those of the instance, from 1
     */
    @ControlThread
    public static CaptureRing initialise(
            ByteBuffer memory, ProcessSpec spec, int capacityFrames, EngineSegment segment, int serial) {
        ByteBuffer header = memory.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (header.capacity() != bytes(spec.channels(), capacityFrames)) {
            throw new IllegalArgumentException(
                    "memory=" + header.capacity() + " bytes, allowed is " + bytes(spec.channels(), capacityFrames));
        }
        header.putInt(VERSION_OFFSET, VERSION);
        header.putLong(SIZE_OFFSET, header.capacity());
        header.putDouble(SAMPLE_RATE_OFFSET, spec.sampleRateHz());
        header.putInt(CHANNELS_OFFSET, spec.channels());
        header.putInt(CAPACITY_OFFSET, capacityFrames);
        header.putInt(INSTANCE_OFFSET, segment.instance());
        header.putInt(EPOCH_OFFSET, segment.epoch());
        header.putInt(SERIAL_OFFSET, serial);
        header.putLong(WRITTEN_OFFSET, NOTHING);
        header.putLong(FIRST_OFFSET, NOTHING);
        VarHandle.releaseFence();
        header.putInt(MAGIC_OFFSET, MAGIC);
        return new CaptureRing(header, spec, capacityFrames);
    }

    /**
     * Appends audio, over the oldest.
     *
     * @param input planar samples of all channels
     * @param frames at most {@link CaptureLayout#MAX_WRITE_FRAMES}
     * @param position of the first one; where it does not follow the last write, what was written before is given up
     */
    @AudioThread
    public void write(float[][] input, int frames, long position) {
        if (position != written) {
            firstFrame = position;
            LONG.setOpaque(memory, FIRST_OFFSET, position);
        }
        VarHandle.storeStoreFence(); // who sees a sample of this write sees the WRITTEN of the one before
        int place = (int) (position % capacityFrames);
        int head = Math.min(frames, capacityFrames - place);
        for (int channel = 0; channel < channels; channel++) {
            int base = channel(channel, capacityFrames) / Float.BYTES;
            audio.put(base + place, input[channel], 0, head);
            audio.put(base, input[channel], head, frames - head);
        }
        written = position + frames;
        LONG.setRelease(memory, WRITTEN_OFFSET, written);
    }

    /** Position of the oldest frame that a reader may ask for; {@link CaptureLayout#NOTHING} before the first write. */
    @AudioThread
    public long oldestFrame() {
        return Math.max(firstFrame, written - readableFrames);
    }
}
