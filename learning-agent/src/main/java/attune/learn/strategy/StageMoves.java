package attune.learn.strategy;

import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Stage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Differences between two sets, stage by stage, by what a listener hears of them: dB for gains and attenuations, octaves
 * (times four, to weigh like dB) for corners and times, the response for the equaliser. Settings of a stage that is off
 * make no difference.
 */
public final class StageMoves {
    /** What 1 dB is for parameters in per cent: a tenth of a doubling. */
    private static final double PERCENT_PER_DB = 10;

    private static final double DB_PER_OCTAVE = 4;
    private static final double HEARD_DB = 0.25;
    private static final double[] CENTRES_HZ = Stream.iterate(62.5, hz -> hz * StrictMath.sqrt(2))
            .limit(17)
            .mapToDouble(Double::doubleValue)
            .toArray();
    private static final EqResponse EQ = new EqResponse(48_000, CENTRES_HZ);
    private static final List<Stage> STAGES = ParamTable.all().stream()
            .filter(param -> param.spec().learnable())
            .map(param -> param.spec().stage())
            .distinct()
            .toList();

    private StageMoves() {}

    /** Stages that a learner may move, in the order of the table. */
    public static List<Stage> stages() {
        return STAGES;
    }

    /** Stages that sound different. */
    public static List<Stage> changed(ParamSnapshot before, ParamSnapshot after) {
        List<Stage> changed = new ArrayList<>();
        for (Stage stage : STAGES) {
            if (distance(effect(stage, before), effect(stage, after)) > HEARD_DB) {
                changed.add(stage);
            }
        }
        return changed;
    }

    /** Stages of which any parameter differs, heard or not. */
    public static Set<Stage> touched(ParamSnapshot before, ParamSnapshot after) {
        Set<Stage> touched = EnumSet.noneOf(Stage.class);
        for (ParamTable param : ParamTable.all()) {
            if (before.get(param) != after.get(param)) {
                touched.add(param.spec().stage());
            }
        }
        return touched;
    }

    /** How far two sets lie apart, over all stages, in dB. */
    public static double distanceDb(ParamSnapshot a, ParamSnapshot b) {
        double sum = 0;
        for (Stage stage : STAGES) {
            sum += distance(effect(stage, a), effect(stage, b));
        }
        return sum;
    }

    /**
     * How far {@code candidate} goes along the move of one stage from {@code before} to {@code after}: 0 not at all, 1 as
     * far, above 1 farther.
     */
    public static double share(Stage stage, ParamSnapshot candidate, ParamSnapshot before, ParamSnapshot after) {
        double[] from = effect(stage, before);
        double[] to = effect(stage, after);
        double[] at = effect(stage, candidate);
        double along = 0;
        double square = 0;
        for (int i = 0; i < from.length; i++) {
            along += (at[i] - from[i]) * (to[i] - from[i]);
            square += (to[i] - from[i]) * (to[i] - from[i]);
        }
        return square == 0 ? 0 : along / square;
    }

    /** Takes one stage's parameters of {@code from} into {@code into}. */
    public static ParamSnapshot copy(Stage stage, ParamSnapshot from, ParamSnapshot into) {
        for (ParamTable param : ParamTable.all()) {
            if (param.spec().stage() == stage) {
                into.set(param, from.get(param));
            }
        }
        return into;
    }

    /** Puts one stage of {@code into} halfway between two sets. */
    public static ParamSnapshot copyHalfway(Stage stage, ParamSnapshot a, ParamSnapshot b, ParamSnapshot into) {
        for (ParamTable param : ParamTable.all()) {
            if (param.spec().stage() == stage) {
                into.set(param, (a.get(param) + b.get(param)) / 2);
            }
        }
        return into;
    }

    private static double[] effect(Stage stage, ParamSnapshot params) {
        return switch (stage) {
            case HIGH_PASS -> new double[] {octaves(params.get(ParamTable.HPF_CORNER), 10)};
            case NOISE_REDUCER -> new double[] {params.get(ParamTable.NR_ATTENUATION)};
            case EQ -> EQ.gainsDb(params);
            case LEVELER -> {
                double range = params.get(ParamTable.LEVELER_RANGE);
                yield new double[] {range, range == 0 ? 0 : params.get(ParamTable.LEVELER_OFFSET)};
            }
            case LIMITER -> new double[] {octaves(params.get(ParamTable.LIMITER_RELEASE), 120)};
            case HUM_REMOVER -> new double[] {params.get(ParamTable.HUM_DEPTH)};
            case GATE -> new double[] {params.get(ParamTable.GATE_RANGE)};
            case DE_ESSER -> new double[] {params.get(ParamTable.DEESS_DEPTH)};
            case COMPRESSOR ->
                new double[] {
                    octaves(params.get(ParamTable.COMP1_RATIO), 1), octaves(params.get(ParamTable.COMP2_RATIO), 1),
                    octaves(params.get(ParamTable.COMP3_RATIO), 1), octaves(params.get(ParamTable.COMP4_RATIO), 1),
                    params.get(ParamTable.COMP1_GAIN), params.get(ParamTable.COMP2_GAIN),
                    params.get(ParamTable.COMP3_GAIN), params.get(ParamTable.COMP4_GAIN)
                };
            case EXCITER -> new double[] {params.get(ParamTable.EXCITER_AMOUNT) / PERCENT_PER_DB};
            case WIDENER -> new double[] {(params.get(ParamTable.WIDENER_WIDTH) - 100) / PERCENT_PER_DB};
            case INPUT_CLEANER, PROGRAM, MACRO -> new double[1];
        };
    }

    private static double octaves(double value, double base) {
        return DB_PER_OCTAVE * StrictMath.log(value / base) / StrictMath.log(2);
    }

    /** Root mean square difference; of a curve over its frequencies. */
    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum / a.length);
    }
}
