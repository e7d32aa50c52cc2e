package attune.learn.judge;

import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.learn.env.AuditionResult;
import attune.learn.env.Scored;
import java.util.Comparator;
import java.util.Locale;
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
    public static final double CORE5_THRESHOLD = 0.2;
    /** Steps by which the sound in force must beat dry to stay when nothing beats both. */
    public static final double INCUMBENT_THRESHOLD = 0.5;
    /** Least probability of a class that is trusted. */
    public static final double LEAST_CONFIDENCE = 0.6;

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
        return switch (heard) {
            case SILENCE -> abstain("Nothing is heard.");
            case NOISE -> abstain("Only noise is heard.");
            case MUSIC -> abstain("Music: its tone and level are the listener's.");
            case MIXED -> abstain("It can't be told whether this is speech or music, so nothing is changed.");
            case SPEECH -> {
                if (confidence < LEAST_CONFIDENCE) {
                    yield abstain(String.format(
                            Locale.ROOT,
                            "This is speech with a probability of only %.0f %%, so nothing is changed.",
                            100 * confidence));
                }
                yield result.secondsJudged() == 0 ? abstain("Less than a second of speech was heard.") : speech(result);
            }
        };
    }

    private Verdict speech(AuditionResult result) {
        double margin = Math.max(threshold, result.noise());
        Optional<Scored> best = result.scored().stream().max(Comparator.comparingDouble(Scored::score));
        if (best.isPresent()
                && best.get().overIncumbent() > margin
                && best.get().score() > margin) {
            return new Verdict(
                    Verdict.Kind.TAKE,
                    best.get().candidate(),
                    String.format(
                            Locale.ROOT,
                            "Better than what plays by %.2f and than the untouched sound by %.2f steps; %.2f are needed.",
                            best.get().overIncumbent(),
                            best.get().score(),
                            margin));
        }
        String lead = best.map(b -> String.format(
                        Locale.ROOT,
                        "The best of %d candidates is better than what plays by %.2f steps, and %.2f are needed",
                        result.scored().size(),
                        b.overIncumbent(),
                        margin))
                .orElse("There was no candidate");
        return result.incumbentScore() > INCUMBENT_THRESHOLD
                ? keep(lead + "; what plays is better than the untouched sound by "
                        + String.format(Locale.ROOT, "%.2f.", result.incumbentScore()))
                : new Verdict(Verdict.Kind.DRY, null, lead + "; the untouched sound is as good.");
    }

    private static Verdict keep(String reason) {
        return new Verdict(Verdict.Kind.KEEP, null, reason);
    }

    private static Verdict abstain(String reason) {
        return new Verdict(Verdict.Kind.ABSTAIN, null, reason);
    }
}
