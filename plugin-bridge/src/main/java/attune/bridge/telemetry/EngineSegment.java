package attune.bridge.telemetry;

import static attune.bridge.telemetry.EngineSegmentLayout.*;

import attune.bridge.shm.ExchangeSegment;
import attune.param.ParamTable;
import attune.rt.ControlThread;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An engine's own segment: metric ring and parameter mailbox over one block of memory. */
public final class EngineSegment {
    private final MetricRing ring;
    private final ParamMailbox mailbox;

    private EngineSegment(ByteBuffer memory) {
        this.ring = new MetricRing(memory);
        this.mailbox = new ParamMailbox(memory);
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
        EngineSegment segment = new EngineSegment(memory);
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
}
