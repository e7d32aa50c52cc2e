package attune.learn.agent;

import attune.learn.analysis.InputAnalysis;
import attune.learn.env.AuditionResult;
import attune.learn.env.Candidate;
import attune.learn.env.Scored;
import attune.learn.judge.Gate;
import attune.learn.judge.Verdict;
import attune.learn.policy.MusicPolicy;
import attune.learn.strategy.LevelRule;
import attune.learn.strategy.Proposals;
import attune.learn.strategy.StageMoves;
import attune.param.ParamSnapshot;
import attune.param.Stage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Picks what may play from an audition. Sound is the judge's and its gate's; where the gate abstains {@link MusicChoice}'s or
 * {@link RuleChoice}'s; level, which the judge matches before he listens, has a test of its own: the distance to the person's Target
 * must fall by at least 1 LU, and the judge's score must not fall by more than its noise. Stateless.
 */
final class Choice {
    private final Gate gate;
    private final @Nullable MusicPolicy music;

    /**
     * A choice.
     *
     * @param music null where what is heard is no music, or its noise is to be left alone
     */
    Choice(Gate gate, @Nullable MusicPolicy music) {
        this.gate = gate;
        this.music = music;
    }

    /**
     * The winner; empty where the sound is to be left alone.
     *
     * @param taste steps that the person's taste or wish adds to a set's score: it chooses among those that pass the gate,
     *     and has no say in which do
     */
    Optional<Scored> pick(Moment moment, AuditionResult result, ToDoubleFunction<Candidate> taste) {
        double targetLufs = moment.targetLufs();
        AuditionResult admissible = withoutLevelHarm(result, targetLufs);
        Verdict verdict = gate.decide(moment.analysis(), admissible);
        Optional<Scored> winner = switch (verdict.kind()) {
            case TAKE ->
                liked(admissible, taste)
                        .map(w -> levelledTie(w, admissible, targetLufs, taste))
                        .map(w -> back(admissible)
                                .filter(b -> value(b, taste) > value(w, taste) - Gate.TIE)
                                .orElse(w));
            case DRY -> back(admissible).or(() -> dry(admissible));
            case KEEP -> back(admissible);
            case ABSTAIN -> unjudged(moment, admissible);
        };
        return winner.or(() -> level(admissible, moment.inForce(), targetLufs));
    }

    private Optional<Scored> unjudged(Moment moment, AuditionResult admissible) {
        return music == null
                ? RuleChoice.pick(moment.analysis(), admissible, moment.inForce())
                : new MusicChoice(music, moment, admissible).winner();
    }

    /** What is thought of the noise reductions that were tried; empty where it is not music. */
    Optional<MusicChoice> music(Moment moment, AuditionResult result) {
        return Optional.ofNullable(music)
                .map(policy -> new MusicChoice(policy, moment, withoutLevelHarm(result, moment.targetLufs())));
    }

    /** Sets that may play by the gate's word, the best score first; none where the gate takes nothing. */
    List<Scored> passing(InputAnalysis analysis, AuditionResult result, double targetLufs) {
        AuditionResult admissible = withoutLevelHarm(result, targetLufs);
        return gate.decide(analysis, admissible).kind() != Verdict.Kind.TAKE
                ? List.of()
                : admissible.scored().stream()
                        .filter(scored -> gate.passes(scored, admissible))
                        .sorted(Comparator.comparingDouble((Scored scored) -> -scored.score()))
                        .toList();
    }

    /** Whether this winner won by its level alone. */
    static boolean isLevelOnly(Scored winner, ParamSnapshot inForce) {
        return StageMoves.changed(inForce, winner.candidate().params()).equals(List.of(Stage.LEVELER));
    }

    /** How far a loudness lies from the Target, in LU. */
    static double distanceLu(double lufs, double targetLufs) {
        return Double.isFinite(lufs) ? Math.abs(lufs - targetLufs) : 0;
    }

    private static AuditionResult withoutLevelHarm(AuditionResult result, double targetLufs) {
        double now = distanceLu(result.incumbent().lufs(), targetLufs);
        List<Scored> kept = result.scored().stream()
                .filter(scored -> distanceLu(scored.measures().lufs(), targetLufs) < now + LevelRule.WORTH_LU)
                .toList();
        return new AuditionResult(
                result.incumbentScore(),
                kept,
                result.dry(),
                result.incumbent(),
                result.noise(),
                result.secondsJudged(),
                result.xRealTime());
    }

    /** Of those that pass the gate, the one that judge and taste together like best. */
    private Optional<Scored> liked(AuditionResult result, ToDoubleFunction<Candidate> taste) {
        return result.scored().stream()
                .filter(scored -> gate.passes(scored, result))
                .max(Comparator.comparingDouble(scored -> value(scored, taste)));
    }

    /** The set under which this sound was left alone before other sounds came, unless it is worse by now. */
    private Optional<Scored> back(AuditionResult result) {
        return result.scored().stream()
                .filter(scored -> scored.candidate().strategy().equals(Proposals.SETTLED))
                .filter(scored -> gate.mayReturn(scored, result))
                .findFirst();
    }

    private static double value(Scored scored, ToDoubleFunction<Candidate> taste) {
        return scored.score() + taste.applyAsDouble(scored.candidate());
    }

    /** Among sets that cannot be told from the winner, one that also brings the level nearer to the Target. */
    private Scored levelledTie(
            Scored winner, AuditionResult result, double targetLufs, ToDoubleFunction<Candidate> taste) {
        Scored best = winner;
        double least = value(winner, taste) - result.noise();
        for (Scored scored : result.scored()) {
            boolean tie = value(scored, taste) > least && gate.passes(scored, result);
            boolean nearer = distanceLu(scored.measures().lufs(), targetLufs)
                    < distanceLu(best.measures().lufs(), targetLufs) - LevelRule.WORTH_LU;
            best = tie && nearer ? scored : best;
        }
        return best;
    }

    /** Nothing beats dry; only when what plays is clearly worse than dry is it worth a change. */
    private Optional<Scored> dry(AuditionResult result) {
        return result.scored().stream()
                .filter(scored -> scored.candidate().strategy().equals(Proposals.NEUTRAL))
                .filter(scored -> scored.overIncumbent() > gate.threshold())
                .findFirst();
    }

    private static Optional<Scored> level(AuditionResult result, ParamSnapshot inForce, double targetLufs) {
        double now = distanceLu(result.incumbent().lufs(), targetLufs);
        return result.scored().stream()
                .filter(scored -> isLevelOnly(scored, inForce))
                .filter(scored -> distanceLu(scored.measures().lufs(), targetLufs) <= now - LevelRule.WORTH_LU)
                .filter(scored -> scored.overIncumbent() > -result.noise())
                .findFirst();
    }
}
