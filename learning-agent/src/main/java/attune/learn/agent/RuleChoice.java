package attune.learn.agent;

import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.learn.env.AuditionResult;
import attune.learn.env.Scored;
import attune.learn.strategy.StageMoves;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Stage;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Picks by rule where the judge is not to be asked: hum may go when the detector is sure and its harmonics really go, by
 * sets that touch nothing else; and where it is music for sure, noise reduction, which takes quiet notes for noise, may be
 * switched off. Stateless.
 */
final class RuleChoice {
    /** Mean prominence that a set must take away to be a cure of hum. */
    private static final double LEAST_HUM_GAIN_DB = 1;

    private final AuditionResult result;
    private final ParamSnapshot inForce;
    private final Set<Stage> allowed;

    private RuleChoice(AuditionResult result, ParamSnapshot inForce, Set<Stage> allowed) {
        this.result = result;
        this.inForce = inForce;
        this.allowed = allowed;
    }

    /** The set that takes most hum away and switches noise reduction off, of those that do nothing else. */
    static Optional<Scored> pick(InputAnalysis analysis, AuditionResult result, ParamSnapshot inForce) {
        return pick(analysis.hum().present(), analysis.isSurely(ContentClass.MUSIC), result, inForce);
    }

    /** As {@link #pick(InputAnalysis, AuditionResult, ParamSnapshot)}, with what is known of hum and music. */
    static Optional<Scored> pick(boolean hum, boolean music, AuditionResult result, ParamSnapshot inForce) {
        Set<Stage> allowed = EnumSet.noneOf(Stage.class);
        if (hum) {
            allowed.add(Stage.HUM_REMOVER);
        }
        if (music) {
            allowed.add(Stage.NOISE_REDUCER);
        }
        RuleChoice rule = new RuleChoice(result, inForce, allowed);
        return result.scored().stream()
                .filter(rule::mayPlay)
                .max(Comparator.comparing((Scored s) -> rule.touches(s, Stage.HUM_REMOVER))
                        .thenComparing(s -> rule.touches(s, Stage.NOISE_REDUCER))
                        .thenComparingDouble(s -> s.measures().hum()));
    }

    private boolean mayPlay(Scored scored) {
        Set<Stage> touched = StageMoves.touched(inForce, scored.candidate().params());
        return !touched.isEmpty()
                && allowed.containsAll(touched)
                && (!touched.contains(Stage.HUM_REMOVER) || isCure(scored))
                && (!touched.contains(Stage.NOISE_REDUCER) || onlySwitchesNoiseReductionOff(scored));
    }

    /** Hum goes, and whatever else the judge hears is not the worse for it. */
    private boolean isCure(Scored scored) {
        return scored.measures().hum() > result.incumbent().hum() + LEAST_HUM_GAIN_DB
                && scored.overIncumbent() >= -result.noise();
    }

    private boolean onlySwitchesNoiseReductionOff(Scored scored) {
        ParamSnapshot off = new ParamSnapshot(inForce);
        off.set(ParamTable.NR_ATTENUATION, 0);
        return StageMoves.copy(Stage.HUM_REMOVER, scored.candidate().params(), off)
                .sameAs(scored.candidate().params());
    }

    private boolean touches(Scored scored, Stage stage) {
        return StageMoves.touched(inForce, scored.candidate().params()).contains(stage);
    }
}
