package attune.learn.strategy;

import attune.learn.analysis.ContentClass;
import attune.learn.judge.Gate;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;

/** Music, for sure: noise reduction off, because it follows speech and takes held and dying notes for noise. */
public final class MusicRule implements Rule {
    @Override
    public String name() {
        return "music";
    }

    @Override
    public boolean apply(StrategyInput input, ParamSnapshot set) {
        boolean sure = input.analysis().contentClass() == ContentClass.MUSIC
                && input.analysis().confidence() >= Gate.LEAST_CONFIDENCE;
        if (!sure || set.get(ParamTable.NR_ATTENUATION) == 0) {
            return false;
        }
        set.set(ParamTable.NR_ATTENUATION, 0);
        return true;
    }
}
