package attune.control.guard;

import attune.control.problem.ProblemException;
import attune.control.words.Numbers;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameter sets on the wire (maps by permanent id) and in memory. */
public final class ParamSets {
    private ParamSets() {}

    /** Whole set by permanent id, in the table's order. */
    public static Map<String, Double> toMap(ParamSnapshot params) {
        Map<String, Double> map = new LinkedHashMap<>();
        for (ParamTable param : ParamTable.all()) {
            map.put(param.id(), params.get(param));
        }
        return map;
    }

    /**
     * A set with the map's values over {@code base}; each must be one that the table allows.
     *
     * @throws ProblemException 422 naming parameter, value and limit
     */
    public static ParamSnapshot over(ParamSnapshot base, Map<String, @Nullable Double> values) {
        ParamSnapshot params = new ParamSnapshot(base);
        values.forEach((id, value) -> {
            ParamTable param = named(id);
            params.set(param, allowed(param.spec(), value));
        });
        return params;
    }

    /**
     * A complete set.
     *
     * @throws ProblemException 422 naming what is missing, unknown or not allowed
     */
    public static ParamSnapshot complete(Map<String, @Nullable Double> values) {
        for (ParamTable param : ParamTable.all()) {
            if (!values.containsKey(param.id())) {
                throw ProblemException.invalid(
                        param.id(), "", null, "The set is not complete: " + param.id() + " is missing.");
            }
        }
        return over(new ParamSnapshot(), values);
    }

    /** What the store kept: unknown names are passed over, missing ones are at their defaults. */
    public static ParamSnapshot stored(Map<String, Double> values) {
        ParamSnapshot params = new ParamSnapshot();
        values.forEach((id, value) -> ParamTable.byId(id).ifPresent(param -> params.set(param, value)));
        return params;
    }

    /**
     * The parameter with this id.
     *
     * @throws ProblemException 422
     */
    public static ParamTable named(String id) {
        return ParamTable.byId(id)
                .orElseThrow(() -> ProblemException.invalid(
                        id,
                        id,
                        null,
                        "There is no parameter \"" + id + "\"; GET /api/v1/parameters-table lists them."));
    }

    private static double allowed(ParamSpec spec, @Nullable Double value) {
        if (value == null || !Double.isFinite(value)) {
            throw ProblemException.invalid(
                    spec.id(), String.valueOf(value), range(spec), spec.label() + " must be a number.");
        }
        if (spec.scale().isDiscrete() && !spec.allows(value)) {
            throw notAllowed(spec, value);
        }
        if (!spec.allows(value)) {
            throw outside(spec, value, value > spec.max() ? spec.max() : spec.min(), "Attune's", range(spec));
        }
        return value;
    }

    /**
     * Values of parameters or macros as they are written: numbers, or names of choices and switches.
     *
     * @throws ProblemException 422 for a name that there is not, naming those there are
     */
    public static @Nullable Double number(ParamSpec spec, @Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof String name) {
            return Numbers.named(spec, name)
                    .orElseThrow(() -> notAllowed(spec, "\"" + name.substring(0, Math.min(40, name.length())) + "\""));
        }
        if (value == null) {
            return null;
        }
        throw notAllowed(spec, value.toString());
    }

    /** As {@link #notAllowed(ParamSpec, String)}, for a number. */
    public static ProblemException notAllowed(ParamSpec spec, double value) {
        return notAllowed(spec, Numbers.plain(value, value == Math.rint(value) ? 0 : 2));
    }

    /** 422 that says all that is allowed: "Chain program must be 0 (Standard), 1 (Speech), …, not 2.50." */
    public static ProblemException notAllowed(ParamSpec spec, String value) {
        String allowed = Numbers.allowed(spec);
        return ProblemException.invalid(
                spec.id(), value, allowed, spec.label() + " must be " + allowed + ", not " + value + ".");
    }

    /** 422 in the panel's words: "Limiter ceiling −0.3 dBTP is over your limit of −1.0 dBTP." */
    static ProblemException outside(ParamSpec spec, double value, double limit, String whose, String allowed) {
        String sentence = spec.label() + " " + Numbers.value(spec, value) + " is "
                + (value > limit ? "over " : "under ") + whose + " limit of " + Numbers.value(spec, limit) + ".";
        return ProblemException.invalid(spec.id(), Double.toString(value), allowed, sentence);
    }

    static String range(ParamSpec spec) {
        return range(spec.min(), spec.max());
    }

    static String range(double min, double max) {
        return min + " to " + max;
    }
}
