package attune.bridge.telemetry;

import static attune.bridge.telemetry.EngineSegmentLayout.CAPTURE_FD_OFFSET;
import static attune.bridge.telemetry.EngineSegmentLayout.CAPTURE_SERIAL_OFFSET;
import static attune.bridge.telemetry.EngineSegmentLayout.CAPTURE_WANTED_OFFSET;
import static attune.bridge.telemetry.EngineSegmentLayout.LATENCY_FRAMES_OFFSET;
import static attune.bridge.telemetry.EngineSegmentLayout.NO_CAPTURE;

import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * The control server's hold on one live engine: its frames, its parameter mailbox, the macros set outside the host, the
 * captured audio. One thread owns it, and one process of the user: the mailbox and the overrides have one writer. Nothing
 * here ever waits for the engine or disturbs it; what was read stays valid after the engine is gone.
 *
 * <p>It holds no descriptor. Whether the engine still lives is told by {@link Announcement#isAlive()} and by its file in
 * the runtime folder; an instance that was started anew announces itself anew, with another epoch, and needs a new link.
 */
public final class EngineLink {
    /** Captured audio is asked for again this often; the engine lets go after {@link EngineSegment#CAPTURE_LEASE_NS}. */
    private static final long RENEW_NS = 1_000_000_000;

    private static final long NOT_WANTED = 0;
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Announcement engine;
    private final ByteBuffer memory;
    private final MetricReader reader;
    private final ParamMailbox mailbox;
    private final MacroOverrides overrides;
    private boolean captureWanted;
    private long askedNs;

    private EngineLink(Announcement engine, ByteBuffer memory) {
        this.engine = engine;
        this.memory = memory;
        this.reader = new MetricReader(memory);
        this.mailbox = new ParamMailbox(memory);
        this.overrides = new MacroOverrides(memory);
    }

    /**
     * Maps the segment of a live engine and starts at its newest frame.
     *
     * @throws IOException with one sentence, when the engine is gone, belongs to another user, or has another layout
     */
    public static EngineLink open(Announcement engine) throws IOException {
        return new EngineLink(engine, SegmentFile.map(engine, FileChannel.MapMode.READ_WRITE));
    }

    /** What the plugin reports to its host. */
    public int latencyFrames() {
        return memory.getInt(LATENCY_FRAMES_OFFSET);
    }

    /** Whom this is a link to. */
    public Announcement engine() {
        return engine;
    }

    /**
     * Copies the next frame that was not read yet; to be called about 20 times a second, which also keeps the captured
     * audio where it is wanted.
     *
     * @return false when there is none yet
     */
    public boolean next(MetricFrame destination) {
        renewCapture();
        return reader.next(destination);
    }

    /** Copies the newest frame, whether it was read before or not; frames in between don't count as lost. */
    public boolean newest(MetricFrame destination) {
        renewCapture();
        return reader.newest(destination);
    }

    /** Frames that {@link #next} came too late for. */
    public long lostFrames() {
        return reader.lostFrames();
    }

    /**
     * Leaves a set for the engine, replacing one that it has not taken yet; it takes it with the host's next block.
     *
     * @param generation number that {@link #takenGeneration} reports once the engine has it; from 1, rising
     * @param kind {@link ParamMailbox#KIND_LEARNED} or {@link ParamMailbox#KIND_CHOSEN}
     * @param slot which of the four kept sets, 0 to 3
     */
    public void post(long generation, int kind, int slot, ParamSnapshot params) {
        if (slot < 0 || slot > 3) {
            throw new IllegalArgumentException("slot=" + slot + ", allowed are 0 to 3");
        }
        mailbox.post(generation, kind, slot, params);
    }

    /** Generation of the last set that the engine took; 0 = none since it was started. */
    public long takenGeneration() {
        return mailbox.takenAcquire();
    }

    /**
     * Puts a value over the host's, until the host's own value of this macro changes; in force with the host's next block.
     * The value in force is in {@link MetricFrame#macros}.
     *
     * @param value in the macro's unit; outside its bounds the nearest allowed one is taken
     * @throws IllegalArgumentException for a trigger, and for a value that is no number
     */
    public void override(MacroTable macro, double value) {
        overrides.set(macro, value);
    }

    /** Gives a macro back to the host: its own value is in force again. */
    public void release(MacroTable macro) {
        overrides.release(macro);
    }

    /**
     * Asks the engine to keep the last {@link CaptureLayout#SECONDS} of its input, or to stop. It begins or ends within
     * half a second; the memory is {@link CaptureLayout#bytes} of the engine's process. Has to be kept alive by
     * {@link #next} or {@link #newest}.
     */
    public void wantCapture(boolean wanted) {
        captureWanted = wanted;
        ask(wanted ? Math.max(1, System.nanoTime()) : NOT_WANTED);
    }

    private void renewCapture() {
        if (captureWanted && System.nanoTime() - askedNs >= RENEW_NS) {
            ask(System.nanoTime());
        }
    }

    private void ask(long nowNs) {
        askedNs = nowNs;
        LONG.setRelease(memory, CAPTURE_WANTED_OFFSET, nowNs);
    }

    /**
     * Opens the captured audio. The reader may be handed to another thread; whoever has it closes it.
     *
     * @return empty while there is none
     * @throws IOException with one sentence, when the engine is gone or the file is not what it should be
     */
    public Optional<CaptureReader> openCapture() throws IOException {
        int fd = (int) INT.getAcquire(memory, CAPTURE_FD_OFFSET);
        if (fd == NO_CAPTURE) {
            return Optional.empty();
        }
        int serial = memory.getInt(CAPTURE_SERIAL_OFFSET);
        FileChannel file = SegmentFile.open(engine, fd, FileChannel.MapMode.READ_ONLY);
        return Optional.of(CaptureReader.of(file, engine, serial));
    }
}
