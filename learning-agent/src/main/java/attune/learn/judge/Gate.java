package attune.learn.judge;

import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.learn.env.AuditionResult;
import attune.learn.env.Scored;
import java.util.Comparator;
import java.util.Optional;

/**
 * Decides whether an audition's winner may play by its score.
 *
 * <ul>
 *   <li>Speech: the winner must beat the sound in force <em>and</em> dry by more than the threshold, and by more than the
 *       judge's error on this clip; else the sound in force stays if it beats dry by half a step; else dry.
 *   <li>Anything else, and what is not sure to be speech: the judge knows nothing of it and must not be asked. What may
 *       still be done there, rules decide, not scores.
 * </ul>
 */
public final class Gate {
    /** Steps by which a winner must beat both the sound in force and dry when {@link LinearJudge} judges. */
    public static final double THRESHOLD = 0.2;
    /** Steps by which the sound in force must beat dry to stay when nothing beats both. */
    public static final double INCUMBENT_THRESHOLD = 0.5;

    private final double threshold;

    /**
     * A gate.
     *
     * @param threshold steps by which a winner must beat both the sound in force and dry
     */
    public Gate(double threshold) {
        this.threshold = threshold;
    }

    /** Decides after an audition of the clip that was analysed. */
    public Verdict decide(InputAnalysis analysis, AuditionResult result) {
        return decide(analysis.contentClass(), analysis.confidence(), result);
    }

    Verdict decide(ContentClass heard, double confidence, AuditionResult result) {
        boolean sure = heard == ContentClass.SPEECH && confidence >= InputAnalysis.LEAST_CONFIDENCE;
        return sure && result.secondsJudged() > 0 ? speech(result) : new Verdict(Verdict.Kind.ABSTAIN, null);
    }

    private Verdict speech(AuditionResult result) {
        double margin = Math.max(threshold, result.noise());
        Optional<Scored> best = result.scored().stream().max(Comparator.comparingDouble(Scored::score));
        if (best.isPresent()
                && best.get().overIncumbent() > margin
                && best.get().score() > margin) {
            return new Verdict(Verdict.Kind.TAKE, best.get().candidate());
        }
        return new Verdict(result.incumbentScore() > INCUMBENT_THRESHOLD ? Verdict.Kind.KEEP : Verdict.Kind.DRY, null);
    }
}
