package attune.learn.td3;

import attune.learn.replay.ReplayBuffer;
import attune.learn.replay.ReplayConfig;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;

/** TD3 on the pendulum as Stable-Baselines3 runs it: a step of training for every move, noise 0.1, the first moves by chance. */
final class PendulumTraining {
    static final float EXPLORATION_NOISE = 0.1f;

    private final Td3Learner learner;
    private final ReplayBuffer replay;
    private final List<double[]> starts;
    private final Random random;
    private final int chanceMoves;
    private final float[] observation = new float[Pendulum.OBSERVATIONS];
    private final float[] following = new float[Pendulum.OBSERVATIONS];
    private final float[] action = new float[Pendulum.ACTIONS];

    /**
     * Of a learner.
     *
     * @param alpha of the replay
     * @param moves in all, for annealing
     * @param starts angle and speed at the begin of each episode of a trial
     */
    PendulumTraining(Td3Learner learner, double alpha, int moves, int chanceMoves, List<double[]> starts, long seed) {
        this.learner = learner;
        this.replay = new ReplayBuffer(ReplayConfig.standard(Pendulum.OBSERVATIONS, Pendulum.ACTIONS, moves)
                .with(100_000, alpha));
        this.chanceMoves = chanceMoves;
        this.starts = starts;
        this.random = new Random(seed);
    }

    /**
     * Trains.
     *
     * @param trial told moves and mean return, every {@code every} moves
     */
    void run(int moves, int every, BiConsumer<Integer, Double> trial) {
        Pendulum pendulum = new Pendulum();
        for (int move = 1; move <= moves; move++) {
            if (move % Pendulum.EPISODE == 1) {
                pendulum.begin(random);
                pendulum.observe(following);
                learner.observe(following);
            }
            System.arraycopy(following, 0, observation, 0, observation.length);
            choose(move);
            double reward = pendulum.move(action[0]);
            pendulum.observe(following);
            learner.observe(following);
            replay.add(observation, action, (float) reward, false, following);
            if (move > chanceMoves) {
                learner.update(replay);
            }
            if (move % every == 0) {
                trial.accept(move, meanReturn());
            }
        }
    }

    private void choose(int move) {
        if (move <= chanceMoves) {
            action[0] = 2 * random.nextFloat() - 1;
        } else {
            learner.act(observation, action);
            float noisy = action[0] + EXPLORATION_NOISE * (float) random.nextGaussian();
            action[0] = Math.max(-1, Math.min(1, noisy));
        }
    }

    /** Without noise, from each start. */
    double meanReturn() {
        float[] seen = new float[Pendulum.OBSERVATIONS];
        float[] chosen = new float[Pendulum.ACTIONS];
        double sum = 0;
        for (double[] start : starts) {
            Pendulum pendulum = new Pendulum();
            pendulum.begin(start[0], start[1]);
            for (int move = 0; move < Pendulum.EPISODE; move++) {
                pendulum.observe(seen);
                learner.act(seen, chosen);
                sum += pendulum.move(chosen[0]);
            }
        }
        return sum / starts.size();
    }
}
