package attune.learn.td3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Gradients, losses and trained parameters against PyTorch's: td3_autograd_reference.py. */
class Td3GradientTest {
    private static final double TOLERANCE = 1e-5;
    /** Adam divides by gradients that may be tiny: a step of 0.001 is right to one part in a thousand. */
    private static final double AFTER_TOLERANCE = 1e-6;

    private static final Td3Config CONFIG =
            Td3Config.published(5, 2).normalizing(true, true).sized(16, 12, 8);

    @Test
    void step_when_plain_and_imitating_expect_autograds_gradients() throws IOException {
        check("plain.csv", CONFIG.normalizing(false, false), 0.4f);
    }

    @Test
    void step_when_critics_and_observations_are_normalized_expect_autograds_gradients() throws IOException {
        check("normalized.csv", CONFIG.normalizing(true, true), 0);
    }

    private static void check(String file, Td3Config config, float imitation) throws IOException {
        Map<String, double[]> reference = ReferenceValues.named(file);
        try (Td3Learner learner = new Td3Learner(config, 1)) {
            learner.imitate(imitation);
            fill(learner, reference);
            assertThat(learner.trainCritic()).isTrue();
            close("criticLoss", new double[] {learner.loss()}, reference);
            close("error", doubles(learner.batch().error()), reference);
            close("criticGradient", gradient(learner, "criticM"), reference);
            assertThat(learner.trainCritic()).isTrue();
            assertThat(learner.trainActor()).isTrue();
            close("actorLoss", new double[] {learner.loss()}, reference);
            close("actorGradient", gradient(learner, "actorM"), reference);
            assertThat(learner.trainCritic()).isTrue();
            assertThat(learner.trainCritic()).isTrue();
            assertThat(learner.trainActor()).isTrue();
            for (String name : List.of("actor", "actorTarget", "critic", "criticTarget")) {
                double[] expected = Objects.requireNonNull(reference.get(name + "After"));
                assertThat(doubles(learner.state().values(name)))
                        .as(name)
                        .containsExactly(expected, within(AFTER_TOLERANCE));
            }
        }
    }

    private static void fill(Td3Learner learner, Map<String, double[]> reference) {
        Map<String, FloatBuffer> inputs = Map.of(
                "observation", learner.batch().observation(),
                "action", learner.batch().action(),
                "reward", learner.batch().reward(),
                "continues", learner.batch().continues(),
                "next", learner.batch().next(),
                "weight", learner.batch().weight(),
                "demonstration", learner.batch().demonstration(),
                "noise", learner.noise(),
                "mean", learner.mean(),
                "inverseDeviation", learner.inverseDeviation());
        inputs.forEach((name, buffer) -> ReferenceValues.fill(buffer, Objects.requireNonNull(reference.get(name))));
        for (String name : List.of("actor", "actorTarget", "critic", "criticTarget")) {
            ReferenceValues.fill(learner.state().values(name), Objects.requireNonNull(reference.get(name)));
        }
    }

    /** After the first step Adam's first moment is a tenth of the gradient. */
    private static double[] gradient(Td3Learner learner, String moment) {
        return Arrays.stream(doubles(learner.state().values(moment)))
                .map(m -> m / (1 - Td3Graphs.BETA_1))
                .toArray();
    }

    /** To the tolerance of the largest of them. */
    private static void close(String name, double[] values, Map<String, double[]> reference) {
        double[] expected = Objects.requireNonNull(reference.get(name));
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(largest).isGreaterThan(0);
        assertThat(values).as(name).containsExactly(expected, within(TOLERANCE * largest));
    }

    private static double[] doubles(FloatBuffer values) {
        double[] copy = new double[values.capacity()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = values.get(i);
        }
        return copy;
    }
}
