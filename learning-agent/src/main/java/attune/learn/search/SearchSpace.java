package attune.learn.search;

import attune.learn.analysis.InputAnalysis;
import attune.learn.analysis.ToneFinding;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.NoiseRule;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The parameters that a local search moves: those that what is wrong with the sound points to, at most {@link #LARGEST}. Each is
 * a coordinate from 0 to 1 over its learnable range, by ratio where the table has it so. Level is not among them, since the judge
 * matches it before he listens. Immutable.
 */
public final class SearchSpace {
    /** Most coordinates. */
    public static final int LARGEST = 8;

    private static final double SHARP_DB = -4;

    private static final List<ParamTable> HUM = List.of(ParamTable.HUM_DEPTH, ParamTable.HUM_HARMONICS);
    /** Sensitivity and smoothing are left as the rules have them: there the judge is easily pleased and the truth falls. */
    private static final List<ParamTable> NOISE = List.of(ParamTable.NR_ATTENUATION, ParamTable.HPF_CORNER);

    private static final Map<ToneFinding.Fault, List<ParamTable>> TONE = Map.of(
            ToneFinding.Fault.DULL, List.of(ParamTable.EQ8_GAIN, ParamTable.EQ7_GAIN, ParamTable.EQ6_GAIN),
            ToneFinding.Fault.BRIGHT, List.of(ParamTable.EQ8_GAIN, ParamTable.EQ7_GAIN, ParamTable.EQ6_GAIN),
            ToneFinding.Fault.HARSH, List.of(ParamTable.EQ6_GAIN, ParamTable.EQ7_GAIN, ParamTable.EQ5_GAIN));
    private static final List<ParamTable> SHARPNESS = List.of(ParamTable.DEESS_DEPTH, ParamTable.DEESS_FREQUENCY);

    private final List<ParamTable> params;
    private final LearningBounds bounds;
    private final ParamSnapshot around;

    private SearchSpace(List<ParamTable> params, LearningBounds bounds, ParamSnapshot around) {
        this.params = params;
        this.bounds = bounds;
        this.around = around;
    }

    /**
     * Where to search.
     *
     * @param around set from which the search begins; parameters that are not searched keep its values
     */
    public static SearchSpace of(InputAnalysis analysis, LearningBounds bounds, ParamSnapshot around) {
        List<ParamTable> found = new ArrayList<>();
        if (analysis.hum().present()) {
            found.addAll(HUM);
        }
        if (analysis.noise().meanSnrDb() < NoiseRule.QUIET_SNR_DB) {
            found.addAll(NOISE);
        }
        found.addAll(TONE.getOrDefault(analysis.tone().fault(), List.of()));
        if (analysis.sibilanceDb() > SHARP_DB) {
            found.addAll(SHARPNESS);
        }
        return over(found, bounds, around);
    }

    /** Over the first of these parameters that may be moved. */
    public static SearchSpace over(List<ParamTable> wanted, LearningBounds bounds, ParamSnapshot around) {
        return new SearchSpace(
                free(wanted, bounds).stream().limit(LARGEST).toList(), bounds, new ParamSnapshot(around));
    }

    /** Over all of these parameters that may be moved: for learners, who try more often than a search does. */
    public static SearchSpace overAll(List<ParamTable> wanted, LearningBounds bounds, ParamSnapshot around) {
        return new SearchSpace(free(wanted, bounds), bounds, new ParamSnapshot(around));
    }

    private static List<ParamTable> free(List<ParamTable> wanted, LearningBounds bounds) {
        return wanted.stream().filter(param -> !bounds.isFixed(param)).toList();
    }

    /** Parameters by coordinate; none where nothing is wrong that they could mend. */
    public List<ParamTable> params() {
        return params;
    }

    /** Coordinates of a set, each 0 to 1. */
    public double[] coordinates(ParamSnapshot set) {
        return params.stream()
                .mapToDouble(param -> coordinate(param, set.get(param)))
                .toArray();
    }

    private double coordinate(ParamTable param, double value) {
        double low = bounds.min(param);
        double high = bounds.max(param);
        double place = param.spec().scale() == Scale.LOG
                ? StrictMath.log(value / low) / StrictMath.log(high / low)
                : (value - low) / (high - low);
        return Math.max(0, Math.min(1, place));
    }

    /** The set at some coordinates. */
    public ParamSnapshot set(double[] coordinates) {
        ParamSnapshot set = new ParamSnapshot(around);
        for (int i = 0; i < coordinates.length; i++) {
            ParamTable param = params.get(i);
            double low = bounds.min(param);
            double high = bounds.max(param);
            set.set(
                    param,
                    param.spec().scale() == Scale.LOG
                            ? low * StrictMath.pow(high / low, coordinates[i])
                            : low + coordinates[i] * (high - low));
        }
        return bounds.fit(set, around);
    }
}
