package attune.learn.analysis;

import attune.learn.audio.CapturedClip;
import attune.param.ParamSnapshot;
import java.util.List;

/** What a learner sees: a vector in fixed, documented order. */
public final class Observation {
    /** Layout of {@link #values()}; another one for every change of order or meaning. */
    public static final int VERSION = 1;

    private final double[] values;

    private Observation(double[] values) {
        this.values = values;
    }

    /**
     * Observes a clip.
     *
     * @param inForce parameters that play now
     * @param objectiveWeights user's weights of {@link attune.learn.judge.Objectives}, in its order
     */
    public static Observation of(
            InputAnalysis analysis, CapturedClip clip, ParamSnapshot inForce, double[] objectiveWeights) {
        return new Observation(new double[names().size()]);
    }

    /** Names of all values, in order. */
    public static List<String> names() {
        return List.of();
    }

    /** A copy of the values. */
    public double[] values() {
        return values.clone();
    }
}
