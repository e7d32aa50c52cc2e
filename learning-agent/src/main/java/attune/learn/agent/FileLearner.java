package attune.learn.agent;

import attune.api.PresetInfo;
import attune.api.Situation;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.env.Candidate;
import attune.learn.env.RenderBudget;
import attune.learn.env.RenderMemo;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.Proposals;
import attune.learn.strategy.StrategyInput;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Learns from recorded sound as the live loop does from a listener's last seconds: the same analysis, proposals, audition,
 * gate and memory, but nobody who votes, and no watching of what a move does to the sound that follows. Knows nothing at
 * first. One thread.
 */
public final class FileLearner {
    /** How much of the last sound a decision hears. */
    public static final double HEARD_SECONDS = 14;

    private final Learning learning;
    private final Without without;
    private final List<PresetInfo> presets;
    private final MacroSnapshot macros = new MacroSnapshot();
    private ParamSnapshot inForce;

    /**
     * What came of one decision.
     *
     * @param moved whether a set passed the gate
     * @param why the strategy that proposed it; else the stable name of why the sound was left alone
     * @param sentence the explanation, for people
     */
    public record Step(boolean moved, String why, String sentence) {}

    /**
     * A learner that has heard nothing.
     *
     * @param start set that is in force before anything is learned
     * @param presets that strategies may propose
     * @param targetLufs the listener's Target
     * @param seed of everything that is drawn by chance
     */
    public FileLearner(ParamSnapshot start, List<PresetInfo> presets, double targetLufs, long seed) {
        this(start, presets, targetLufs, seed, Without.NOTHING, new RenderMemo());
    }

    /**
     * The same with some learners left out.
     *
     * @param memo of what others have played who hear the same
     */
    public FileLearner(
            ParamSnapshot start,
            List<PresetInfo> presets,
            double targetLufs,
            long seed,
            Without without,
            RenderMemo memo) {
        this.learning = new Learning(seed, false, without.judge(), memo);
        this.without = without;
        this.presets = List.copyOf(presets);
        this.inForce = new ParamSnapshot(start);
        macros.set(MacroTable.TARGET, targetLufs);
    }

    /** The set in force, the caller's to keep. */
    public ParamSnapshot inForce() {
        return new ParamSnapshot(inForce);
    }

    /**
     * Decides once, on sound that both channels of the plugin have just played.
     *
     * @param heard mono, at least a few seconds; of more than {@link #HEARD_SECONDS} the last
     * @throws InterruptedException where the thread is interrupted; what is in force stays
     */
    public Step decide(float[] heard, int rateHz) throws InterruptedException {
        int from = Math.max(0, heard.length - (int) (HEARD_SECONDS * rateHz));
        float[] last = Arrays.copyOfRange(heard, from, heard.length);
        Moment moment = moment(last, rateHz, inForce, macros, presets, learning);
        Situation situation = moment.situation();
        Proposals.Gathered gathered = new Proposals(
                        LearningBounds.SAFE, (wish, now) -> learning.memory().allowed(situation, wish, now))
                .gather(moment.input(), without.of(learning.order(situation)), Proposals.LARGEST);
        Decision decision =
                learning.bench(moment.analysis(), inForce).decider().decide(moment, gathered, RenderBudget.UNLIMITED);
        learning.learn(decision.experiences());
        Candidate taken = decision.candidate();
        String sentence = decision.explanation().sentence();
        if (taken == null) {
            return new Step(false, decision.reason(), sentence);
        }
        inForce = new ParamSnapshot(taken.params());
        return new Step(true, taken.strategy(), sentence);
    }

    /** What is known to whom has just heard this; of what was learned before where there is a learning. */
    static Moment moment(
            float[] heard,
            int rateHz,
            ParamSnapshot inForce,
            MacroSnapshot macros,
            List<PresetInfo> presets,
            @Nullable Learning learning) {
        CapturedClip captured = new CapturedClip(rateHz, new float[][] {heard, heard.clone()}, 0);
        InputAnalysis analysis = InputAnalysis.of(captured);
        Situation situation = Moment.situation(analysis, captured, inForce, Moment.EQUAL_WEIGHTS);
        List<ParamSnapshot> earlier = learning == null
                ? List.of()
                : Stream.of(
                                learning.memory().liked(situation),
                                learning.memory().proven(situation))
                        .filter(set -> set != null)
                        .toList();
        double targetLufs = macros.get(MacroTable.TARGET);
        return new Moment(
                "file",
                0,
                captured,
                analysis,
                situation,
                macros,
                Moment.steadyGainDb(analysis, macros),
                new StrategyInput(analysis, inForce, targetLufs, rateHz, presets, earlier));
    }
}
