package attune.bridge.exchange;

import static attune.bridge.shm.ExchangeLayout.*;

import attune.bridge.shm.ExchangeLayout;
import attune.bridge.shm.OverrideState;
import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The shim's side of a block exchange, written in Java: what warm-up, training and tests play the engine with. One thread;
 * it never waits.
 */
public final class PrivateHost {
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer memory;
    private final FloatBuffer audio;
    private final int channels;
    private final OverrideState noOverrides = new OverrideState();
    private final double[] macros = new double[MacroTable.COUNT];
    private int sequence;
    private int recallLock;
    private int events;

    /**
     * Writes the identity.
     *
     * @param memory direct, zeroed, {@link ExchangeLayout#SEGMENT_BYTES} long
     */
    public PrivateHost(ByteBuffer memory, ProcessSpec spec) {
        this.memory = memory.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.audio = this.memory.asFloatBuffer();
        this.channels = spec.channels();
        this.memory.putInt(VERSION_OFFSET, VERSION);
        this.memory.putLong(SIZE_OFFSET, SEGMENT_BYTES);
        this.memory.putDouble(SAMPLE_RATE_OFFSET, spec.sampleRateHz());
        this.memory.putInt(QUANTUM_OFFSET, ProcessSpec.QUANTUM_FRAMES);
        this.memory.putInt(CHANNELS_OFFSET, spec.channels());
        this.memory.putInt(LATENCY_OFFSET, LatencyTable.chainFrames(spec.sampleRateHz(), spec.latencyMode()));
        this.memory.putInt(PARAM_COUNT_OFFSET, ParamTable.COUNT);
        this.memory.putInt(MACRO_COUNT_OFFSET, MacroTable.COUNT);
        this.memory.putInt(HOST_PID_OFFSET, (int) ProcessHandle.current().pid());
        this.memory.putInt(HOST_POLICY_OFFSET, -1);
        this.memory.putInt(ENGINE_POLICY_OFFSET, -1);
        setMacros(new MacroSnapshot());
        this.memory.putInt(MAGIC_OFFSET, MAGIC);
    }

    /** Macros of the posts to come. */
    public void setMacros(MacroSnapshot snapshot) {
        for (int i = 0; i < macros.length; i++) {
            macros[i] = snapshot.get(MacroTable.all().get(i));
        }
    }

    /** A change of a macro inside the next post, at this frame of it; in ascending order. */
    public void event(int frame, MacroTable macro, double value) {
        int at = ExchangeLayout.event((sequence + 1) & (SLOTS - 1), events++);
        memory.putInt(at + EVENT_FRAME, frame);
        memory.putInt(at + EVENT_MACRO, macro.index());
        memory.putDouble(at + EVENT_VALUE, value);
    }

    /** Writes the recall area: the same set for all four slots, no macro set outside the host. */
    public void recall(ParamSnapshot params, double levelerGainDb) {
        recall(params, levelerGainDb, noOverrides);
    }

    /** Writes the recall area: the same set for all four slots. */
    public void recall(ParamSnapshot params, double levelerGainDb, OverrideState overrides) {
        INT.setOpaque(memory, RECALL_LOCK_OFFSET, recallLock + 1);
        VarHandle.storeStoreFence();
        memory.putInt(RECALL_EXACT_OFFSET, 1);
        memory.putDouble(RECALL_LEVELER_GAIN_OFFSET, levelerGainDb);
        memory.putInt(RECALL_OVERRIDE_MASK_OFFSET, overrides.mask);
        for (int i = 0; i < MacroTable.COUNT; i++) {
            memory.putDouble(RECALL_OVERRIDE_VALUES_OFFSET + i * Double.BYTES, overrides.values[i]);
            memory.putDouble(RECALL_OVERRIDE_HOST_OFFSET + i * Double.BYTES, overrides.hostValues[i]);
        }
        for (int set = 0; set < PARAM_SETS; set++) {
            int offset = RECALL_SETS_OFFSET + set * PARAM_CAPACITY * Double.BYTES;
            for (int i = 0; i < ParamTable.COUNT; i++) {
                memory.putDouble(offset + i * Double.BYTES, params.get(i));
            }
        }
        recallLock += 2;
        INT.setRelease(memory, RECALL_LOCK_OFFSET, recallLock);
    }

    /**
     * Posts one block, without waking anybody.
     *
     * @param input one array a channel
     * @param offset first frame in {@code input}
     * @return its sequence
     */
    public int post(float[][] input, int offset, int frames, int flags, long deadlineNs) {
        int next = sequence + 1;
        int slot = next & (SLOTS - 1);
        int header = slotHeader(slot);
        for (int channel = 0; channel < channels; channel++) {
            audio.put(input(slot, channel) / Float.BYTES, input[channel], offset, frames);
        }
        memory.putInt(header + SLOT_FRAMES_FIELD, frames);
        memory.putInt(header + ExchangeLayout.SLOT_FLAGS, flags);
        memory.putLong(header + SLOT_POST_NS, System.nanoTime());
        memory.putLong(header + SLOT_DEADLINE_NS, deadlineNs);
        for (int i = 0; i < macros.length; i++) {
            memory.putDouble(header + SLOT_MACROS + i * Double.BYTES, macros[i]);
        }
        memory.putInt(header + SLOT_EVENT_COUNT, events);
        events = 0;
        INT.setRelease(memory, header + SLOT_SEQUENCE, next);
        sequence = next;
        INT.setRelease(memory, REQUEST_SEQUENCE_OFFSET, next);
        return next;
    }

    /** Whether the engine has answered this sequence. */
    public boolean isAnswered(int postedSequence) {
        return (int) INT.getAcquire(memory, RESPONSE_SEQUENCE_OFFSET) - postedSequence >= 0;
    }

    /** Copies the answer of a sequence. */
    public void read(int postedSequence, float[][] output, int offset, int frames) {
        int slot = postedSequence & (SLOTS - 1);
        for (int channel = 0; channel < channels; channel++) {
            audio.get(output(slot, channel) / Float.BYTES, output[channel], offset, frames);
        }
    }

    /** Asks the engine thread to leave. */
    public void quit() {
        INT.setRelease(memory, QUIT_OFFSET, 1);
    }
}
