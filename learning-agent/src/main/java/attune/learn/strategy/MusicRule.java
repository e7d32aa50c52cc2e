package attune.learn.strategy;

import attune.learn.analysis.ContentClass;
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
        if (!input.analysis().isSurely(ContentClass.MUSIC) || set.get(ParamTable.NR_ATTENUATION) == 0) {
            return false;
        }
        set.set(ParamTable.NR_ATTENUATION, 0);
        return true;
    }
}
