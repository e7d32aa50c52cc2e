package attune.bridge.telemetry;

import static attune.bridge.telemetry.EngineSegmentLayout.*;

import attune.bridge.shm.ExchangeSegment;
import attune.dsp.core.LatencyTable;
import attune.param.MacroTable;
import attune.param.ParamTable;
import attune.rt.ControlThread;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An engine's own segment: metric ring, parameter mailbox, macro overrides and the capture's place in one block of memory. */
public final class EngineSegment {
    /**
     * How long captured audio is kept for a server that does not ask for it any more: it asks every second
     * ({@link EngineLink}), and when it was killed, nobody should go on recording.
     */
    public static final long CAPTURE_LEASE_NS = 10_000_000_000L;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer memory;
    private final MetricRing ring;
    private final ParamMailbox mailbox;
    private final MacroOverrides overrides;

    private EngineSegment(ByteBuffer memory) {
        this.memory = memory;
        this.ring = new MetricRing(memory);
        this.mailbox = new ParamMailbox(memory);
        this.overrides = new MacroOverrides(memory);
    }

    /**
     * Lays a fresh segment out.
     *
     * @param memory direct, zeroed, {@link EngineSegmentLayout#SEGMENT_BYTES} long
     */
    @ControlThread
    public static EngineSegment initialise(ByteBuffer memory, int enginePid, ExchangeSegment exchange) {
        ByteBuffer header = memory.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(VERSION_OFFSET, VERSION);
        header.putLong(SIZE_OFFSET, SEGMENT_BYTES);
        header.putDouble(SAMPLE_RATE_OFFSET, exchange.spec().sampleRateHz());
        header.putInt(CHANNELS_OFFSET, exchange.spec().channels());
        header.putInt(FRAME_BYTES_OFFSET, FRAME_BYTES);
        header.putInt(FRAME_COUNT_OFFSET, FRAME_COUNT);
        header.putInt(PARAM_COUNT_OFFSET, ParamTable.COUNT);
        header.putInt(ENGINE_PID_OFFSET, enginePid);
        header.putInt(INSTANCE_OFFSET, exchange.instance());
        header.putInt(EPOCH_OFFSET, exchange.epoch());
        header.putInt(MACRO_COUNT_OFFSET, MacroTable.COUNT);
        header.putInt(
                LATENCY_FRAMES_OFFSET,
                LatencyTable.totalFrames(
                        exchange.spec().sampleRateHz(), exchange.spec().latencyMode()));
        header.putInt(CAPTURE_FD_OFFSET, NO_CAPTURE);
        EngineSegment segment = new EngineSegment(header);
        segment.mailbox.initialise();
        VarHandle.releaseFence();
        header.putInt(MAGIC_OFFSET, MAGIC);
        return segment;
    }

    public MetricRing ring() {
        return ring;
    }

    public ParamMailbox mailbox() {
        return mailbox;
    }

    public MacroOverrides overrides() {
        return overrides;
    }

    /** Number of the instance in its host process. */
    public int instance() {
        return memory.getInt(INSTANCE_OFFSET);
    }

    /** Incarnation of the engine for that instance. */
    public int epoch() {
        return memory.getInt(EPOCH_OFFSET);
    }

    /** Whether the server wants captured audio, and has said so in the last {@link #CAPTURE_LEASE_NS}. */
    @ControlThread
    public boolean captureIsWanted(long nowNs) {
        long askedNs = (long) LONG.getAcquire(memory, CAPTURE_WANTED_OFFSET);
        return askedNs != 0 && nowNs - askedNs < CAPTURE_LEASE_NS;
    }

    /** Tells readers where the captured audio is. */
    @ControlThread
    public void captureRelease(int fd, long bytes, int serial) {
        memory.putLong(CAPTURE_BYTES_OFFSET, bytes);
        memory.putInt(CAPTURE_SERIAL_OFFSET, serial);
        INT.setRelease(memory, CAPTURE_FD_OFFSET, fd);
    }

    /** Tells readers that there is no captured audio any more; what they have open stays good. */
    @ControlThread
    public void captureGone() {
        INT.setRelease(memory, CAPTURE_FD_OFFSET, NO_CAPTURE);
    }
}
