package attune.learn.strategy;

import attune.learn.analysis.HumFinding;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.List;

/** Hum found: notches at its refined fundamental, as deep as its strongest harmonic stands out, as many as stand out. */
public final class HumRule implements Rule {
    /** A harmonic that stands out by less is no hum that anybody hears. */
    private static final double HEARD_DB = 9;

    private static final double MARGIN_DB = 6;
    private static final double LEAST_DEPTH_DB = 12;

    @Override
    public String name() {
        return "hum";
    }

    @Override
    public boolean apply(StrategyInput input, ParamSnapshot set) {
        HumFinding hum = input.analysis().hum();
        if (!hum.present() || !input.isProgramme()) {
            return false;
        }
        List<Double> prominences = hum.prominencesDb();
        double strongest = 0;
        int highest = 1;
        for (int i = 0; i < prominences.size(); i++) {
            strongest = Math.max(strongest, prominences.get(i));
            highest = prominences.get(i) > HEARD_DB ? i + 1 : highest;
        }
        set.set(ParamTable.HUM_FREQUENCY, hum.f0Hz());
        set.set(ParamTable.HUM_HARMONICS, highest);
        set.set(ParamTable.HUM_DEPTH, Math.max(LEAST_DEPTH_DB, strongest + MARGIN_DB));
        return true;
    }
}
