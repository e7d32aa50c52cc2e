package attune.bridge.telemetry;

import static attune.bridge.telemetry.EngineSegmentLayout.OVERRIDE_LOCK_OFFSET;
import static attune.bridge.telemetry.EngineSegmentLayout.OVERRIDE_TOUCHES_OFFSET;
import static attune.bridge.telemetry.EngineSegmentLayout.OVERRIDE_VALUES_OFFSET;

import attune.param.MacroTable;
import attune.param.Scale;
import attune.rt.AudioThread;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Macros that a person sets outside the host, as in the panel: one writer (in any process of the user), one reader (the
 * engine thread). What crosses is the touch, not a lasting value: each macro has a number that rises with every touch, and
 * the engine decides from who touched it last which value is in force. So a value that the host has overruled since does
 * not come back when another macro is touched, and a writer that died may be followed by another.
 *
 * <p>Memory order: a sequence lock, odd while being written. The reader never waits: what it finds half written it takes a
 * post later.
 */
public final class MacroOverrides {
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BEING_WRITTEN = 1;
    private static final int READ_ROUNDS = 4;

    private final ByteBuffer memory;

    /** @param memory an engine segment, writable for the writer */
    public MacroOverrides(ByteBuffer memory) {
        this.memory = memory.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Puts a value over the host's, until the host's own value of this macro changes. The one writer.
     *
     * @param value in the macro's unit; outside its bounds the nearest allowed one is taken
     * @throws IllegalArgumentException for a trigger, which has no lasting value, and for a value that is no number
     */
    public void set(MacroTable macro, double value) {
        if (macro.spec().scale() == Scale.TRIGGER) {
            throw new IllegalArgumentException("macro=" + macro.id() + " is a trigger, allowed are lasting macros");
        }
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("macro=" + macro.id() + " value=NaN, allowed is "
                    + macro.spec().min() + " to " + macro.spec().max());
        }
        touch(macro, macro.spec().clamp(value));
    }

    /** Gives a macro back to the host: its own value is in force again. The one writer. */
    public void release(MacroTable macro) {
        touch(macro, Double.NaN);
    }

    private void touch(MacroTable macro, double value) {
        int lock =
                (int) INT.getAcquire(memory, OVERRIDE_LOCK_OFFSET) & ~BEING_WRITTEN; // a writer may have died in here
        INT.setOpaque(memory, OVERRIDE_LOCK_OFFSET, lock + BEING_WRITTEN);
        VarHandle.storeStoreFence();
        int touches = OVERRIDE_TOUCHES_OFFSET + macro.index() * Integer.BYTES;
        memory.putDouble(OVERRIDE_VALUES_OFFSET + macro.index() * Double.BYTES, value);
        memory.putInt(touches, memory.getInt(touches) + 1);
        INT.setRelease(memory, OVERRIDE_LOCK_OFFSET, lock + 2);
    }

    /**
     * Takes what was touched since the last time that this returned true. The engine thread.
     *
     * @return false when nothing was, or somebody is writing; {@code destination} is then unchanged
     */
    @AudioThread
    public boolean take(MacroTouches destination) {
        for (int round = 0; round < READ_ROUNDS; round++) {
            int lock = (int) INT.getAcquire(memory, OVERRIDE_LOCK_OFFSET);
            if (lock == destination.lock) {
                return false;
            }
            if ((lock & BEING_WRITTEN) != 0) {
                Thread.onSpinWait();
                continue;
            }
            destination.stage(memory);
            VarHandle.acquireFence();
            if ((int) INT.getOpaque(memory, OVERRIDE_LOCK_OFFSET) == lock) {
                destination.takeStaged(lock);
                return true;
            }
        }
        return false;
    }
}
