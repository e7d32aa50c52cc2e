package attune.control.guard;

import attune.api.ParamBounds;
import attune.control.problem.ProblemException;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A person's own limits for learning; immutable. */
public final class UserBounds {
    /** None at all. */
    public static final UserBounds NONE = new UserBounds(Map.of());

    private final Map<String, ParamBounds> bounds;

    private UserBounds(Map<String, ParamBounds> bounds) {
        this.bounds = bounds;
    }

    /**
     * Checks bounds by permanent id.
     *
     * @throws ProblemException 422 where one is unknown, outside the table's safe range, or lower over upper
     */
    public static UserBounds of(Map<String, ParamBounds> wanted) {
        Map<String, ParamBounds> checked = new LinkedHashMap<>();
        wanted.forEach((id, bound) -> {
            ParamSpec spec = ParamSets.named(id).spec();
            if (bound == null) { // JSON's null, whatever the type says
                throw ProblemException.invalid(id, "null", null, spec.label() + ": bounds are {min, max}, not null.");
            }
            check(spec, bound.min());
            check(spec, bound.max());
            if (bound.min() != null && bound.max() != null && bound.min() > bound.max()) {
                throw ProblemException.invalid(
                        id,
                        bound.min() + " to " + bound.max(),
                        null,
                        spec.label() + ": the lower bound is over the upper.");
            }
            checked.put(id, bound);
        });
        return new UserBounds(Map.copyOf(checked));
    }

    private static void check(ParamSpec spec, @Nullable Double bound) {
        if (bound == null) {
            return;
        }
        if (!Double.isFinite(bound) || bound < spec.safeMin() || bound > spec.safeMax()) {
            double limit = bound > spec.safeMax() ? spec.safeMax() : spec.safeMin();
            throw ParamSets.outside(spec, bound, limit, "the safe", ParamSets.range(spec.safeMin(), spec.safeMax()));
        }
    }

    /** By permanent id; only those that a person set. */
    public Map<String, ParamBounds> asMap() {
        return bounds;
    }

    /** A set inside these limits, as near to another as they allow; what they lock, and what lies outside already, stays. */
    public ParamSnapshot fit(ParamSnapshot wanted, ParamSnapshot inForce) {
        ParamSnapshot fitted = new ParamSnapshot(wanted);
        for (ParamTable param : ParamTable.all()) {
            double value = wanted.get(param);
            if (value > max(param)) {
                value = Math.max(max(param), inForce.get(param));
            }
            if (value < min(param)) {
                value = Math.min(min(param), inForce.get(param));
            }
            fitted.set(param, isLocked(param) ? inForce.get(param) : value);
        }
        return fitted;
    }

    boolean isLocked(ParamTable param) {
        ParamBounds bound = bounds.get(param.id());
        return bound != null && bound.locked();
    }

    /** Lower limit, NaN where none is set. */
    double min(ParamTable param) {
        ParamBounds bound = bounds.get(param.id());
        return bound == null || bound.min() == null ? Double.NaN : bound.min();
    }

    /** Upper limit, NaN where none is set. */
    double max(ParamTable param) {
        ParamBounds bound = bounds.get(param.id());
        return bound == null || bound.max() == null ? Double.NaN : bound.max();
    }
}
