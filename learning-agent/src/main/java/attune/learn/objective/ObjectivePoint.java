package attune.learn.objective;

import attune.learn.judge.Objectives;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where one set lies on all objectives. Immutable. */
public final class ObjectivePoint {
    /** The largest bonus that a taste gives moves {@link Objective#PREFERENCE} from its middle to its end. */
    private static final double NO_OPINION = 0.5;

    private final double[] values;

    private ObjectivePoint(double[] values) {
        this.values = values;
    }

    /**
     * From its parts.
     *
     * @param heard of the rendered sound
     * @param cost see {@link StageCosts}
     * @param preference 0 to 1
     */
    public static ObjectivePoint of(Objectives heard, double cost, double preference) {
        return of(new double[] {
            heard.clarity(),
            heard.tone(),
            heard.dynamics(),
            heard.loudness(),
            heard.fidelity(),
            heard.comfort(),
            cost,
            preference
        });
    }

    /**
     * From values in the order of {@link Objective}.
     *
     * @throws IllegalArgumentException for another number of values, or one outside 0 to 1
     */
    public static ObjectivePoint of(double[] values) {
        if (values.length != Objective.COUNT) {
            throw new IllegalArgumentException("values=" + values.length + ", " + Objective.COUNT + " are needed");
        }
        for (Objective objective : Objective.values()) {
            double value = values[objective.ordinal()];
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException(objective.id() + "=" + value + ", allowed is 0 to 1");
            }
        }
        return new ObjectivePoint(values.clone());
    }

    /** {@link Objective#PREFERENCE} of a set to which a taste adds so many steps, 0.5 at most in either direction. */
    public static double preference(double bonusSteps) {
        return Math.max(0, Math.min(1, NO_OPINION + bonusSteps));
    }

    /** One value. */
    public double get(Objective objective) {
        return values[objective.ordinal()];
    }

    /** A copy of all values in order. */
    public double[] values() {
        return values.clone();
    }

    /** Whether it is nowhere worse and somewhere better. */
    public boolean dominates(ObjectivePoint other) {
        boolean better = false;
        for (int i = 0; i < values.length; i++) {
            if (values[i] < other.values[i]) {
                return false;
            }
            better |= values[i] > other.values[i];
        }
        return better;
    }

    /** Values by permanent name, in order. */
    public Map<String, Double> asMap() {
        Map<String, Double> map = new LinkedHashMap<>();
        for (Objective objective : Objective.values()) {
            map.put(objective.id(), get(objective));
        }
        return map;
    }
}
