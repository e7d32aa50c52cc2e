package attune.learn.strategy;

import attune.learn.analysis.ToneFinding;
import attune.param.ParamSnapshot;
import attune.param.Stage;

/** Voice off its target curve: equaliser gains that come nearest to the correction; an equaliser set before is replaced. */
public final class ToneRule implements Rule {
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
        double[] centres = array(tone.centresHz());
        ParamSnapshot wish = new ParamSnapshot(set);
        EqFit.withGains(wish, new EqFit(input.sampleRateHz(), centres).fit(array(tone.correctionDb())));
        if (StageMoves.changed(set, wish).isEmpty()) {
            return false;
        }
        StageMoves.copy(Stage.EQ, wish, set);
        return true;
    }

    private static double[] array(java.util.List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
