package attune.learn.strategy;

import attune.learn.analysis.ToneFinding;
import attune.param.ParamSnapshot;
import attune.param.Stage;
import java.util.ArrayList;
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
        List<Double> centres = new ArrayList<>(tone.centresHz());
        List<Double> correction = new ArrayList<>(tone.correctionDb());
        double top = correction.get(correction.size() - 1);
        for (double hz : ABOVE_HZ) {
            if (hz < HIGHEST_SHARE * input.sampleRateHz()) {
                centres.add(hz);
                correction.add(top);
            }
        }
        ParamSnapshot wish = new ParamSnapshot(set);
        EqFit.withGains(wish, new EqFit(input.sampleRateHz(), array(centres)).fit(array(correction)));
        if (StageMoves.changed(set, wish).isEmpty()) {
            return false;
        }
        StageMoves.copy(Stage.EQ, wish, set);
        return true;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
