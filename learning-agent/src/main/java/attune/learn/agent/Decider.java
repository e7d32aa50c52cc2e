package attune.learn.agent;

import attune.api.Evidence;
import attune.api.Experience;
import attune.api.Explanation;
import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.learn.analysis.ToneFinding;
import attune.learn.env.Audition;
import attune.learn.env.AuditionResult;
import attune.learn.env.Candidate;
import attune.learn.env.RenderBudget;
import attune.learn.env.Scored;
import attune.learn.explain.Explainer;
import attune.learn.explain.LeftAlone;
import attune.learn.explain.Wording;
import attune.learn.judge.Gate;
import attune.learn.judge.Judge;
import attune.learn.judge.Measures;
import attune.learn.objective.ObjectivePoint;
import attune.learn.objective.ParetoFront;
import attune.learn.objective.StageCosts;
import attune.learn.objective.WishBonus;
import attune.learn.policy.MusicPolicy;
import attune.learn.strategy.ParamMaps;
import attune.learn.strategy.Proposals;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes one decision from one moment: gathers sets, auditions them, lets gate, rules and level test choose, explains. The same
 * moment and the same order of strategies give the same decision. One thread.
 */
final class Decider {
    private static final int TOLD_LOSERS = 3;
    /** Sets whose objectives are looked at. */
    private static final int MOST_POINTS = 8;

    private final Judge judge;
    private final Audition audition;
    private final Choice choice;

    Decider(Judge judge, Gate gate, Audition audition) {
        this(judge, gate, audition, null);
    }

    /**
     * Decides on music.
     *
     * @param music who must agree with the judge; null for other sound
     */
    Decider(Judge judge, Gate gate, Audition audition, @Nullable MusicPolicy music) {
        this.judge = judge;
        this.audition = audition;
        this.choice = new Choice(gate, music);
    }

    /**
     * Decides for nobody in particular.
     *
     * @param gathered sets to try
     * @throws InterruptedException when the budget abandons the audition
     */
    Decision decide(Moment moment, Proposals.Gathered gathered, RenderBudget budget) throws InterruptedException {
        return decide(moment, gathered, Liking.NOBODYS, budget);
    }

    /**
     * Decides.
     *
     * @param gathered sets to try
     * @param liking what the person likes
     * @throws InterruptedException when the budget abandons the audition
     */
    Decision decide(Moment moment, Proposals.Gathered gathered, Liking liking, RenderBudget budget)
            throws InterruptedException {
        ContentClass heard = moment.analysis().contentClass();
        if (heard == ContentClass.SILENCE) {
            return Decision.leftAlone(
                    LeftAlone.SILENCE, LeftAlone.silence(moment.clip().seconds()));
        }
        if (heard == ContentClass.NOISE) {
            return Decision.leftAlone(LeftAlone.UNSURE, LeftAlone.unsure(moment.analysis()));
        }
        List<Candidate> candidates = gathered.candidates();
        AuditionResult result = audition.run(
                moment.clip(),
                moment.analysis(),
                moment.macros(),
                moment.levelerGainDb(),
                moment.inForce(),
                candidates,
                budget);
        Explainer explainer =
                new Explainer(moment.analysis(), moment.inForce(), moment.targetLufs(), result.incumbent());
        List<Scored> passed = choice.passing(moment.analysis(), result, moment.targetLufs());
        List<ParetoFront.Entry> points =
                liking.wish().asksForNothing() ? List.of() : points(moment, passed, liking.taste());
        ToDoubleFunction<Candidate> bonus = bonus(liking, points);
        Optional<Scored> winner = pick(moment, result, bonus);
        List<Experience> experiences = experiences(moment, result, winner.orElse(null));
        Evidence evidence = evidence(result, best(result, winner));
        if (winner.isEmpty()) {
            return leftAlone(moment, gathered, result, explainer, evidence, experiences);
        }
        Explanation explanation = withReason(
                explanation(explainer, winner.get()), winner.get(), pick(moment, result, candidate -> 0), bonus);
        Optional<String> agreed =
                choice.music(moment, result).flatMap(c -> c.of(winner.get())).map(Decider::agreed);
        if (agreed.isPresent()) {
            explanation = and(explanation, agreed.get());
        }
        return new Decision(
                winner.get().candidate(),
                "",
                explanation,
                evidence,
                experiences,
                passed,
                points,
                Choice.isLevelOnly(winner.get(), moment.inForce()),
                result.xRealTime());
    }

    private Explanation explanation(Explainer explainer, Scored winner) throws InterruptedException {
        return winner.candidate().strategy().equals(Proposals.SETTLED)
                ? explainer.back(winner, audition::score)
                : explainer.change(winner, audition::score);
    }

    private Optional<Scored> pick(Moment moment, AuditionResult result, ToDoubleFunction<Candidate> taste) {
        return choice.pick(moment, result, taste);
    }

    /**
     * Where sets that passed the gate lie on the objectives, on the clip of the audition before; the best scores only, where there
     * are many. Takes the time of two renders for each.
     *
     * @param taste steps that what the person said before adds to a set's score
     */
    List<ParetoFront.Entry> points(Moment moment, List<Scored> passed, ToDoubleFunction<Candidate> taste)
            throws InterruptedException {
        List<ParetoFront.Entry> points = new ArrayList<>();
        for (Scored scored : passed.subList(0, Math.min(MOST_POINTS, passed.size()))) {
            Candidate set = scored.candidate();
            ObjectivePoint point = ObjectivePoint.of(
                    audition.objectives(set.params(), moment.targetLufs()),
                    StageCosts.spared(set.params()),
                    ObjectivePoint.preference(taste.applyAsDouble(set)));
            points.add(new ParetoFront.Entry(set.strategy(), set.params(), point));
        }
        return points;
    }

    private static ToDoubleFunction<Candidate> bonus(Liking liking, List<ParetoFront.Entry> points) {
        if (liking.wish().asksForNothing()) {
            return liking.taste();
        }
        Map<Candidate, ObjectivePoint> byCandidate = new LinkedHashMap<>();
        points.forEach(p -> byCandidate.put(new Candidate(p.strategy(), p.params()), p.point()));
        return new WishBonus(liking.wish(), byCandidate);
    }

    /** Says so where the judge alone had taken another set. */
    private static Explanation withReason(
            Explanation explanation, Scored winner, Optional<Scored> judges, ToDoubleFunction<Candidate> bonus) {
        if (judges.isEmpty() || judges.get().equals(winner)) {
            return explanation;
        }
        double less = judges.get().score() - winner.score();
        String reason =
                bonus instanceof WishBonus wish ? Wording.wish(less, wish.most().id()) : Wording.taste(less);
        return and(explanation, reason);
    }

    private static Explanation and(Explanation explanation, String sentence) {
        return new Explanation(explanation.sentence() + " " + sentence, explanation.parts());
    }

    private static String agreed(MusicChoice.Opinion opinion) {
        return Wording.bothAgree(opinion.judge(), opinion.policy());
    }

    private String music(Moment moment, AuditionResult result) {
        Optional<String> noise = choice.music(moment, result).flatMap(Decider::noise);
        boolean humTakenOut = moment.inForce().get(ParamTable.HUM_DEPTH) > 0;
        return LeftAlone.music(moment.analysis(), moment.targetLufs(), humTakenOut, noise.isPresent())
                + noise.map(words -> " " + words).orElse("");
    }

    private static Optional<String> noise(MusicChoice music) {
        Optional<String> playing =
                music.playing().map(o -> LeftAlone.lessNoiseInMusic(o.attenuationDb(), o.judge(), o.policy()));
        return playing.or(() -> music.best()
                .map(o -> LeftAlone.noiseOfMusic(o.attenuationDb(), o.judge(), o.policy(), MusicChoice.GATE_STEPS)));
    }

    private static Scored best(AuditionResult result, Optional<Scored> winner) {
        return winner.orElseGet(() -> result.scored().stream()
                .reduce((a, b) -> b.overIncumbent() > a.overIncumbent() ? b : a)
                .orElseGet(() -> new Scored(
                        new Candidate("keep", new ParamSnapshot()), result.incumbentScore(), 0, result.incumbent())));
    }

    private Decision leftAlone(
            Moment moment,
            Proposals.Gathered gathered,
            AuditionResult result,
            Explainer explainer,
            Evidence evidence,
            List<Experience> experiences) {
        List<Explanation.Part> parts = explainer.notDone(result.scored(), result.noise(), TOLD_LOSERS);
        String reason = reason(moment, gathered);
        String sentence = sentence(reason, moment, gathered, result, parts);
        return new Decision(
                null,
                reason,
                new Explanation(sentence, parts),
                evidence,
                experiences,
                List.of(),
                List.of(),
                false,
                result.xRealTime());
    }

    private static String reason(Moment moment, Proposals.Gathered gathered) {
        ContentClass heard = moment.analysis().contentClass();
        if (!gathered.refused().isEmpty()) {
            return LeftAlone.REJECTED;
        }
        boolean unsureOfVoice =
                heard == ContentClass.SPEECH && !moment.analysis().isSurely(ContentClass.SPEECH);
        if (heard == ContentClass.MIXED || unsureOfVoice) {
            return LeftAlone.UNSURE;
        }
        if (heard == ContentClass.MUSIC) {
            return LeftAlone.MUSIC;
        }
        // a rule finds nothing, too, where what plays corrects the tone already
        boolean clean =
                gathered.findings().isEmpty() && moment.analysis().tone().fault() == ToneFinding.Fault.NONE;
        return clean ? LeftAlone.CLEAN : LeftAlone.INSIDE_NOISE;
    }

    private String sentence(
            String reason,
            Moment moment,
            Proposals.Gathered gathered,
            AuditionResult result,
            List<Explanation.Part> parts) {
        InputAnalysis analysis = moment.analysis();
        double bestGain = parts.isEmpty() ? 0 : Math.max(0, parts.get(0).effect());
        return switch (reason) {
            case LeftAlone.REJECTED -> LeftAlone.refused(labels(gathered.refused()), bestGain);
            case LeftAlone.UNSURE -> LeftAlone.unsure(analysis);
            case LeftAlone.MUSIC -> music(moment, result);
            case LeftAlone.CLEAN -> LeftAlone.clean(analysis, moment.targetLufs());
            default ->
                parts.isEmpty() || Math.abs(parts.get(0).effect()) <= result.noise()
                        ? LeftAlone.nothingBetter(result.scored().size(), result.noise())
                        : LeftAlone.insideNoise(
                                parts.get(0).headline(),
                                parts.get(0).place(),
                                parts.get(0).reason());
        };
    }

    private static List<String> labels(Set<Stage> stages) {
        return stages.stream()
                .map(stage -> stage.label().toLowerCase(Locale.ROOT))
                .toList();
    }

    private Evidence evidence(AuditionResult result, Scored winner) {
        return new Evidence(
                winner.overIncumbent(),
                result.noise(),
                result.incumbentScore(),
                winner.score(),
                result.scored().size(),
                result.secondsJudged(),
                judge.name(),
                differences(winner.measures(), result.dry()));
    }

    private static Map<String, Double> differences(Measures measures, Measures dry) {
        Map<String, Double> map = new LinkedHashMap<>();
        map.put("loudd", measures.loudd() - dry.loudd());
        map.put("sure", measures.sure() - dry.sure());
        map.put("fwseg", measures.fwseg() - dry.fwseg());
        map.put("lsdt", measures.lsdt() - dry.lsdt());
        map.put("hum", measures.hum() - dry.hum());
        map.put("lufs", measures.lufs() - dry.lufs());
        map.values().removeIf(value -> !Double.isFinite(value));
        return map;
    }

    private static List<Experience> experiences(Moment moment, AuditionResult result, @Nullable Scored winner) {
        return result.scored().stream()
                .map(scored -> new Experience(
                        0,
                        moment.engineId(),
                        moment.at(),
                        moment.situation(),
                        scored.candidate().strategy(),
                        ParamMaps.map(scored.candidate().params()),
                        scored.score(),
                        scored.overIncumbent(),
                        scored.equals(winner),
                        null))
                .toList();
    }
}
