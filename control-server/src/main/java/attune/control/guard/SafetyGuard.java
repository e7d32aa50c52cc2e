package attune.control.guard;

import attune.control.problem.ProblemException;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;

/**
 * The last word on a learned set. What a learner moves must be learnable, unlocked, inside the table's safe range and the
 * user's own bounds; what it leaves alone may be anywhere, since a person put it there. Refuses instead of clamping: a
 * clamped set is not the one that was auditioned. The engine enforces the table's part and the steps once more. No state;
 * any thread.
 */
public final class SafetyGuard {
    private SafetyGuard() {}

    /**
     * Lets a set through or refuses it.
     *
     * @param inForce set that plays, or towards which the engine moves
     * @param wanted what the learner wants instead
     * @throws ProblemException 422 naming parameter, value, limit and whose limit it is
     */
    public static void check(ParamSnapshot inForce, ParamSnapshot wanted, UserBounds bounds) {
        for (ParamTable param : ParamTable.all()) {
            double value = wanted.get(param);
            if (value != inForce.get(param)) {
                checkMove(param, value, bounds);
            }
        }
    }

    private static void checkMove(ParamTable param, double value, UserBounds bounds) {
        ParamSpec spec = param.spec();
        if (!spec.learnable()) {
            throw ProblemException.invalid(
                    spec.id(), Double.toString(value), null, spec.label() + " is moved by people only.");
        }
        if (bounds.isLocked(param)) {
            throw ProblemException.invalid(
                    spec.id(), Double.toString(value), null, spec.label() + " is locked by you.");
        }
        String safe = ParamSets.range(spec.safeMin(), spec.safeMax());
        if (value > spec.safeMax() || value < spec.safeMin()) {
            double limit = value > spec.safeMax() ? spec.safeMax() : spec.safeMin();
            throw ParamSets.outside(spec, value, limit, "the safe", safe);
        }
        if (value > bounds.max(param)) {
            throw ParamSets.outside(spec, value, bounds.max(param), "your", "at most " + bounds.max(param));
        }
        if (value < bounds.min(param)) {
            throw ParamSets.outside(spec, value, bounds.min(param), "your", "at least " + bounds.min(param));
        }
    }
}
