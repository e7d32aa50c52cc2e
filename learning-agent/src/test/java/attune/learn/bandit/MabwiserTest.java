package attune.learn.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What every arm is expected to give, against MABWiser on the same draws: mabwiser_reference.py. */
class MabwiserTest {
    private static final int ARMS = 5;
    private static final int FEATURES = 4;
    private static final double TOLERANCE = 1e-9;

    private static List<double[]> rows(String file) throws IOException {
        try (InputStream in =
                        Objects.requireNonNull(MabwiserTest.class.getResourceAsStream("/attune/learn/bandit/" + file));
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            return reader.lines()
                    .skip(1)
                    .map(line -> Arrays.stream(line.split(",", -1))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
        }
    }

    @Test
    void ucb_when_fed_the_same_draws_expect_the_same_values_and_choices_at_twice_its_alpha() throws IOException {
        UcbBandit bandit = new UcbBandit(ARMS, 2, 1);
        int pull = 0;
        for (double[] row : rows("ucb.csv")) {
            if (pull >= ARMS) {
                assertThat(bandit.choose(Arena.NO_CONTEXT)).isEqualTo((int) row[0]);
            }
            bandit.learn((int) row[0], Arena.NO_CONTEXT, row[1], 1);
            pull++;
            // MABWiser brings the value of an arm up to date when that arm is pulled
            assertThat(bandit.rating((int) row[0], Arena.NO_CONTEXT))
                    .isCloseTo(row[2 + (int) row[0]], within(TOLERANCE));
        }
        assertThat(pull).isEqualTo(150);
    }

    @Test
    void linucb_when_fed_the_same_draws_expect_the_same_values_and_choices() throws IOException {
        LinUcbBandit bandit = new LinUcbBandit(ARMS, FEATURES, 0.7, 1);
        int pull = 0;
        for (double[] row : rows("linucb.csv")) {
            double[] context = Arrays.copyOfRange(row, 2, 2 + FEATURES);
            double[] asked = Arrays.copyOfRange(row, 2 + FEATURES, 2 + 2 * FEATURES);
            if (pull >= ARMS) {
                assertThat(bandit.choose(context)).isEqualTo((int) row[0]);
            }
            bandit.learn((int) row[0], context, row[1], 1);
            for (int arm = 0; arm < ARMS; arm++) {
                assertThat(bandit.rating(arm, asked)).isCloseTo(row[2 + 2 * FEATURES + arm], within(TOLERANCE));
            }
            pull++;
        }
    }

    @Test
    void thompson_when_fed_the_same_draws_expect_the_same_beliefs() throws IOException {
        ThompsonBandit bandit = new ThompsonBandit(ARMS, 1, Arena.random(1));
        for (double[] row : rows("thompson.csv")) {
            bandit.learn((int) row[0], Arena.NO_CONTEXT, row[1], 1);
            for (int arm = 0; arm < ARMS; arm++) {
                assertThat(bandit.mean(arm, Arena.NO_CONTEXT)).isCloseTo(row[2 + arm], within(TOLERANCE));
            }
        }
    }
}
