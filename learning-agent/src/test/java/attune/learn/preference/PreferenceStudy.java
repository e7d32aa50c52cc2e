package attune.learn.preference;

import attune.learn.preference.SimulatedListener.Kind;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Makes the shipped prior anew, and the tables of docs/learning.md. {@code mvn -pl learning-agent -am test
 * -Dtest=PreferenceStudy -Dattune.preference=prior|tables -Dsurefire.failIfNoSpecifiedTests=false}; seeded, one minute.
 */
final class PreferenceStudy {
    private static final Path PRIOR = Path.of("src/main/resources/attune/learn/preference/population-prior.json");
    private static final int LISTENERS = 480;
    private static final int ANSWERS = 80;
    private static final int ROUNDS = 12;
    /** Variance of a habit's logit. */
    private static final double HABIT = 0.3;

    private static final long SEED = 20_261_126;
    /** Listeners of the tables are others than those of the prior. */
    private static final long FRESH = 900_000;

    /** Expectation and maximisation over a population: each taste's posterior under the prior, the prior from them. */
    @Test
    @EnabledIfSystemProperty(named = "attune.preference", matches = "prior")
    void prior_when_learned_from_simulated_listeners_expect_written() throws IOException {
        List<List<Answer>> people = new ArrayList<>();
        for (int person = 0; person < LISTENERS; person++) {
            RandomGenerator random = SimulatedListener.random(SEED + person);
            Kind kind = person % 6 == 0 ? Kind.CITY : person % 6 == 1 ? Kind.WORST : Kind.AS_MODELLED;
            SimulatedListener listener =
                    new SimulatedListener(kind, 3 + person % 4, 0.8 + 0.05 * (person % 3), SEED + 10_000 + person);
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < ANSWERS; i++) {
                answers.add(listener.answer(SimulatedListener.position(random), SimulatedListener.position(random)));
            }
            people.add(answers);
        }
        TastePrior prior = TastePrior.flat();
        for (int round = 0; round < ROUNDS; round++) {
            prior = better(prior, people);
        }
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(PRIOR.toFile(), rounded(prior));
    }

    /** What the objective preference owes to the answers that happened to be given: the same listener, asked twice 30 questions. */
    @Test
    @EnabledIfSystemProperty(named = "attune.objectives", matches = "noise")
    void preference_when_a_listener_is_asked_twice_expect_its_noise_printed() {
        double squares = 0;
        double gains = 0;
        int pairs = 0;
        for (int person = 0; person < 24; person++) {
            SimulatedListener listener = new SimulatedListener(Kind.AS_MODELLED, 6, 0.85, FRESH + person);
            PreferenceModel[] twice = {new PreferenceModel(), new PreferenceModel()};
            RandomGenerator random = SimulatedListener.random(FRESH + 100 + person);
            for (int i = 0; i < 30; i++) {
                for (PreferenceModel model : twice) {
                    double[] first = SimulatedListener.position(random);
                    model.answer("a" + i, "speech", listener.answer(first, SimulatedListener.position(random)));
                }
            }
            for (int db = 0; db <= 18; db += 3) {
                ParamSnapshot set = new ParamSnapshot();
                set.set(ParamTable.NR_ATTENUATION, db);
                set.set(ParamTable.EQ8_GAIN, db / 3.0 - 3);
                double[] bonus = new double[twice.length];
                for (int m = 0; m < bonus.length; m++) {
                    bonus[m] = twice[m].bonus("speech", "rules", set, GentlePreset.params());
                }
                squares += (bonus[0] - bonus[1]) * (bonus[0] - bonus[1]) / 2;
                gains += (bonus[0] + bonus[1]) * (bonus[0] + bonus[1]) / 4;
                pairs++;
            }
        }
        System.out.printf(
                Locale.ROOT, "| preference | %.3f | | %.3f |%n", Math.sqrt(squares / pairs), Math.sqrt(gains / pairs));
    }

    private static TastePrior better(TastePrior prior, List<List<Answer>> people) {
        TasteFit fit = new TasteFit(prior);
        List<Taste> tastes = people.stream().map(fit::fit).toList();
        double[] mean = new double[Taste.WEIGHTS];
        for (Taste taste : tastes) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += taste.mean()[i] / tastes.size();
            }
        }
        RealMatrix covariance = new Array2DRowRealMatrix(Taste.WEIGHTS, Taste.WEIGHTS);
        for (Taste taste : tastes) {
            for (int r = 0; r < mean.length; r++) {
                for (int c = 0; c <= r; c++) {
                    double off = (taste.mean()[r] - mean[r]) * (taste.mean()[c] - mean[c]);
                    covariance.addToEntry(r, c, (taste.covariance()[r][c] + off) / tastes.size());
                }
            }
        }
        for (int r = 0; r < mean.length; r++) {
            for (int c = 0; c < r; c++) {
                covariance.setEntry(c, r, covariance.getEntry(r, c));
            }
        }
        // habits are no taste: nobody of these has one, real people may
        for (int habit = 2 * MacroAxes.COUNT; habit < Taste.WEIGHTS; habit++) {
            mean[habit] = 0;
            for (int i = 0; i < Taste.WEIGHTS; i++) {
                covariance.setEntry(habit, i, habit == i ? HABIT : 0);
                covariance.setEntry(i, habit, habit == i ? HABIT : 0);
            }
        }
        return TastePrior.of(mean, covariance.getData());
    }

    private static TastePrior rounded(TastePrior prior) {
        double[] mean = prior.meanValues();
        double[][] exact = prior.covarianceValues();
        double[][] covariance = new double[mean.length][mean.length];
        for (int r = 0; r < mean.length; r++) {
            mean[r] = Math.round(mean[r] * 1e4) / 1e4;
            for (int c = 0; c < mean.length; c++) {
                covariance[r][c] = Math.round(exact[r][c] * 1e5) / 1e5;
            }
        }
        return TastePrior.of(mean, covariance);
    }

    @Test
    @EnabledIfSystemProperty(named = "attune.preference", matches = "tables")
    void truth_when_listeners_are_simulated_expect_tables() {
        for (Kind kind : Kind.values()) {
            System.out.printf(Locale.ROOT, "| %s | %s%n", kind, row(kind, 6, 0.85));
        }
        for (int axes : new int[] {1, 2, 4, 6}) {
            for (double consistency : new double[] {0.75, 0.85, 0.95}) {
                System.out.printf(
                        Locale.ROOT, "| %d | %.2f | %s%n", axes, consistency, row(Kind.AS_MODELLED, axes, consistency));
            }
        }
    }

    private static String row(Kind kind, int axes, double consistency) {
        TasteFit known = new TasteFit(TastePrior.population());
        TasteFit flat = new TasteFit(TastePrior.flat());
        int people = 24;
        double[] sums = new double[5];
        for (int person = 0; person < people; person++) {
            long seed = FRESH + 100L * person;
            SimulatedListener listener = new SimulatedListener(kind, axes, consistency, seed);
            sums[0] += listener.truth(known.fit(List.of()), seed + 1);
            List<Answer> ten = new SimulatedListener(kind, axes, consistency, seed).asked(flat, 10, seed + 2);
            sums[1] += listener.truth(flat.fit(ten), seed + 1);
            ten = new SimulatedListener(kind, axes, consistency, seed).asked(known, 10, seed + 2);
            sums[2] += listener.truth(known.fit(ten), seed + 1);
            SimulatedListener asked = new SimulatedListener(kind, axes, consistency, seed);
            List<Answer> hundred = asked.asked(known, 100, seed + 2);
            sums[3] += asked.truth(known.fit(hundred), seed + 1);
            SimulatedListener other = new SimulatedListener(kind, axes, consistency, seed);
            RandomGenerator random = SimulatedListener.random(seed + 3);
            List<Answer> chance = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                chance.add(other.answer(SimulatedListener.position(random), SimulatedListener.position(random)));
            }
            sums[4] += other.truth(known.fit(chance), seed + 1);
        }
        StringBuilder text = new StringBuilder();
        for (double sum : sums) {
            text.append(String.format(Locale.ROOT, "%.1f | ", 100 * sum / people));
        }
        return text.toString();
    }
}
