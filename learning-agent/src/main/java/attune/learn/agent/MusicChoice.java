package attune.learn.agent;

import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.learn.env.AuditionResult;
import attune.learn.env.Candidate;
import attune.learn.env.Scored;
import attune.learn.judge.HumJudge;
import attune.learn.judge.Judge;
import attune.learn.policy.MusicPolicy;
import attune.learn.strategy.StageMoves;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * What may play of an audition of music for sure, in a program with a floor for music. Hum goes by rule ({@link RuleChoice}).
 * Noise reduction comes only where the judge, by what it does, and the policy, by the input alone, both think it worth more than
 * {@value #GATE_STEPS} steps over none; what plays stays while both think it worth half of that and no other is better by
 * as much as is asked of a newcomer; all else goes. Immutable.
 */
final class MusicChoice {
    /** Steps that noise reduction must be worth in the eyes of both. */
    static final double GATE_STEPS = 0.5;

    private static final double STAYS_STEPS = GATE_STEPS / 2;

    private final Optional<Scored> byRule;
    private final Optional<Opinion> playing;
    private final ParamSnapshot inForce;
    private final List<Opinion> opinions;

    /**
     * What a set's noise reduction is worth over none.
     *
     * @param attenuationDb of the set
     * @param judge steps by what it does
     * @param policy steps by the input alone
     */
    record Opinion(Scored scored, double attenuationDb, double judge, double policy) {
        /** What the less pleased of both thinks. */
        double least() {
            return Math.min(judge, policy);
        }

        private boolean isBetterThan(Opinion other) {
            return judge > other.judge + GATE_STEPS && policy > other.policy + GATE_STEPS;
        }
    }

    /**
     * Weighs what was auditioned.
     *
     * @param result scored by the judge of music
     */
    MusicChoice(MusicPolicy policy, Moment moment, AuditionResult result) {
        inForce = moment.inForce();
        byRule = byRule(moment.analysis(), result, inForce);
        Scored now = new Scored(new Candidate("in-force", inForce), result.incumbentScore(), 0, result.incumbent());
        Scored base = byRule.orElse(now);
        List<Scored> options = new ArrayList<>(result.scored());
        options.add(now);
        boolean comparable = result.secondsJudged() > 0 && attenuationDb(base) == 0;
        opinions = comparable ? opinions(policy, moment, base, options) : List.of();
        playing = opinions.stream().filter(this::playsAlready).findFirst();
    }

    private static List<Opinion> opinions(MusicPolicy policy, Moment moment, Scored base, List<Scored> options) {
        DoubleUnaryOperator foreseen = policy.of(moment.analysis());
        double amount = moment.macros().get(MacroTable.AMOUNT) / 100;
        return options.stream()
                .filter(scored -> attenuationDb(scored) > 0 && isNoiseReductionOf(base, scored))
                .map(scored -> new Opinion(
                        scored,
                        attenuationDb(scored),
                        scored.score() - base.score(),
                        foreseen.applyAsDouble(amount * attenuationDb(scored))))
                .toList();
    }

    /** The set to be taken; empty where all is to stay as it is. */
    Optional<Scored> winner() {
        Optional<Opinion> stays = playing.filter(opinion -> opinion.least() > STAYS_STEPS);
        Optional<Scored> better = opinions.stream()
                .filter(opinion -> opinion.least() > GATE_STEPS)
                .filter(opinion -> stays.isEmpty() || opinion.isBetterThan(stays.get()))
                .max(Comparator.comparingDouble(Opinion::least))
                .map(Opinion::scored);
        return better.or(() -> stays.isEmpty() ? byRule : stays.map(Opinion::scored))
                .filter(scored -> !scored.candidate().params().sameAs(inForce));
    }

    /** What both think of a set's noise reduction; empty for sets without. */
    Optional<Opinion> of(Scored scored) {
        return opinions.stream()
                .filter(opinion -> opinion.scored().equals(scored))
                .findFirst();
    }

    /** What both think of the noise reduction that plays; empty where none does. */
    Optional<Opinion> playing() {
        return playing;
    }

    /** What both think of the noise reduction that pleases the less pleased most; empty where none was tried. */
    Optional<Opinion> best() {
        return opinions.stream().max(Comparator.comparingDouble(Opinion::least));
    }

    /** As where nothing but hum is judged; scored by the judge of music. */
    private static Optional<Scored> byRule(InputAnalysis analysis, AuditionResult result, ParamSnapshot inForce) {
        Judge judge = new HumJudge();
        double now = judge.score(result.incumbent(), result.dry());
        List<Scored> scored = new ArrayList<>();
        for (Scored s : result.scored()) {
            double score = judge.score(s.measures(), result.dry());
            scored.add(new Scored(s.candidate(), score, score - now, s.measures()));
        }
        AuditionResult byHum = new AuditionResult(
                now,
                scored,
                result.dry(),
                result.incumbent(),
                judge.noise(),
                result.secondsJudged(),
                result.xRealTime());
        boolean music = analysis.isSurely(ContentClass.MUSIC);
        return RuleChoice.pick(analysis.hum().present(), music, byHum, inForce)
                .map(picked -> result.scored().get(scored.indexOf(picked)));
    }

    private boolean playsAlready(Opinion opinion) {
        ParamSnapshot set = opinion.scored().candidate().params();
        return StageMoves.copy(Stage.NOISE_REDUCER, inForce, new ParamSnapshot(set))
                .sameAs(set);
    }

    private static boolean isNoiseReductionOf(Scored base, Scored scored) {
        ParamSnapshot set = scored.candidate().params();
        return StageMoves.copy(
                        Stage.NOISE_REDUCER,
                        set,
                        new ParamSnapshot(base.candidate().params()))
                .sameAs(set);
    }

    private static double attenuationDb(Scored scored) {
        return scored.candidate().params().get(ParamTable.NR_ATTENUATION);
    }
}
