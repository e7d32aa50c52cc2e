package attune.learn.strategy;

import attune.learn.analysis.ContentClass;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;

/**
 * Programme away from the person's Target by more than the leveler may reach: a wider range; slow for music, faster for a
 * voice whose level wanders. Not for the judge, who matches levels: level has a test of its own.
 */
public final class LevelRule implements Rule {
    /** Smallest distance worth a move. */
    public static final double WORTH_LU = 1;

    private static final double MARGIN_DB = 2;
    private static final double WANDERING_DB = 4;
    private static final double VOICE_SPEED = 1;
    private static final double WANDERING_SPEED = 2;
    private static final double MUSIC_SPEED = 0.3;

    @Override
    public String name() {
        return "level";
    }

    @Override
    public boolean apply(StrategyInput input, ParamSnapshot set) {
        double lufs = input.analysis().integratedLufs();
        if (!input.isProgramme() || !Double.isFinite(lufs)) {
            return false;
        }
        double needed = Math.abs(input.targetLufs() + set.get(ParamTable.LEVELER_OFFSET) - lufs);
        boolean voice = input.analysis().contentClass() == ContentClass.SPEECH;
        boolean wanders = voice && input.analysis().levelVariationDb() > WANDERING_DB;
        double speed = wanders ? WANDERING_SPEED : voice ? VOICE_SPEED : MUSIC_SPEED;
        boolean tooNarrow = needed > set.get(ParamTable.LEVELER_RANGE) + WORTH_LU;
        boolean tooSlow = wanders && set.get(ParamTable.LEVELER_SPEED) < speed;
        if (!tooNarrow && !tooSlow) {
            return false;
        }
        set.set(ParamTable.LEVELER_RANGE, Math.max(set.get(ParamTable.LEVELER_RANGE), needed + MARGIN_DB));
        set.set(ParamTable.LEVELER_SPEED, Math.max(speed, voice ? set.get(ParamTable.LEVELER_SPEED) : 0));
        return true;
    }
}
