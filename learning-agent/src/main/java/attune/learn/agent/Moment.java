package attune.learn.agent;

import attune.api.EngineInfo;
import attune.api.Situation;
import attune.learn.analysis.InputAnalysis;
import attune.learn.analysis.Observation;
import attune.learn.audio.CapturedClip;
import attune.learn.strategy.StrategyInput;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import java.util.Arrays;

/**
 * Everything that one decision is made from. Nothing of it changes while it is made.
 *
 * @param engineId engine that is learned for
 * @param at when, in milliseconds since 1970
 * @param clip captured input
 * @param analysis of that clip
 * @param situation of that clip
 * @param macros in force, not bypassed and whole: what a listener hears once neither Bypass nor Delta is pressed
 * @param levelerGainDb gain from which the leveler starts: {@link #steadyGainDb}
 * @param input what strategies know
 */
record Moment(
        String engineId,
        long at,
        CapturedClip clip,
        InputAnalysis analysis,
        Situation situation,
        MacroSnapshot macros,
        double levelerGainDb,
        StrategyInput input) {
    /** No person has weighed the objectives yet. */
    static final double[] EQUAL_WEIGHTS = {1, 1, 1, 1, 1, 1};

    /** The set in force. */
    ParamSnapshot inForce() {
        return input.inForce();
    }

    /** The person's Target. */
    double targetLufs() {
        return macros.get(MacroTable.TARGET);
    }

    /**
     * Gain that a leveler of any reach would settle at on this sound; each set's own range bounds it. Sets are compared at
     * rest: a leveler on its way would be taken for one that lets the level wander.
     */
    static double steadyGainDb(InputAnalysis analysis, MacroSnapshot macros) {
        double lufs = analysis.integratedLufs();
        return Double.isFinite(lufs) ? macros.get(MacroTable.TARGET) - lufs : 0;
    }

    /** What shapes the sound of an engine that is neither bypassed nor heard in part. */
    static MacroSnapshot macros(EngineInfo now) {
        MacroSnapshot macros = new MacroSnapshot();
        for (MacroTable macro : MacroTable.all()) {
            Double value = now.macros().get(macro.id());
            boolean shapesSound = macro == MacroTable.AMOUNT
                    || macro == MacroTable.TARGET
                    || macro == MacroTable.OUTPUT_TRIM
                    || macro == MacroTable.SLOT;
            if (value != null && shapesSound) {
                macros.set(macro, value);
            }
        }
        return macros;
    }

    /** What is heard, for finding the same situation again. */
    static Situation situation(InputAnalysis analysis, CapturedClip clip, ParamSnapshot inForce, double[] weights) {
        double[] values = Observation.of(analysis, clip, inForce, weights).values();
        return new Situation(
                analysis.contentClass().id(),
                Observation.VERSION,
                Arrays.stream(values).boxed().toList());
    }
}
