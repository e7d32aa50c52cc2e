package attune.bridge.shm;

import static attune.bridge.shm.ExchangeLayout.*;

import attune.dsp.core.LatencyMode;
import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The engine's view of one block exchange, laid out by {@link ExchangeLayout}. Accessors are named after their memory
 * order: {@code Acquire} and {@code Release} pair with the shim's atomics, the rest is plain and guarded by them. No
 * method allocates after construction.
 *
 * <p>The memory belongs to whoever mapped it; a view must not be used after it was unmapped.
 */
public final class ExchangeSegment {
    /** Rounds of the sequence lock before a reader gives up until the next quantum. */
    private static final int LOCK_ROUNDS = 8;

    private static final int BEING_WRITTEN = 1;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer memory;
    private final long address;
    private final ProcessSpec spec;
    private final FloatBuffer audio;
    private final double[] staging = new double[PARAM_SETS * ParamTable.COUNT];
    private final double[] stagedOverrides = new double[2 * MacroTable.COUNT];

    /**
     * @param memory direct, exactly {@link ExchangeLayout#SEGMENT_BYTES} long, accepted by {@link #check}
     * @param address of its first byte, for the native calls
     */
    @ControlThread
    public ExchangeSegment(ByteBuffer memory, long address) {
        Refusal refusal = check(memory);
        if (refusal != null) {
            throw new IllegalArgumentException(refusal.reason());
        }
        this.memory = memory.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.address = address;
        double rate = this.memory.getDouble(SAMPLE_RATE_OFFSET);
        LatencyMode mode = modeOf(rate, this.memory.getInt(LATENCY_OFFSET));
        this.spec = new ProcessSpec(rate, this.memory.getInt(CHANNELS_OFFSET), mode);
        this.audio = this.memory.asFloatBuffer();
    }

    /** Checks everything that the shim wrote once: null when this engine can play it. Never throws. */
    @ControlThread
    public static @Nullable Refusal check(ByteBuffer segment) {
        if (!segment.isDirect() || segment.capacity() != SEGMENT_BYTES) {
            return refuse(REFUSED_SIZE, "segment bytes", segment.capacity(), "exactly " + SEGMENT_BYTES);
        }
        ByteBuffer memory = segment.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (memory.getInt(MAGIC_OFFSET) != MAGIC) {
            return refuse(
                    REFUSED_MAGIC,
                    "magic",
                    "0x" + Integer.toHexString(memory.getInt(MAGIC_OFFSET)),
                    "0x" + Integer.toHexString(MAGIC) + " (the descriptor is no block exchange)");
        }
        if (memory.getInt(VERSION_OFFSET) != VERSION) {
            return refuse(
                    REFUSED_VERSION,
                    "layout version",
                    memory.getInt(VERSION_OFFSET),
                    VERSION + " (plugin and engine are of different releases: run ./attune install)");
        }
        if (memory.getLong(SIZE_OFFSET) != SEGMENT_BYTES) {
            return refuse(REFUSED_SIZE, "stated bytes", memory.getLong(SIZE_OFFSET), "exactly " + SEGMENT_BYTES);
        }
        return checkFormat(memory);
    }

    /** The shim says the mode by the latency that it reports. */
    private static LatencyMode modeOf(double rate, int chainFrames) {
        return chainFrames == LatencyTable.chainFrames(rate, LatencyMode.LIVE) ? LatencyMode.LIVE : LatencyMode.QUALITY;
    }

    private static @Nullable Refusal checkFormat(ByteBuffer memory) {
        double rate = memory.getDouble(SAMPLE_RATE_OFFSET);
        if (!(rate >= ProcessSpec.MIN_SAMPLE_RATE_HZ && rate <= ProcessSpec.MAX_SAMPLE_RATE_HZ)) {
            return refuse(REFUSED_FORMAT, "sample rate", rate + " Hz", "8000 to 192000 Hz");
        }
        int channels = memory.getInt(CHANNELS_OFFSET);
        if (channels < 1 || channels > MAX_CHANNELS) {
            return refuse(REFUSED_FORMAT, "channels", channels, "1 and 2");
        }
        int quantum = memory.getInt(QUANTUM_OFFSET);
        if (quantum != ProcessSpec.QUANTUM_FRAMES) {
            return refuse(REFUSED_FORMAT, "quantum", quantum, ProcessSpec.QUANTUM_FRAMES + " frames");
        }
        int latency = memory.getInt(LATENCY_OFFSET);
        if (latency != LatencyTable.chainFrames(rate, modeOf(rate, latency))) {
            int quality = LatencyTable.chainFrames(rate, LatencyMode.QUALITY);
            int live = LatencyTable.chainFrames(rate, LatencyMode.LIVE);
            return refuse(REFUSED_FORMAT, "latency", latency, quality + " or " + live + " frames at " + rate + " Hz");
        }
        int params = memory.getInt(PARAM_COUNT_OFFSET);
        if (params != ParamTable.COUNT) {
            return refuse(REFUSED_FORMAT, "parameter count", params, ParamTable.COUNT);
        }
        int macros = memory.getInt(MACRO_COUNT_OFFSET);
        if (macros != MacroTable.COUNT) {
            return refuse(REFUSED_FORMAT, "macro count", macros, MacroTable.COUNT);
        }
        return null;
    }

    private static Refusal refuse(int code, String name, Object value, Object allowed) {
        return new Refusal(
                code, "Exchange segment refused: " + name + " is " + value + ", allowed is " + allowed + ".");
    }

    /**
     * Tells the shim why nothing will play. Only where magic and size are right: a stranger's memory is left alone.
     *
     * @return whether it was written
     */
    @ControlThread
    public static boolean publishRefusal(ByteBuffer segment, Refusal refusal) {
        if (refusal.code() == REFUSED_MAGIC || segment.capacity() < SLOT_HEADERS_OFFSET) {
            return false;
        }
        INT.setRelease(segment, REFUSAL_OFFSET, refusal.code());
        INT.setRelease(segment, STATE_OFFSET, STATE_DEAD);
        return true;
    }

    // ---- identity: written before the segment was passed ----

    /** Format that the host plays. */
    public ProcessSpec spec() {
        return spec;
    }

    /** Where the native calls find this segment. */
    @AudioThread
    public long address() {
        return address;
    }

    public int hostPid() {
        return memory.getInt(HOST_PID_OFFSET);
    }

    public int instance() {
        return memory.getInt(INSTANCE_OFFSET);
    }

    public int epoch() {
        return memory.getInt(EPOCH_OFFSET);
    }

    public boolean offline() {
        return memory.getInt(OFFLINE_OFFSET) != 0;
    }

    /** Program of the host as it calls itself; control characters replaced. */
    @ControlThread
    public String hostName() {
        byte[] bytes = new byte[64];
        memory.get(HOST_NAME_OFFSET, bytes);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    }

    // ---- request line ----

    /** Scheduling policy of the host's audio thread, -1 while unknown. */
    @AudioThread
    public int hostPolicyAcquire() {
        return (int) INT.getAcquire(memory, HOST_POLICY_OFFSET);
    }

    @AudioThread
    public int hostPriorityAcquire() {
        return (int) INT.getAcquire(memory, HOST_PRIORITY_OFFSET);
    }

    // ---- response and engine lines ----

    @AudioThread
    public int responseSequenceAcquire() {
        return (int) INT.getAcquire(memory, RESPONSE_SEQUENCE_OFFSET);
    }

    @AudioThread
    public void stateRelease(int state) {
        INT.setRelease(memory, STATE_OFFSET, state);
    }

    @AudioThread
    public int stateAcquire() {
        return (int) INT.getAcquire(memory, STATE_OFFSET);
    }

    @ControlThread
    public void enginePidRelease(int pid) {
        INT.setRelease(memory, ENGINE_PID_OFFSET, pid);
    }

    /** CLOCK_MONOTONIC ns at which the engine was last seen alive. */
    @AudioThread
    public void heartbeatRelease(long nowNs) {
        LONG.setRelease(memory, HEARTBEAT_OFFSET, nowNs);
    }

    /** Policy under which the engine thread runs, -1 before it is known. */
    @AudioThread
    public int enginePolicyAcquire() {
        return (int) INT.getAcquire(memory, ENGINE_POLICY_OFFSET);
    }

    /** To be read after {@link #enginePolicyAcquire}. */
    @AudioThread
    public int enginePriorityAcquire() {
        return (int) INT.getAcquire(memory, ENGINE_PRIORITY_OFFSET);
    }

    @AudioThread
    public void engineScheduling(int policy, int priority) {
        INT.setRelease(memory, ENGINE_PRIORITY_OFFSET, priority);
        INT.setRelease(memory, ENGINE_POLICY_OFFSET, policy);
    }

    @ControlThread
    public void warmUpMs(int warmUpMs) {
        INT.setRelease(memory, WARM_UP_MS_OFFSET, warmUpMs);
    }

    /** What a dry path needs to keep level and ceiling; written before the answer that it belongs to. */
    @AudioThread
    public void dryPath(float broadbandGainLinear, float ceilingLinear) {
        memory.putFloat(BROADBAND_GAIN_OFFSET, broadbandGainLinear);
        memory.putFloat(CEILING_OFFSET, ceilingLinear);
    }

    // ---- counters ----

    /** One of the shim's counters ({@code *_BLOCKS_OFFSET}, {@code RESTARTS_OFFSET}, {@code HOST_SCRUBBED_OFFSET}). */
    @AudioThread
    public long hostCounter(int offset) {
        return (long) LONG.getOpaque(memory, offset);
    }

    /** One of the engine's own counters, e.g. {@link ExchangeLayout#PROCESSED_QUANTA_OFFSET}; single writer. */
    @AudioThread
    public void engineCounter(int offset, long value) {
        LONG.setOpaque(memory, offset, value);
    }

    @AudioThread
    public long engineCounter(int offset) {
        return (long) LONG.getOpaque(memory, offset);
    }

    // ---- slots ----

    /** Slot of a sequence number. */
    @AudioThread
    public static int slotOf(int sequence) {
        return sequence & (SLOTS - 1);
    }

    /** Whether the slot still holds the post {@code sequence}; also after its samples were copied out. */
    @AudioThread
    public boolean slotHolds(int slot, int sequence) {
        VarHandle.acquireFence();
        return (int) INT.getAcquire(memory, slotHeader(slot) + SLOT_SEQUENCE) == sequence;
    }

    @AudioThread
    public int slotFrames(int slot) {
        return memory.getInt(slotHeader(slot) + SLOT_FRAMES_FIELD);
    }

    @AudioThread
    public int slotFlags(int slot) {
        return memory.getInt(slotHeader(slot) + ExchangeLayout.SLOT_FLAGS);
    }

    @AudioThread
    public long slotPostNs(int slot) {
        return memory.getLong(slotHeader(slot) + SLOT_POST_NS);
    }

    @AudioThread
    public long slotDeadlineNs(int slot) {
        return memory.getLong(slotHeader(slot) + SLOT_DEADLINE_NS);
    }

    @AudioThread
    public void slotStarted(int slot, long nowNs) {
        memory.putLong(slotHeader(slot) + SLOT_START_NS, nowNs);
    }

    @AudioThread
    public void slotMacros(int slot, MacroSnapshot destination) {
        int offset = slotHeader(slot) + SLOT_MACROS;
        for (int i = 0; i < MacroTable.COUNT; i++) {
            destination.set(i, memory.getDouble(offset + i * Double.BYTES));
        }
    }

    /** Changes of macros in a slot, bounded by what it can hold. */
    @AudioThread
    public int slotEventCount(int slot) {
        return Math.max(0, Math.min(EVENT_CAPACITY, memory.getInt(slotHeader(slot) + SLOT_EVENT_COUNT)));
    }

    /** Frame of a change from the slot's begin; {@code 0 <= k < slotEventCount}. */
    @AudioThread
    public int eventFrame(int slot, int k) {
        return memory.getInt(event(slot, k) + EVENT_FRAME);
    }

    /** Permanent number of the macro that changes, whatever the shim wrote there. */
    @AudioThread
    public int eventMacro(int slot, int k) {
        return memory.getInt(event(slot, k) + EVENT_MACRO);
    }

    @AudioThread
    public double eventValue(int slot, int k) {
        return memory.getDouble(event(slot, k) + EVENT_VALUE);
    }

    /** Copies input samples; {@code offset} and {@code frames} inside the slot. */
    @AudioThread
    public void readInput(int slot, int channel, int offset, float[] destination, int frames) {
        audio.get(input(slot, channel) / Float.BYTES + offset, destination, 0, frames);
    }

    @AudioThread
    public void writeOutput(int slot, int channel, int offset, float[] source, int frames) {
        audio.put(output(slot, channel) / Float.BYTES + offset, source, 0, frames);
    }

    // ---- recall area ----

    /** Lock of the recall area; changes with every recall, odd while one is being written. */
    @AudioThread
    public int recallLockAcquire() {
        return (int) INT.getAcquire(memory, RECALL_LOCK_OFFSET);
    }

    /**
     * Takes the recall area as a whole or not at all.
     *
     * @return false when the shim was writing in every round; {@code destination} is then unchanged
     */
    @AudioThread
    public boolean readRecall(RecallState destination) {
        for (int round = 0; round < LOCK_ROUNDS; round++) {
            int before = recallLockAcquire();
            if ((before & BEING_WRITTEN) != 0) {
                Thread.onSpinWait();
                continue;
            }
            boolean exact = memory.getInt(RECALL_EXACT_OFFSET) != 0;
            double gainDb = memory.getDouble(RECALL_LEVELER_GAIN_OFFSET);
            int soundVersion = memory.getInt(RECALL_SOUND_VERSION_OFFSET);
            int overridden = memory.getInt(RECALL_OVERRIDE_MASK_OFFSET);
            stageRecall();
            VarHandle.acquireFence();
            if ((int) INT.getOpaque(memory, RECALL_LOCK_OFFSET) == before) {
                destination.version = before;
                destination.exact = exact;
                destination.levelerGainDb = Double.isFinite(gainDb) ? gainDb : 0;
                destination.soundVersion = soundVersion;
                destination.overrides.mask = overridden;
                takeStaged(destination);
                return true;
            }
        }
        return false;
    }

    @AudioThread
    private void stageRecall() {
        int index = 0;
        for (int set = 0; set < PARAM_SETS; set++) {
            int offset = RECALL_SETS_OFFSET + set * PARAM_CAPACITY * Double.BYTES;
            for (int i = 0; i < ParamTable.COUNT; i++) {
                staging[index++] = memory.getDouble(offset + i * Double.BYTES);
            }
        }
        for (int i = 0; i < MacroTable.COUNT; i++) {
            stagedOverrides[2 * i] = memory.getDouble(RECALL_OVERRIDE_VALUES_OFFSET + i * Double.BYTES);
            stagedOverrides[2 * i + 1] = memory.getDouble(RECALL_OVERRIDE_HOST_OFFSET + i * Double.BYTES);
        }
    }

    @AudioThread
    private void takeStaged(RecallState destination) {
        int index = 0;
        for (int set = 0; set < PARAM_SETS; set++) {
            ParamSnapshot snapshot = destination.set(set);
            for (int i = 0; i < ParamTable.COUNT; i++) {
                snapshot.set(i, staging[index++]);
            }
        }
        for (int i = 0; i < MacroTable.COUNT; i++) {
            destination.overrides.values[i] = stagedOverrides[2 * i];
            destination.overrides.hostValues[i] = stagedOverrides[2 * i + 1];
        }
    }

    // ---- effective area ----

    /** Publishes leveler gain and playing slot. Single writer; never waits. */
    @AudioThread
    public void writeEffective(int playingSlot, double levelerGainDb, int soundVersion) {
        int lock = openEffective();
        memory.putInt(EFFECTIVE_SLOT_OFFSET, playingSlot);
        memory.putDouble(EFFECTIVE_LEVELER_GAIN_OFFSET, levelerGainDb);
        memory.putInt(EFFECTIVE_SOUND_VERSION_OFFSET, soundVersion);
        closeEffective(lock);
    }

    /** Publishes one of the four sets. Single writer; never waits. */
    @AudioThread
    public void writeEffectiveSet(int set, ParamSnapshot params) {
        int lock = openEffective();
        int offset = EFFECTIVE_SETS_OFFSET + set * PARAM_CAPACITY * Double.BYTES;
        for (int i = 0; i < ParamTable.COUNT; i++) {
            memory.putDouble(offset + i * Double.BYTES, params.get(i));
        }
        closeEffective(lock);
    }

    /** Publishes which macros are set outside the host. Single writer; never waits. */
    @AudioThread
    public void writeEffectiveOverrides(OverrideState overrides) {
        int lock = openEffective();
        memory.putInt(EFFECTIVE_OVERRIDE_MASK_OFFSET, overrides.mask);
        for (int i = 0; i < MacroTable.COUNT; i++) {
            memory.putDouble(EFFECTIVE_OVERRIDE_VALUES_OFFSET + i * Double.BYTES, overrides.values[i]);
            memory.putDouble(EFFECTIVE_OVERRIDE_HOST_OFFSET + i * Double.BYTES, overrides.hostValues[i]);
        }
        closeEffective(lock);
    }

    @AudioThread
    private int openEffective() {
        int lock = memory.getInt(EFFECTIVE_LOCK_OFFSET);
        INT.setOpaque(memory, EFFECTIVE_LOCK_OFFSET, lock + 1);
        VarHandle.storeStoreFence();
        return lock;
    }

    @AudioThread
    private void closeEffective(int lock) {
        INT.setRelease(memory, EFFECTIVE_LOCK_OFFSET, lock + 2);
    }
}
