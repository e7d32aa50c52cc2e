package attune.learn.strategy;

import attune.api.ParamBounds;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import java.util.Map;

/** Where learning may go: the table's safe ranges, and inside them the person's own limits and locks. Immutable. */
public final class LearningBounds {
    /** The table's safe ranges alone. */
    public static final LearningBounds SAFE = new LearningBounds(Map.of());

    private final double[] min = new double[ParamTable.COUNT];
    private final double[] max = new double[ParamTable.COUNT];
    private final boolean[] fixed = new boolean[ParamTable.COUNT];

    /** Own limits by permanent id; those of unknown parameters are passed over. */
    public LearningBounds(Map<String, ParamBounds> own) {
        for (ParamTable param : ParamTable.all()) {
            ParamSpec spec = param.spec();
            int i = param.index();
            min[i] = spec.safeMin();
            max[i] = spec.safeMax();
            fixed[i] = !spec.learnable();
            ParamBounds bounds = own.get(param.id());
            if (bounds != null) {
                min[i] = bounds.min() == null ? min[i] : Math.max(min[i], bounds.min());
                max[i] = bounds.max() == null ? max[i] : Math.min(max[i], bounds.max());
                fixed[i] |= bounds.locked() || min[i] > max[i];
            }
        }
    }

    /** The nearest set that learning may reach from {@code inForce}; locked parameters keep what is in force. */
    public ParamSnapshot fit(ParamSnapshot wish, ParamSnapshot inForce) {
        ParamSnapshot fitted = new ParamSnapshot(inForce);
        for (int i = 0; i < ParamTable.COUNT; i++) {
            if (!fixed[i]) {
                fitted.set(i, Math.max(min[i], Math.min(max[i], wish.get(i))));
            }
        }
        return fitted;
    }

    /** Whether learning may not move it at all. */
    public boolean isFixed(ParamTable param) {
        return fixed[param.index()];
    }

    /** Smallest value that learning may set. */
    public double min(ParamTable param) {
        return min[param.index()];
    }

    /** Largest value that learning may set. */
    public double max(ParamTable param) {
        return max[param.index()];
    }
}
