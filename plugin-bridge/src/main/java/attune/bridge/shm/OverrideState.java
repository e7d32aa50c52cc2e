package attune.bridge.shm;

import attune.param.MacroTable;
import attune.rt.AudioThread;

/**
 * Macros that are set outside the host, as they are kept in a session: which, to what, and what the host's own value was
 * at that time. Arrays by permanent number; only the entries in {@link #mask} mean something. Owned by one thread; reused.
 */
public final class OverrideState {
    /** Bit k: macro k is overridden. */
    public int mask;

    public final double[] values = new double[MacroTable.COUNT];
    public final double[] hostValues = new double[MacroTable.COUNT];

    @AudioThread
    public boolean has(int macro) {
        return (mask & (1 << macro)) != 0;
    }

    /** Overrides a macro. */
    @AudioThread
    public void put(int macro, double value, double hostValue) {
        mask |= 1 << macro;
        values[macro] = value;
        hostValues[macro] = hostValue;
    }

    @AudioThread
    public void remove(int macro) {
        mask &= ~(1 << macro);
    }
}
