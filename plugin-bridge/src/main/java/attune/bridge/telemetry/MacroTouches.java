package attune.bridge.telemetry;

import static attune.bridge.telemetry.EngineSegmentLayout.OVERRIDE_TOUCHES_OFFSET;
import static attune.bridge.telemetry.EngineSegmentLayout.OVERRIDE_VALUES_OFFSET;

import attune.param.MacroTable;
import attune.rt.AudioThread;
import java.nio.ByteBuffer;

/** What came out of {@link MacroOverrides} last, and how far it was read. One engine thread; reused, never replaced. */
public final class MacroTouches {
    private final int[] counts = new int[MacroTable.COUNT];
    private final int[] stagedCounts = new int[MacroTable.COUNT];
    private final double[] stagedValues = new double[MacroTable.COUNT];
    private final double[] values = new double[MacroTable.COUNT];
    private final boolean[] touched = new boolean[MacroTable.COUNT];
    /** Lock value under which this was read; 0 = nothing was ever written. */
    int lock;

    /** Whether this macro was touched in what was taken last, by permanent number. */
    @AudioThread
    public boolean isTouched(int macro) {
        return touched[macro];
    }

    /** Value given at that touch; NaN gives the macro back to the host. */
    @AudioThread
    public double value(int macro) {
        return values[macro];
    }

    /** How often this macro was touched so far. */
    int count(int macro) {
        return counts[macro];
    }

    /** Copies; what it copied may be torn. */
    @AudioThread
    void stage(ByteBuffer memory) {
        for (int i = 0; i < counts.length; i++) {
            stagedCounts[i] = memory.getInt(OVERRIDE_TOUCHES_OFFSET + i * Integer.BYTES);
            stagedValues[i] = memory.getDouble(OVERRIDE_VALUES_OFFSET + i * Double.BYTES);
        }
    }

    /** What was staged is whole. */
    @AudioThread
    void takeStaged(int readUnder) {
        lock = readUnder;
        for (int i = 0; i < counts.length; i++) {
            touched[i] = stagedCounts[i] != counts[i];
            counts[i] = stagedCounts[i];
            values[i] = stagedValues[i];
        }
    }
}
