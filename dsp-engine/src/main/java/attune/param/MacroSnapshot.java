package attune.param;

import attune.rt.AudioThread;

/** One value for every macro of {@link MacroTable}, always inside its bounds. Owned by one thread at a time. */
public final class MacroSnapshot {
    private final double[] values = new double[MacroTable.COUNT];

    /** All macros at their defaults. */
    public MacroSnapshot() {
        setDefaults();
    }

    /** Value in the macro's unit. */
    @AudioThread
    public double get(MacroTable macro) {
        return values[macro.index()];
    }

    /** Value by permanent number, {@code 0 <= index < MacroTable.COUNT}. */
    @AudioThread
    public double get(int index) {
        return values[index];
    }

    /** Whether a toggle or trigger is on. */
    @AudioThread
    public boolean isOn(MacroTable macro) {
        return values[macro.index()] >= 0.5;
    }

    /** Sets the nearest allowed value; NaN sets the default. */
    @AudioThread
    public void set(MacroTable macro, double value) {
        values[macro.index()] = macro.spec().clamp(value);
    }

    /** Sets the nearest allowed value by permanent number, {@code 0 <= index < MacroTable.COUNT}. */
    @AudioThread
    public void set(int index, double value) {
        values[index] = MacroTable.all().get(index).spec().clamp(value);
    }

    /** Takes all values of {@code other}. */
    @AudioThread
    public void copyFrom(MacroSnapshot other) {
        System.arraycopy(other.values, 0, values, 0, values.length);
    }

    /** Returns all macros to their defaults. */
    @AudioThread
    public void setDefaults() {
        for (int i = 0; i < values.length; i++) {
            values[i] = MacroTable.all().get(i).spec().defaultValue();
        }
    }
}
