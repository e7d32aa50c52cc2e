package attune.learn.preference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said about how well a taste is known, held against what simulated listeners truly prefer. */
class ForesightTest {
    private static final TasteFit FIT = new TasteFit(TastePrior.population().withoutOpinion());
    private static final int PEOPLE = 20;
    private static final long SEED = 7_000_000;

    private static void expectTrue(int answers) {
        int inside = 0;
        double said = 0;
        double came = 0;
        for (int person = 0; person < PEOPLE; person++) {
            long seed = SEED + 100L * person;
            SimulatedListener listener =
                    new SimulatedListener(SimulatedListener.Kind.AS_MODELLED, MacroAxes.COUNT, 0.85, seed);
            Taste taste = FIT.fit(listener.asked(FIT, answers, seed + 1));
            Foresight foresight = Foresight.of(taste);
            double share = listener.truth(taste, seed + 2);
            inside += share >= foresight.from() - 0.02 && share <= foresight.to() + 0.02 ? 1 : 0;
            said += foresight.share() / PEOPLE;
            came += share / PEOPLE;
        }
        assertThat(said).isBetween(came - 0.06, came + 0.06);
        assertThat(inside).isGreaterThanOrEqualTo(PEOPLE * 8 / 10);
    }

    @Test
    void share_when_few_or_many_questions_were_answered_expect_what_comes_true_and_within_its_interval() {
        expectTrue(10);
        expectTrue(60);
    }

    @Test
    void share_when_nothing_was_answered_expect_a_coins() {
        Foresight none = Foresight.of(FIT.fit(List.of()));

        assertThat(none.share()).isEqualTo(0.5);
        assertThat(none.from()).isEqualTo(none.to());
    }
}
