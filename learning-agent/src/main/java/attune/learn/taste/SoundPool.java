package attune.learn.taste;

import attune.learn.strategy.LearningBounds;
import attune.param.MacroAxis;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Sounds that a person can be asked about: what plays, small and larger moves along every axis around it, and other whole sets, all
 * where learning may go. What a pair at equal loudness can't tell is alike in all of them: the leveler's offset, and the width where
 * there is one channel's sound only. Stateless.
 */
public final class SoundPool {
    /** Steps along an axis; a pair differs by more than one. */
    private static final double[] STEPS = {-3, -1.5, 1.5, 3};

    private SoundPool() {}

    /**
     * Gathers.
     *
     * @param others presets, and what was tried lately
     * @param isMono whether nothing of width can be heard
     */
    public static List<ParamSnapshot> of(
            ParamSnapshot inForce, List<ParamSnapshot> others, LearningBounds bounds, boolean isMono) {
        List<ParamSnapshot> pool = new ArrayList<>();
        pool.add(new ParamSnapshot(inForce));
        for (MacroAxis axis : MacroAxis.values()) {
            for (double steps : STEPS) {
                ParamSnapshot moved = new ParamSnapshot(inForce);
                axis.move(moved, steps);
                add(pool, moved, inForce, bounds, isMono);
            }
        }
        others.forEach(set -> add(pool, set, inForce, bounds, isMono));
        return pool;
    }

    private static void add(
            List<ParamSnapshot> pool,
            ParamSnapshot wish,
            ParamSnapshot inForce,
            LearningBounds bounds,
            boolean isMono) {
        ParamSnapshot set = bounds.fit(wish, inForce);
        set.set(ParamTable.LEVELER_OFFSET, inForce.get(ParamTable.LEVELER_OFFSET));
        if (isMono) {
            set.set(ParamTable.WIDENER_WIDTH, inForce.get(ParamTable.WIDENER_WIDTH));
        }
        if (pool.stream().noneMatch(known -> known.sameAs(set))) {
            pool.add(set);
        }
    }
}
