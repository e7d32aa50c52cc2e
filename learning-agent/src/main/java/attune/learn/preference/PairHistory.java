package attune.learn.preference;

import attune.api.TasteAnswer;
import attune.api.TasteKnown;
import attune.learn.strategy.ParamMaps;
import attune.param.MacroAxis;
import attune.param.ParamSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Answered blind pairs, for each class of content: what was asked, what to ask next, how often a person repeats himself. Each
 * answer counts once, however often it is told; answers that were given before a restart are told again by the server. Any thread.
 */
public final class PairHistory {
    /** Pairs that are looked at for one question. */
    private static final int PAIRS = 300;

    private static final long SEED = 20_261_127;

    private final PreferenceModel model;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<String, OfClass> byClass = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private long seen;

    /** Answers of one class in the order in which they were given; the questioner has the same order. */
    private static final class OfClass {
        final List<TasteAnswer> answers = new ArrayList<>();
        final Questioner questioner;

        OfClass(Questioner questioner) {
            this.questioner = questioner;
        }
    }

    /**
     * What to ask next.
     *
     * @param repeats id of the question that this one is again, its sides changed; empty for a new one
     */
    public record Next(ParamSnapshot first, ParamSnapshot second, Optional<String> repeats) {}

    PairHistory(PreferenceModel model) {
        this.model = model;
    }

    /** Takes an answer in. */
    public synchronized void answer(TasteAnswer answer) {
        seen = Math.max(seen, answer.number());
        if (!known.add(answer.id())) {
            return;
        }
        String contentClass = answer.situation().contentClass();
        double[] first = position(answer.first());
        double[] second = position(answer.second());
        OfClass of = of(contentClass);
        of.questioner.asked(first, second, indexOf(of, answer.repeats()));
        of.answers.add(answer);
        model.answer(
                "pair-" + answer.id(),
                contentClass,
                answer.choice() == TasteAnswer.Choice.none
                        ? Answer.noDifference(first, second)
                        : Answer.pair(first, second, answer.choice() == TasteAnswer.Choice.a, degree(answer)));
    }

    private static Answer.Degree degree(TasteAnswer answer) {
        TasteAnswer.Degree degree = answer.degree();
        return degree == null
                ? Answer.Degree.CLEARLY
                : switch (degree) {
                    case slightly -> Answer.Degree.SLIGHTLY;
                    case clearly -> Answer.Degree.CLEARLY;
                    case much -> Answer.Degree.MUCH;
                };
    }

    private static double[] position(Map<String, Double> set) {
        return MacroAxes.of(ParamMaps.snapshot(set));
    }

    private static int indexOf(OfClass of, @Nullable String id) {
        for (int i = 0; i < of.answers.size(); i++) {
            if (of.answers.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private OfClass of(String contentClass) {
        return byClass.computeIfAbsent(contentClass, name -> new OfClass(new Questioner(random)));
    }

    /** Number of the newest answer. */
    public synchronized long seen() {
        return seen;
    }

    /**
     * Chooses two sounds of the pool; every tenth time two that were asked about before.
     *
     * @return empty where no two of the pool differ by more than one just noticeable difference
     */
    public synchronized Optional<Next> next(String contentClass, List<ParamSnapshot> pool) {
        OfClass of = of(contentClass);
        List<double[]> positions = pool.stream().map(MacroAxes::of).toList();
        Questioner.Question question;
        try {
            question = of.questioner.choose(model.taste(contentClass), positions, PAIRS);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (question.repeats() >= 0) {
            TasteAnswer earlier = of.answers.get(question.repeats());
            return Optional.of(new Next(
                    ParamMaps.snapshot(earlier.second()),
                    ParamMaps.snapshot(earlier.first()),
                    Optional.of(earlier.id())));
        }
        return Optional.of(new Next(
                pool.get(indexOf(positions, question.first())),
                pool.get(indexOf(positions, question.second())),
                Optional.empty()));
    }

    /** The questioner hands on what it was given. */
    private static int indexOf(List<double[]> positions, double[] position) {
        for (int i = 0; i < positions.size(); i++) {
            if (positions.get(i) == position) {
                return i;
            }
        }
        throw new IllegalStateException("position of " + positions.size() + " not among them");
    }

    /** How well the taste is known, for each class that anything was said about. */
    public synchronized List<TasteKnown> known() {
        List<TasteKnown> all = new ArrayList<>();
        for (String contentClass : model.classes()) {
            Taste taste = model.taste(contentClass);
            OfClass of = of(contentClass);
            Foresight foresight = Foresight.of(taste);
            int repeats = 0;
            double alike = 0;
            for (TasteAnswer answer : of.answers) {
                int earlier = indexOf(of, answer.repeats());
                if (earlier >= 0) {
                    repeats++;
                    alike += alike(of.answers.get(earlier).choice(), answer.choice());
                }
            }
            Double consistency = repeats == 0 ? null : alike / repeats;
            all.add(new TasteKnown(
                    contentClass,
                    model.answers(contentClass),
                    of.answers.size(),
                    foresight.share(),
                    foresight.from(),
                    foresight.to(),
                    repeats,
                    consistency,
                    consistency == null ? null : Questioner.ceiling(consistency),
                    leanings(taste, of)));
        }
        return all;
    }

    /** How alike two answers are, the second with its sides changed: "no difference" is half of either. */
    private static double alike(TasteAnswer.Choice earlier, TasteAnswer.Choice again) {
        TasteAnswer.Choice none = TasteAnswer.Choice.none;
        if (earlier == none || again == none) {
            return earlier == again ? 1 : 0.5;
        }
        return earlier == again ? 0 : 1;
    }

    /** What a step more is liked, from where the newest pair lay. */
    private static Map<String, Double> leanings(Taste taste, OfClass of) {
        double[] here = new double[MacroAxes.COUNT];
        if (!of.answers.isEmpty()) {
            TasteAnswer newest = of.answers.get(of.answers.size() - 1);
            double[] first = position(newest.first());
            double[] second = position(newest.second());
            for (int i = 0; i < here.length; i++) {
                here[i] = (first[i] + second[i]) / 2;
            }
        }
        Map<String, Double> leanings = new LinkedHashMap<>();
        for (MacroAxis axis : MacroAxis.values()) {
            double[] there = here.clone();
            there[axis.ordinal()]++;
            double difference = taste.difference(there, here);
            double certain = Math.signum(difference) * Math.max(0, Math.abs(difference) - taste.spread(there, here));
            leanings.put(axis.id(), Math.max(-1, Math.min(1, certain)));
        }
        return leanings;
    }
}
