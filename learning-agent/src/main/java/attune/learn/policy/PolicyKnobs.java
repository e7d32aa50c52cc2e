package attune.learn.policy;

import attune.learn.analysis.HumFinding;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import attune.param.Scale;
import attune.param.Stage;
import java.util.List;
import java.util.stream.Stream;

/**
 * The parameters that the policy sets, each as its place in its safe range: 0 at the lower end, 1 at the upper. The order is part of
 * the model's format.
 */
public final class PolicyKnobs {
    /** Stages that it moves. */
    public static final List<Stage> STAGES =
            List.of(Stage.HUM_REMOVER, Stage.NOISE_REDUCER, Stage.HIGH_PASS, Stage.EQ, Stage.DE_ESSER);

    /** In order. */
    public static final List<ParamTable> PARAMS = Stream.concat(
                    Stream.of(
                            ParamTable.HUM_DEPTH,
                            ParamTable.NR_ATTENUATION,
                            ParamTable.NR_SENSITIVITY,
                            ParamTable.NR_SMOOTHING,
                            ParamTable.NR_ONSET,
                            ParamTable.HPF_CORNER,
                            ParamTable.DEESS_DEPTH,
                            ParamTable.DEESS_THRESHOLD),
                    ParamTable.all().stream().filter(PolicyKnobs::isEqGain))
            .toList();

    /** Moves smaller than these do nothing that anybody hears. */
    private static final double LEAST_HUM_DB = 6;

    private static final double LEAST_NOISE_DB = 1.5;
    private static final double LEAST_CORNER_HZ = 15;
    private static final double LEAST_DEESS_DB = 1;
    private static final double LEAST_EQ_DB = 0.5;

    private PolicyKnobs() {}

    private static boolean isEqGain(ParamTable param) {
        return param.spec().stage() == Stage.EQ && param.id().endsWith("_gain");
    }

    /** Where a set's values lie. */
    public static double[] places(ParamSnapshot params) {
        return PARAMS.stream()
                .mapToDouble(param -> place(param.spec(), params.get(param)))
                .toArray();
    }

    private static double place(ParamSpec spec, double value) {
        double low = spec.safeMin();
        double high = spec.safeMax();
        double place = spec.scale() == Scale.LOG
                ? StrictMath.log(value / low) / StrictMath.log(high / low)
                : (value - low) / (high - low);
        return Math.max(0, Math.min(1, place));
    }

    /** Whether a value makes a difference in this set: that of a stage that is off makes none. */
    public static boolean matters(ParamTable param, ParamSnapshot params) {
        return switch (param) {
            case NR_SENSITIVITY, NR_SMOOTHING, NR_ONSET -> params.get(ParamTable.NR_ATTENUATION) >= LEAST_NOISE_DB;
            case DEESS_THRESHOLD -> params.get(ParamTable.DEESS_DEPTH) >= LEAST_DEESS_DB;
            default -> true;
        };
    }

    /**
     * A set of these places.
     *
     * @param base what all that the policy does not move is taken from; not changed
     * @param hum found in the input: without it no hum is removed, with it at its frequency
     */
    static ParamSnapshot set(double[] places, ParamSnapshot base, HumFinding hum) {
        ParamSnapshot set = new ParamSnapshot(base);
        for (ParamTable param : ParamTable.all()) {
            if (STAGES.contains(param.spec().stage())) {
                set.set(param, param.spec().defaultValue());
            }
        }
        for (int i = 0; i < places.length; i++) {
            ParamTable param = PARAMS.get(i);
            set.set(param, value(param.spec(), Math.max(0, Math.min(1, places[i]))));
        }
        dropSmall(set, ParamTable.NR_ATTENUATION, LEAST_NOISE_DB);
        dropSmall(set, ParamTable.HPF_CORNER, LEAST_CORNER_HZ);
        dropSmall(set, ParamTable.DEESS_DEPTH, LEAST_DEESS_DB);
        PARAMS.stream().filter(PolicyKnobs::isEqGain).forEach(gain -> dropSmall(set, gain, LEAST_EQ_DB));
        if (hum.present()) {
            dropSmall(set, ParamTable.HUM_DEPTH, LEAST_HUM_DB);
            set.set(ParamTable.HUM_FREQUENCY, hum.f0Hz());
            set.set(ParamTable.HUM_HARMONICS, ParamTable.HUM_HARMONICS.spec().safeMax());
        } else {
            set.set(ParamTable.HUM_DEPTH, 0);
        }
        return set;
    }

    private static double value(ParamSpec spec, double place) {
        double low = spec.safeMin();
        double high = spec.safeMax();
        return spec.scale() == Scale.LOG ? low * StrictMath.pow(high / low, place) : low + place * (high - low);
    }

    private static void dropSmall(ParamSnapshot set, ParamTable param, double least) {
        if (Math.abs(set.get(param)) < least) {
            set.set(param, param.spec().neutral());
        }
    }
}
