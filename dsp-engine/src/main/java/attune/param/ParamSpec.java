package attune.param;

import java.util.List;

/**
 * Everything known about one parameter. Ranges are in the parameter's own unit (plain values, not normalised).
 *
 * @param index dense array slot, never reused
 * @param id permanent: LV2 symbol, JSON key, command-line name
 * @param label name for people
 * @param stage processor that reads it
 * @param doc one sentence for people
 * @param unit "Hz", "dB", "ms", "%", "LUFS", "dBTP", "LU/s" or empty
 * @param min smallest allowed value
 * @param max largest allowed value
 * @param defaultValue value when nothing else is said
 * @param neutral value at which the stage does nothing and towards which Amount scales; NaN where Amount leaves the
 *     parameter alone
 * @param scale layout of the range
 * @param smoothingMs time from one value to another, 0 for discrete parameters
 * @param safeMin lower bound for values that a learner proposes
 * @param safeMax upper bound for values that a learner proposes
 * @param maxStepPerSecond largest movement a learner may cause in one second of sound, in the parameter's unit
 * @param learnable whether a learner may propose values
 * @param levelEffect which way makes the sound louder; the unit is dB then
 * @param since version that introduced the parameter
 * @param choices labels of an {@link Scale#ENUM}'s values, else empty
 */
public record ParamSpec(
        int index,
        String id,
        String label,
        Stage stage,
        String doc,
        String unit,
        double min,
        double max,
        double defaultValue,
        double neutral,
        Scale scale,
        double smoothingMs,
        double safeMin,
        double safeMax,
        double maxStepPerSecond,
        boolean learnable,
        LevelEffect levelEffect,
        String since,
        List<String> choices) {

    public ParamSpec {
        choices = List.copyOf(choices);
    }

    /** Nearest allowed value; NaN gives the default. Discrete parameters are rounded half up. */
    public double clamp(double value) {
        if (Double.isNaN(value)) {
            return defaultValue;
        }
        double bounded = value < min ? min : value > max ? max : value;
        return scale.isDiscrete() ? Math.floor(bounded + 0.5) : bounded;
    }

    /** Whether {@code value} is finite, inside the range and, for discrete parameters, a whole number. */
    public boolean allows(double value) {
        return value >= min && value <= max && (!scale.isDiscrete() || value == Math.floor(value));
    }

    /** Most dB by which moving from {@code from} to {@code to} may raise the level. */
    public double riseDb(double from, double to) {
        double change = levelEffect == LevelEffect.LOUDER_DOWN ? from - to : to - from;
        return levelEffect == LevelEffect.NONE ? 0 : Math.max(0, change);
    }

    /** Whether Amount scales this parameter towards {@link #neutral()}. */
    public boolean followsAmount() {
        return !Double.isNaN(neutral);
    }
}
