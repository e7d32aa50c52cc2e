package attune.learn.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.learn.preference.SimulatedListener.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** How well tastes of simulated listeners are learned; the listeners are others than those of the shipped prior. */
class PreferenceTest {
    private static final TasteFit KNOWN = new TasteFit(TastePrior.population());
    private static final int PEOPLE = 10;
    private static final double CONSISTENCY = 0.85;
    private static final long SEED = 5_000_000;

    private static double truth(Kind kind, int answers) {
        double sum = 0;
        for (int person = 0; person < PEOPLE; person++) {
            long seed = SEED + 100L * person;
            SimulatedListener listener = new SimulatedListener(kind, MacroAxes.COUNT, CONSISTENCY, seed);
            List<Answer> given = listener.asked(KNOWN, answers, seed + 1);
            sum += listener.truth(KNOWN.fit(given), seed + 2) / PEOPLE;
        }
        return sum;
    }

    @Test
    void truth_when_ten_questions_were_answered_expect_more_than_nothing_tells_and_four_of_five_right() {
        double before = truth(Kind.AS_MODELLED, 0);

        assertThat(truth(Kind.AS_MODELLED, 10)).isGreaterThan(before + 0.05).isGreaterThan(0.8);
    }

    @Test
    void truth_when_hundred_questions_were_answered_expect_nine_of_ten_right_also_where_the_model_is_wrong() {
        double sum = 0;
        for (Kind kind : Kind.values()) {
            double truth = truth(kind, 100);
            assertThat(truth).as(kind.name()).isGreaterThan(0.8);
            sum += truth;
        }
        assertThat(sum / Kind.values().length).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void questions_when_chosen_by_information_expect_more_learned_than_by_chance() {
        double chosen = truth(Kind.AS_MODELLED, 40);
        double chance = 0;
        for (int person = 0; person < PEOPLE; person++) {
            long seed = SEED + 100L * person;
            SimulatedListener listener = new SimulatedListener(Kind.AS_MODELLED, MacroAxes.COUNT, CONSISTENCY, seed);
            RandomGenerator random = SimulatedListener.random(seed + 1);
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                answers.add(listener.answer(SimulatedListener.position(random), SimulatedListener.position(random)));
            }
            chance += listener.truth(KNOWN.fit(answers), seed + 2) / PEOPLE;
        }
        assertThat(chosen).isGreaterThan(chance);
    }

    /** Sets of strategies, judged and liked: the right one is within the judge's noise of the best. */
    @Test
    void strategy_when_chosen_by_judge_and_taste_expect_right_in_more_than_95_of_100() {
        int right = 0;
        int counted = 0;
        for (int person = 0; person < PEOPLE; person++) {
            long seed = SEED + 100L * person;
            SimulatedListener listener = new SimulatedListener(Kind.AS_MODELLED, MacroAxes.COUNT, CONSISTENCY, seed);
            Taste taste = KNOWN.fit(listener.asked(KNOWN, 100, seed + 1));
            RandomGenerator random = SimulatedListener.random(seed + 3);
            for (int occasion = 0; occasion < 100; occasion++) {
                double[] playing = SimulatedListener.position(random);
                double best = Double.NEGATIVE_INFINITY;
                double worst = Double.POSITIVE_INFINITY;
                double most = Double.NEGATIVE_INFINITY;
                double taken = 0;
                for (int strategy = 0; strategy < 5; strategy++) {
                    double[] set = SimulatedListener.position(random);
                    double judged = random.nextDouble();
                    double value = judged + listened(listener.logit(set, playing));
                    double believed = judged + listened(taste.difference(set, playing));
                    best = Math.max(best, value);
                    worst = Math.min(worst, value);
                    if (believed > most) {
                        most = believed;
                        taken = value;
                    }
                }
                if (best - worst > 0.1) {
                    counted++;
                    right += taken >= best - 0.1 ? 1 : 0;
                }
            }
        }
        assertThat(right / (double) counted).isGreaterThan(0.95);
    }

    private static double listened(double logit) {
        return PreferenceModel.SOUND_BONUS * Math.max(-1, Math.min(1, logit / 2.5));
    }

    @Test
    void questions_when_ten_are_asked_expect_one_is_an_earlier_one_with_sides_changed_and_pairs_can_be_told_apart() {
        RandomGenerator random = SimulatedListener.random(1);
        Questioner questioner = new Questioner(random);
        List<double[]> pool = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            pool.add(SimulatedListener.position(random));
        }
        List<Questioner.Question> asked = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            asked.add(questioner.next(KNOWN.fit(List.of()), pool, 50));
        }
        assertThat(asked).filteredOn(q -> q.repeats() >= 0).hasSize(3).allSatisfy(q -> {
            assertThat(q.first()).isEqualTo(asked.get(q.repeats()).second());
            assertThat(q.second()).isEqualTo(asked.get(q.repeats()).first());
        });
        assertThat(asked).allMatch(q -> MacroAxes.distance(q.first(), q.second()) > 1);
        double[] here = new double[MacroAxes.COUNT];
        assertThatThrownBy(() -> new Questioner(random).next(KNOWN.fit(List.of()), List.of(here, here), 5))
                .hasMessageContaining("pool=2 sounds, none of 5 pairs");
    }

    /** Whoever is right 91.8 % of the time repeats himself 85 % of the time. */
    @Test
    void ceiling_when_repeats_are_known_expect_what_anybody_could_foretell() {
        assertThat(Questioner.ceiling(0.85)).isBetween(0.918, 0.919);
        assertThat(Questioner.ceiling(1)).isEqualTo(1);
        assertThat(Questioner.ceiling(0.3)).isEqualTo(0.5);
    }

    /** Answers that agree too well, and hardly any prior: an undamped step of Newton's leaves for infinity here. */
    @Test
    void fit_when_answers_can_be_parted_without_error_expect_the_mode_all_the_same() {
        double[][] wide = new double[Taste.WEIGHTS][Taste.WEIGHTS];
        for (int i = 0; i < wide.length; i++) {
            wide[i][i] = 1e4;
        }
        List<Answer> answers = new ArrayList<>();
        RandomGenerator random = SimulatedListener.random(4);
        for (int i = 0; i < 40; i++) {
            double[] a = SimulatedListener.position(random);
            double[] b = SimulatedListener.position(random);
            answers.add(Answer.pair(a, b, a[0] > b[0], Answer.Degree.MUCH));
        }
        Taste taste = new TasteFit(TastePrior.of(new double[Taste.WEIGHTS], wide)).fit(answers);

        assertThat(taste.mean()).doesNotContain(Double.NaN);
        for (Answer answer : answers) {
            assertThat(taste.chance(answer.first(), answer.second()) > 0.5).isEqualTo(answer.preferred() == 1);
        }
        double[] slope = new double[Taste.WEIGHTS];
        for (Answer answer : answers) {
            double[] x = Taste.features(answer);
            double error = answer.preferred() - Taste.logistic(Taste.dot(taste.mean(), x));
            for (int i = 0; i < slope.length; i++) {
                slope[i] += answer.weight() * error * x[i];
            }
        }
        for (int i = 0; i < slope.length; i++) {
            assertThat(slope[i]).isBetween(taste.mean()[i] / 1e4 - 1e-3, taste.mean()[i] / 1e4 + 1e-3);
        }
    }

    @Test
    void answer_when_it_is_no_such_answer_expect_refused_with_value() {
        double[] here = new double[MacroAxes.COUNT];
        double[] nowhere = {0, 0, Double.NaN, 0, 0, 0};

        assertThatThrownBy(() -> Answer.manual(nowhere, here)).hasMessage("first=NaN, allowed are finite numbers");
        assertThatThrownBy(() -> Answer.vote(here, new double[2], true)).hasMessage("second=2 axes, 6 are needed");
        assertThatThrownBy(() -> Answer.stars(here, here, 6)).hasMessage("stars=6, allowed are 1 to 5");
        assertThatThrownBy(() -> new Answer(Answer.Kind.PAIR, here, here, Double.NaN, 1))
                .hasMessage("preferred=NaN, allowed is 0 to 1");
        assertThatThrownBy(() -> new Answer(Answer.Kind.PAIR, here, here, 1, 0))
                .hasMessage("weight=0.0, allowed is above 0");
    }
}
