package attune.learn.td3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import attune.learn.replay.MixedReplay;
import attune.learn.replay.ReplayBuffer;
import attune.learn.replay.ReplayConfig;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Td3LearnerTest {
    private static final Td3Config CONFIG =
            Td3Config.published(2, 1).normalizing(true, true).sized(32, 32, 64);
    private static final ReplayConfig REPLAY =
            ReplayConfig.standard(2, 1, 1_000).with(4_000, 0.6);

    /** What is best in a situation: not linear, and on another scale than the networks begin with. */
    private static float best(float[] observation) {
        return (float) (0.8 * Math.sin(observation[0] / 100));
    }

    /** One move, and the task is over: the reward falls with the distance from what is best there. */
    static ReplayBuffer targets(int count, long seed) {
        ReplayBuffer replay = new ReplayBuffer(REPLAY);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            float[] observation = observation(random);
            float action = (float) (2 * random.nextDouble() - 1);
            float off = action - best(observation);
            replay.add(observation, new float[] {action}, -off * off, true, observation);
        }
        return replay;
    }

    private static float[] observation(SplittableRandom random) {
        return new float[] {(float) (400 * random.nextDouble() - 200), (float) random.nextDouble()};
    }

    static Td3Learner learner(long seed) {
        Td3Learner learner = new Td3Learner(CONFIG, seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            learner.observe(observation(random));
        }
        return learner;
    }

    @Test
    void policy_when_trained_expect_it_to_do_what_is_best_in_situations_it_never_saw() {
        ReplayBuffer replay = targets(4_000, 1);
        try (Td3Learner learner = learner(1)) {
            double before = meanDistance(learner);
            for (int i = 0; i < 1_500; i++) {
                assertThat(learner.update(replay)).isTrue();
            }
            assertThat(before).isGreaterThan(0.3);
            assertThat(meanDistance(learner)).isLessThan(0.15);
        }
    }

    private static double meanDistance(Td3Learner learner) {
        SplittableRandom random = new SplittableRandom(77);
        float[] action = new float[1];
        double sum = 0;
        for (int i = 0; i < 200; i++) {
            float[] observation = observation(random);
            learner.act(observation, action);
            sum += Math.abs(action[0] - best(observation));
        }
        return sum / 200;
    }

    @Test
    void learner_when_made_twice_from_one_seed_expect_the_same_parameters_bit_by_bit() {
        try (Td3Learner one = learner(4);
                Td3Learner two = learner(4);
                Td3Learner other = learner(5)) {
            ReplayBuffer replayOne = targets(300, 2);
            ReplayBuffer replayTwo = targets(300, 2);
            ReplayBuffer replayOther = targets(300, 2);
            for (int i = 0; i < 20; i++) {
                one.update(replayOne);
                two.update(replayTwo);
                other.update(replayOther);
            }
            assertThat(copy(one, "actor")).isEqualTo(copy(two, "actor"));
            assertThat(copy(one, "criticTarget")).isEqualTo(copy(two, "criticTarget"));
            assertThat(copy(one, "actor")).isNotEqualTo(copy(other, "actor"));
        }
    }

    static float[] copy(Td3Learner learner, String name) {
        FloatBuffer values = learner.state().values(name);
        float[] copy = new float[values.capacity()];
        values.get(0, copy);
        return copy;
    }

    /** Demonstrations do 0.5 everywhere; the reward, small beside it, draws elsewhere. */
    @Test
    void policy_when_it_imitates_expect_it_near_the_demonstrations_and_free_again_without() {
        ReplayBuffer demonstrations = new ReplayBuffer(REPLAY.ofDemonstrations());
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 1_000; i++) {
            float[] observation = observation(random);
            float off = 0.5f - best(observation);
            demonstrations.add(observation, new float[] {0.5f}, -off * off, true, observation);
        }
        MixedReplay mixed = new MixedReplay(demonstrations, targets(2_000, 7), 0.5);
        try (Td3Learner learner = learner(8)) {
            learner.imitate(100);
            train(learner, mixed, 400);
            assertThat(meanAction(learner)).isCloseTo(0.5, within(0.1));
            learner.imitate(0);
            train(learner, mixed, 1_200);
            assertThat(meanAction(learner)).isCloseTo(0, within(0.2));
        }
        try (Td3Learner learner = learner(8)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> learner.imitate(Float.NaN))
                    .withMessageContaining("imitation=NaN");
        }
    }

    private static void train(Td3Learner learner, MixedReplay replay, int steps) {
        for (int i = 0; i < steps; i++) {
            learner.update(replay);
        }
    }

    private static double meanAction(Td3Learner learner) {
        float[] action = new float[1];
        double sum = 0;
        for (int x = -200; x <= 200; x += 10) {
            learner.act(new float[] {x, 0.5f}, action);
            sum += action[0];
        }
        return sum / 41;
    }

    /** A reward that squares to infinity. */
    @Test
    void step_when_its_numbers_are_not_finite_expect_it_refused_and_nothing_changed() {
        ReplayBuffer absurd = new ReplayBuffer(REPLAY);
        absurd.add(new float[] {1, 1}, new float[] {0}, 1e30f, true, new float[] {1, 1});
        try (Td3Learner learner = learner(9)) {
            float[] critic = copy(learner, "critic");
            float[] actor = copy(learner, "actor");

            for (int i = 0; i < 4; i++) {
                assertThat(learner.update(absurd)).isFalse();
            }
            assertThat(learner.refusedUpdates()).isEqualTo(4);
            assertThat(learner.updates()).isZero();
            assertThat(copy(learner, "critic")).isEqualTo(critic);
            assertThat(copy(learner, "actor")).isEqualTo(actor);
            learner.observe(new float[] {Float.NaN, 0});
            float[] action = new float[1];
            learner.act(new float[] {1, 1}, action);
            assertThat(action[0]).isBetween(-1f, 1f);
            assertThat(learner.update(targets(100, 3))).isTrue();
        }
    }

    /** Moments that fade by a tenth at each step end among denormal numbers and never leave them. */
    @Test
    void moments_when_there_is_no_gradient_any_more_expect_no_number_that_is_slow_to_compute_with() {
        ReplayBuffer replay = targets(300, 4);
        try (Td3Learner learner = learner(10)) {
            for (int i = 0; i < 5; i++) {
                learner.update(replay);
            }
            for (int row = 0; row < CONFIG.batch(); row++) {
                learner.batch().weight().put(row, 0);
            }
            for (int i = 0; i < 1_000; i++) {
                learner.trainCritic();
            }
            for (float moment : copy(learner, "criticM")) {
                assertThat(Math.abs(moment)).isGreaterThan(Float.MIN_NORMAL);
            }
        }
    }

    @Test
    void config_when_out_of_range_expect_its_name_and_value() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Td3Config.standard(0, 1))
                .withMessageContaining("observations=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Td3Config(1, 1, 1, 1, 1, 1.5f, 0, 0, 1, 0, 0, true, true))
                .withMessageContaining("gamma=1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReplayConfig.standard(2, 1, 0))
                .withMessageContaining("annealing=0");
    }
}
