package attune.learn.objective;

import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import attune.param.Stage;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a set costs the machine, from a table of CPU time by stage, so that the same set costs the same on a busy day: measured
 * time would differ more between two renders than between two sets. A stage whose settings are all neutral costs nothing.
 */
public final class StageCosts {
    /** CPU time in ns for each stereo frame at 48 kHz, in quality mode: what docs/benchmarks.md has for each stage. */
    private static final Map<Stage, Double> NS_PER_FRAME = new EnumMap<>(Map.of(
            Stage.HIGH_PASS, 10.2,
            Stage.HUM_REMOVER, 41.3,
            Stage.NOISE_REDUCER, 197.3,
            Stage.GATE, 9.6,
            Stage.EQ, 29.7,
            Stage.DE_ESSER, 30.1,
            Stage.COMPRESSOR, 77.1,
            Stage.EXCITER, 60.8,
            Stage.WIDENER, 11.0,
            Stage.LEVELER, 8.7));

    private static final double ALL =
            NS_PER_FRAME.values().stream().mapToDouble(ns -> ns).sum();

    private StageCosts() {}

    /** Share of the most that could be spared which this set spares: 1 with every stage neutral, 0 with all at work. */
    public static double spared(ParamSnapshot params) {
        return 1 - nsPerFrame(params) / ALL;
    }

    /** CPU time of the stages at work, in ns for each stereo frame at 48 kHz. */
    static double nsPerFrame(ParamSnapshot params) {
        double sum = 0;
        for (Map.Entry<Stage, Double> stage : NS_PER_FRAME.entrySet()) {
            sum += works(stage.getKey(), params) ? stage.getValue() : 0;
        }
        return sum;
    }

    private static boolean works(Stage stage, ParamSnapshot params) {
        for (ParamTable param : ParamTable.all()) {
            ParamSpec spec = param.spec();
            boolean matters = spec.stage() == stage && spec.followsAmount();
            if (matters && params.get(param) != spec.neutral()) {
                return true;
            }
        }
        return false;
    }
}
