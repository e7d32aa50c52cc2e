package attune.learn.judge;

import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.learn.env.AuditionResult;
import attune.learn.env.Candidate;
import attune.learn.env.Scored;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an audition's winner may play.
 *
 * <ul>
 *   <li>Speech: the winner must beat the sound in force <em>and</em> dry by more than the threshold, and by more than the
 *       judge's error on this clip; else the sound in force stays if it beats dry by half a step; else dry.
 *   <li>Music, and music with speech: the judge knows nothing of it. Only the rule against hum may act, by candidates that
 *       move nothing but the hum remover, when the detector is sure; and where it is music for sure, noise reduction, which
 *       takes quiet notes for noise, may be switched off. All else stays as it is.
 *   <li>Anything uncertain, noise and silence: nothing is done.
 * </ul>
 */
public final class Gate {
    /** Steps by which a winner must beat both the sound in force and dry when {@link LinearJudge} judges. */
    public static final double CORE5_THRESHOLD = 0.2;
    /** Steps by which the sound in force must beat dry to stay when nothing beats both. */
    public static final double INCUMBENT_THRESHOLD = 0.5;
    /** Least probability of a class that is trusted. */
    public static final double LEAST_CONFIDENCE = 0.6;

    private static final String HUM_STAGE_PREFIX = "hum_";
    /** Mean prominence that a hum candidate must take away. */
    private static final double LEAST_HUM_GAIN_DB = 1;

    private final double threshold;

    /**
     * A gate.
     *
     * @param threshold steps by which a winner must beat both the sound in force and dry
     */
    public Gate(double threshold) {
        this.threshold = threshold;
    }

    /**
     * Decides after an audition of the clip that was analysed, without knowing which set is in force: then no hum
     * candidate is told from others, and music stays as it is.
     */
    public Verdict decide(InputAnalysis analysis, AuditionResult result) {
        return decide(analysis, result, null);
    }

    /**
     * Decides after an audition of the clip that was analysed.
     *
     * @param inForce set in force, to tell candidates that move only the hum remover
     */
    public Verdict decide(InputAnalysis analysis, AuditionResult result, @Nullable ParamSnapshot inForce) {
        return decide(
                analysis.contentClass(), analysis.confidence(), analysis.hum().present(), result, inForce);
    }

    Verdict decide(
            ContentClass heard,
            double confidence,
            boolean humPresent,
            AuditionResult result,
            @Nullable ParamSnapshot inForce) {
        if (heard == ContentClass.SILENCE || heard == ContentClass.NOISE) {
            return abstain(heard == ContentClass.SILENCE ? "Nothing is heard." : "Only noise is heard.");
        }
        if (heard != ContentClass.SPEECH) {
            boolean music = heard == ContentClass.MUSIC && confidence >= LEAST_CONFIDENCE;
            Optional<Scored> winner = inForce == null ? Optional.empty() : byRule(result, inForce, humPresent, music);
            return winner.map(scored -> takeByRule(scored, result, inForce)).orElseGet(() -> leftAlone(heard));
        }
        if (confidence < LEAST_CONFIDENCE) {
            return abstain(String.format(
                    Locale.ROOT,
                    "This is speech with a probability of only %.0f %%, so nothing is changed.",
                    100 * confidence));
        }
        if (result.secondsJudged() == 0) {
            return abstain("Less than a second of speech was heard.");
        }
        return speech(result);
    }

    private static Verdict leftAlone(ContentClass heard) {
        return heard == ContentClass.MUSIC
                ? keep("Music: its tone and level are the listener's, and there is no hum to take away.")
                : abstain("It can't be told whether this is speech or music, so nothing is changed.");
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

    /** The candidate that takes most hum away and switches noise reduction off, of those that do nothing else. */
    private static Optional<Scored> byRule(
            AuditionResult result, ParamSnapshot inForce, boolean humPresent, boolean music) {
        return result.scored().stream()
                .filter(s -> movesOnly(s.candidate(), inForce, humPresent, music))
                .filter(s -> takesHum(s, result) || !movesHum(s.candidate(), inForce))
                .filter(s -> movesHum(s.candidate(), inForce) || movesNoise(s.candidate(), inForce))
                .max(Comparator.comparing((Scored s) -> movesHum(s.candidate(), inForce))
                        .thenComparing(s -> movesNoise(s.candidate(), inForce))
                        .thenComparingDouble(s -> s.measures().hum()));
    }

    private static boolean takesHum(Scored scored, AuditionResult result) {
        return scored.measures().hum() > result.incumbent().hum() + LEAST_HUM_GAIN_DB;
    }

    private static boolean movesOnly(Candidate candidate, ParamSnapshot inForce, boolean hum, boolean music) {
        return ParamTable.all().stream()
                .filter(p -> changes(candidate, inForce, p))
                .allMatch(p -> isOfHum(p)
                        ? hum
                        : music
                                && p == ParamTable.NR_ATTENUATION
                                && candidate.params().get(p) == 0);
    }

    private static boolean movesHum(Candidate candidate, ParamSnapshot inForce) {
        return ParamTable.all().stream().anyMatch(p -> isOfHum(p) && changes(candidate, inForce, p));
    }

    private static boolean movesNoise(Candidate candidate, ParamSnapshot inForce) {
        return changes(candidate, inForce, ParamTable.NR_ATTENUATION);
    }

    private static boolean isOfHum(ParamTable param) {
        return param.id().startsWith(HUM_STAGE_PREFIX);
    }

    private static boolean changes(Candidate candidate, ParamSnapshot inForce, ParamTable param) {
        return candidate.params().get(param) != inForce.get(param);
    }

    private static Verdict takeByRule(Scored winner, AuditionResult result, @Nullable ParamSnapshot inForce) {
        boolean hum = inForce != null && movesHum(winner.candidate(), inForce);
        return new Verdict(
                Verdict.Kind.TAKE,
                winner.candidate(),
                hum
                        ? String.format(
                                Locale.ROOT,
                                "Hum: its harmonics stand out by %.1f dB less; by rule, for what is no voice.",
                                winner.measures().hum() - result.incumbent().hum())
                        : "Music: noise reduction takes quiet notes for noise, so it is switched off.");
    }

    private static Verdict keep(String reason) {
        return new Verdict(Verdict.Kind.KEEP, null, reason);
    }

    private static Verdict abstain(String reason) {
        return new Verdict(Verdict.Kind.ABSTAIN, null, reason);
    }
}
