package attune.learn.judge;

import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.learn.env.AuditionResult;
import attune.learn.env.Scored;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an audition's winner may play by its score.
 *
 * <ul>
 *   <li>Speech: the winner must beat the sound in force <em>and</em> dry by more than the threshold, and by more than
 *       the judge's error on this clip, and a second judge, where there is one, must not object; else the sound in
 *       force stays if it beats dry by half a step; else dry.
 *   <li>Anything else, and what is not sure to be speech: the judge knows nothing of it and must not be asked. What may
 *       still be done there, rules decide, not scores.
 * </ul>
 */
public final class Gate {
    /** Steps by which a winner must beat both the sound in force and dry when {@link LinearJudge} judges. */
    public static final double THRESHOLD = 0.2;
    /** Steps by which the sound in force must beat dry to stay when nothing beats both. */
    public static final double INCUMBENT_THRESHOLD = 0.5;

    /** The same when {@link TreeJudge} judges. */
    public static final double TREES_THRESHOLD = 0.3;

    /** Steps under which two sounds are told apart by no judge: so much worse is no worse. */
    public static final double TIE = 0.1;

    private final double threshold;
    private final @Nullable Judge veto;
    private final double vetoThreshold;
    private final DoubleSupplier extra;

    /**
     * A gate.
     *
     * @param threshold steps by which a winner must beat both the sound in force and dry
     */
    public Gate(double threshold) {
        this(threshold, null, 0, () -> 0);
    }

    private Gate(double threshold, @Nullable Judge veto, double vetoThreshold, DoubleSupplier extra) {
        this.threshold = threshold;
        this.veto = veto;
        this.vetoThreshold = vetoThreshold;
        this.extra = extra;
    }

    /** Steps by which a winner must beat both by this judge's scores as shipped; none for who is not asked for scores. */
    public static OptionalDouble shipped(String judge) {
        if (judge.equals(new LinearJudge().name())) {
            return OptionalDouble.of(THRESHOLD);
        }
        return judge.startsWith(TreeJudge.NAME) ? OptionalDouble.of(TREES_THRESHOLD) : OptionalDouble.empty();
    }

    /**
     * The same gate with a threshold that moves with what became of promises; the second judge's stays.
     *
     * @param more asked before every decision: steps above the threshold, or below it where negative
     */
    public Gate adjustedBy(DoubleSupplier more) {
        return new Gate(threshold, veto, vetoThreshold, more);
    }

    /** The gate for trained trees: what they like must also be liked by the linear judge, who was not trained with them. */
    public static Gate forTrees() {
        return forTrees(TREES_THRESHOLD);
    }

    /** The same with another threshold for the trees. */
    static Gate forTrees(double threshold) {
        return new Gate(threshold, new LinearJudge(), THRESHOLD, () -> 0);
    }

    /** Steps by which a winner must beat both the sound in force and dry. */
    public double threshold() {
        return threshold + extra.getAsDouble();
    }

    /** Decides after an audition of the clip that was analysed. */
    public Verdict decide(InputAnalysis analysis, AuditionResult result) {
        return decide(analysis.contentClass(), analysis.confidence(), result);
    }

    Verdict decide(ContentClass heard, double confidence, AuditionResult result) {
        return decide(heard == ContentClass.SPEECH && confidence >= InputAnalysis.LEAST_CONFIDENCE, result);
    }

    /** Decides where it is known whether it is surely a voice. */
    public Verdict decide(boolean surelySpeech, AuditionResult result) {
        return surelySpeech && result.secondsJudged() > 0 ? speech(result) : new Verdict(Verdict.Kind.ABSTAIN, null);
    }

    /** Whether this one beats the sound in force and dry clearly, in the eyes of all who judge. */
    public boolean passes(Scored scored, AuditionResult result) {
        double margin = Math.max(threshold(), result.noise());
        return scored.overIncumbent() > margin && scored.score() > margin && !isVetoed(scored, result);
    }

    /**
     * Whether this one is no worse than the sound in force and than dry, in the eyes of all who judge: enough for a set under which
     * this sound was left alone before, and for no other.
     */
    public boolean mayReturn(Scored scored, AuditionResult result) {
        boolean noWorse = scored.overIncumbent() >= -TIE && scored.score() >= -TIE;
        return noWorse && (veto == null || least(veto, scored, result) >= -TIE);
    }

    /** The less of what it scores over dry and over the sound in force. */
    private static double least(Judge judge, Scored scored, AuditionResult result) {
        double over = judge.score(scored.measures(), result.dry());
        return Math.min(over, over - judge.score(result.incumbent(), result.dry()));
    }

    private boolean isVetoed(Scored scored, AuditionResult result) {
        return veto != null && least(veto, scored, result) <= vetoThreshold;
    }

    private Verdict speech(AuditionResult result) {
        Optional<Scored> best = result.scored().stream()
                .filter(scored -> passes(scored, result))
                .max(Comparator.comparingDouble(Scored::score));
        if (best.isPresent()) {
            return new Verdict(Verdict.Kind.TAKE, best.get().candidate());
        }
        return new Verdict(result.incumbentScore() > INCUMBENT_THRESHOLD ? Verdict.Kind.KEEP : Verdict.Kind.DRY, null);
    }
}
