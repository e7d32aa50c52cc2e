package attune.learn.strategy;

import attune.learn.analysis.ToneFinding;
import attune.param.ParamSnapshot;
import attune.param.Stage;
import java.util.Arrays;
import java.util.List;

/** Voice off its target curve: equaliser gains that come nearest to the correction; an equaliser set before is replaced. */
public final class ToneRule implements Rule {
    /** Nothing is known of the tone up there: it goes on as it ends, so that no fit raises what it can't see. */
    private static final double[] ABOVE_HZ = {10_000, 12_500, 16_000};

    private static final double HIGHEST_SHARE = 0.45;

    @Override
    public String name() {
        return "tone";
    }

    @Override
    public boolean apply(StrategyInput input, ParamSnapshot set) {
        ToneFinding tone = input.analysis().tone();
        if (!input.mayShapeSound() || tone.correctionDb().stream().allMatch(db -> db == 0)) {
            return false;
        }
        ParamSnapshot wish = new ParamSnapshot(set);
        equalise(wish, array(tone.centresHz()), array(tone.correctionDb()), input.sampleRateHz());
        if (StageMoves.changed(set, wish).isEmpty()) {
            return false;
        }
        StageMoves.copy(Stage.EQ, wish, set);
        return true;
    }

    /** Equaliser gains that come nearest to a correction at these frequencies; above them it goes on as it ends. */
    static void equalise(ParamSnapshot set, double[] centresHz, double[] correctionDb, double sampleRateHz) {
        int above = (int) Arrays.stream(ABOVE_HZ)
                .filter(hz -> hz < HIGHEST_SHARE * sampleRateHz)
                .count();
        double[] centres = Arrays.copyOf(centresHz, centresHz.length + above);
        double[] correction = Arrays.copyOf(correctionDb, centres.length);
        System.arraycopy(ABOVE_HZ, 0, centres, centresHz.length, above);
        Arrays.fill(correction, centresHz.length, correction.length, correctionDb[correctionDb.length - 1]);
        EqFit.withGains(set, new EqFit(sampleRateHz, centres).fit(correction));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
