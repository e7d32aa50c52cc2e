package attune.bridge.telemetry;

import static attune.bridge.telemetry.EngineSegmentLayout.*;

import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Hands whole parameter sets to the engine: a triple buffer in the engine segment, one writer (in any process of the
 * user), one reader (the engine thread). Neither ever waits for the other; the reader sees the newest whole set or
 * nothing. One state word says whose each buffer is, so that a writer which died may be followed by another at any point.
 *
 * <pre>
 *   state: bits 0–1 buffer in the middle, 2–3 the reader's, 4–5 the writer's, bit 6 the middle is unread
 * </pre>
 *
 * Memory order: a buffer is filled before the compare-and-set that puts it in the middle, and read after the one that
 * takes it out; both are full fences.
 */
public final class ParamMailbox {
    /** From a learner: kept inside the learnable bounds and steps. */
    public static final int KIND_LEARNED = 0;
    /** From a person (preset, undo): any allowed value, ramped. */
    public static final int KIND_CHOSEN = 1;
    /** A learned set that a person has accepted: plays as a learned one, and is kept as a chosen one. */
    public static final int KIND_ACCEPTED = 2;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int READERS = 3 << 2;
    private static final int WRITERS = 3 << 4;
    private static final int UNREAD = 1 << 6;
    private static final int INITIAL = (1 << 2) | (2 << 4);
    /** Attempts of the reader before it leaves the set for the next quantum; only a writer in mid-swap makes one fail. */
    private static final int READ_ROUNDS = 4;

    private final ByteBuffer memory;

    /** @param memory an engine segment, writable */
    public ParamMailbox(ByteBuffer memory) {
        this.memory = memory.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Makes it empty; by the engine, before anybody knows the segment. */
    void initialise() {
        INT.setRelease(memory, MAILBOX_STATE_OFFSET, INITIAL);
    }

    /**
     * Leaves a set for the engine, replacing one that it has not taken yet. The one writer.
     *
     * @param generation number that {@link #takenAcquire} reports once the engine has it; from 1, rising
     * @param kind {@link #KIND_LEARNED}, {@link #KIND_CHOSEN} or {@link #KIND_ACCEPTED}
     * @param slot which of the four kept sets, 0 to 3
     */
    public void post(long generation, int kind, int slot, ParamSnapshot params) {
        int state = (int) INT.getAcquire(memory, MAILBOX_STATE_OFFSET);
        int mine = (state >> 4) & 3;
        int at = mailboxBuffer(mine);
        memory.putLong(at + MAILBOX_GENERATION, generation);
        memory.putInt(at + MAILBOX_KIND, kind);
        memory.putInt(at + MAILBOX_SLOT, slot);
        for (int i = 0; i < ParamTable.COUNT; i++) {
            memory.putDouble(at + MAILBOX_VALUES + i * Double.BYTES, params.get(i));
        }
        int wanted;
        do {
            state = (int) INT.getAcquire(memory, MAILBOX_STATE_OFFSET);
            wanted = mine | (state & READERS) | (middleOf(state) << 4) | UNREAD;
        } while (!INT.compareAndSet(memory, MAILBOX_STATE_OFFSET, state, wanted));
    }

    /** Generation of the last set that the engine took. */
    public long takenAcquire() {
        return (long) LONG.getAcquire(memory, MAILBOX_TAKEN_OFFSET);
    }

    /**
     * Takes the newest set. The engine thread.
     *
     * @return whether there was a new one; otherwise {@code destination} is unchanged
     */
    @AudioThread
    public boolean take(ParamMessage destination) {
        if (((int) INT.getAcquire(memory, MAILBOX_STATE_OFFSET) & UNREAD) == 0) {
            return false;
        }
        for (int round = 0; round < READ_ROUNDS; round++) {
            int state = (int) INT.getAcquire(memory, MAILBOX_STATE_OFFSET);
            int middle = middleOf(state);
            int wanted = ((state >> 2) & 3) | (middle << 2) | (state & WRITERS);
            if (INT.compareAndSet(memory, MAILBOX_STATE_OFFSET, state, wanted)) {
                read(mailboxBuffer(middle), destination);
                LONG.setRelease(memory, MAILBOX_TAKEN_OFFSET, destination.generation);
                return true;
            }
        }
        return false;
    }

    @AudioThread
    private static int middleOf(int state) {
        return state & 3;
    }

    @AudioThread
    private void read(int at, ParamMessage destination) {
        destination.generation = memory.getLong(at + MAILBOX_GENERATION);
        destination.kind = memory.getInt(at + MAILBOX_KIND);
        destination.slot = memory.getInt(at + MAILBOX_SLOT) & 3;
        for (int i = 0; i < ParamTable.COUNT; i++) {
            destination.params.set(i, memory.getDouble(at + MAILBOX_VALUES + i * Double.BYTES));
        }
    }
}
