package attune.param;

import attune.rt.AudioThread;

/**
 * One value for every parameter of {@link ParamTable}, always inside its bounds. Owned by one thread at a time; mutable
 * so that the audio thread can reuse it. Never allocates after construction.
 */
public final class ParamSnapshot {
    private final double[] values = new double[ParamTable.COUNT];

    /** All parameters at their defaults: the transparent sound. */
    public ParamSnapshot() {
        setDefaults();
    }

    /** A copy of {@code other}. */
    public ParamSnapshot(ParamSnapshot other) {
        copyFrom(other);
    }

    /** Value in the parameter's unit. */
    @AudioThread
    public double get(ParamTable param) {
        return values[param.index()];
    }

    /** Value by dense index, {@code 0 <= index < ParamTable.COUNT}. */
    @AudioThread
    public double get(int index) {
        return values[index];
    }

    /** Sets the nearest allowed value; NaN sets the default. */
    @AudioThread
    public void set(ParamTable param, double value) {
        values[param.index()] = param.spec().clamp(value);
    }

    /** Sets the nearest allowed value by dense index. */
    @AudioThread
    public void set(int index, double value) {
        values[index] = ParamTable.all().get(index).spec().clamp(value);
    }

    /** Takes all values of {@code other}. */
    @AudioThread
    public void copyFrom(ParamSnapshot other) {
        System.arraycopy(other.values, 0, values, 0, values.length);
    }

    /** Returns all parameters to their defaults. */
    @AudioThread
    public void setDefaults() {
        for (int i = 0; i < values.length; i++) {
            values[i] = ParamTable.all().get(i).spec().defaultValue();
        }
    }

    /** Whether every value is the same, bit for bit. */
    @AudioThread
    public boolean sameAs(ParamSnapshot other) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != other.values[i]) {
                return false;
            }
        }
        return true;
    }
}
