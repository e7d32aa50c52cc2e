package attune.learn.td3;

import ai.onnxruntime.OrtException;
import attune.learn.file.WholeFile;
import attune.learn.onnx.OnnxRuntime;
import attune.learn.onnx.Shape;
import attune.learn.replay.Batch;
import attune.learn.replay.TransitionSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Learns to act from transitions by TD3, one step at a time. What it draws depends on its seed and the number of the step
 * only, so a learner that goes on from a checkpoint does what it would have done. One thread; a step allocates some
 * kilobytes, an action some hundred bytes.
 */
public final class Td3Learner implements AutoCloseable {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final Td3Config config;
    private final Td3Graphs graphs;
    private final Td3State state;
    private final Td3State.Run criticStep;
    private final Td3State.Run actorStep;
    private final Td3State.Run actor;
    private final Batch batch;
    private final ObservationStatistics statistics;
    private final FloatBuffer mean;
    private final FloatBuffer inverseDeviation;
    private final FloatBuffer noise;
    private final FloatBuffer rate = OnnxRuntime.floats(1);
    private final FloatBuffer epsilon = OnnxRuntime.floats(1);
    private final FloatBuffer imitation = OnnxRuntime.floats(1);
    private final FloatBuffer relative = OnnxRuntime.floats(1);
    private final FloatBuffer loss = OnnxRuntime.floats(1);
    private final FloatBuffer gradientSquared = OnnxRuntime.floats(1);
    private final FloatBuffer observed;
    private final FloatBuffer act;
    private long seed;
    private long draws;
    private long criticUpdates;
    private long actorUpdates;
    private long refused;

    /**
     * A learner that knows nothing.
     *
     * @param seed of its first parameters and of all it draws
     * @throws IllegalStateException when ONNX Runtime can't be used on this machine
     */
    public Td3Learner(Td3Config config, long seed) {
        this.config = config;
        this.seed = seed;
        this.graphs = new Td3Graphs(config);
        int rows = config.batch();
        this.batch = new Batch(rows, config.observations(), config.actions());
        this.noise = OnnxRuntime.floats(rows * config.actions());
        this.mean = OnnxRuntime.floats(config.observations());
        this.inverseDeviation = OnnxRuntime.floats(config.observations());
        this.observed = OnnxRuntime.floats(config.observations());
        this.act = OnnxRuntime.floats(config.actions());
        this.statistics = new ObservationStatistics(config.observations(), mean, inverseDeviation);
        Td3Networks networks = new Td3Networks(config);
        try {
            this.state = new Td3State(networks);
            bind();
            this.criticStep = state.run(graphs.criticStep());
            this.actorStep = state.run(graphs.actorStep());
            this.actor = state.run(graphs.actor());
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime can't be used here: " + e.getMessage(), e);
        }
        state.initialize(networks, new SplittableRandom(seed));
    }

    private void bind() throws OrtException {
        Shape one = Shape.of(config.batch(), 1);
        Shape observations = Shape.of(config.batch(), config.observations());
        Shape actions = Shape.of(config.batch(), config.actions());
        Shape row = Shape.of(1, config.observations());
        state.bind("observation", batch.observation(), observations);
        state.bind("action", batch.action(), actions);
        state.bind("reward", batch.reward(), one);
        state.bind("continues", batch.continues(), one);
        state.bind("next", batch.next(), observations);
        state.bind("weight", batch.weight(), one);
        state.bind("demonstration", batch.demonstration(), one);
        state.bind("error", batch.error(), one);
        state.bind("noise", noise, actions);
        state.bind("mean", mean, row);
        state.bind("inverseDeviation", inverseDeviation, row);
        state.bind("observed", observed, row);
        state.bind("act", act, Shape.of(1, config.actions()));
        state.bind("rate", rate, Shape.of());
        state.bind("epsilon", epsilon, Shape.of());
        state.bind("imitation", imitation, Shape.of());
        state.bind("relative", relative, Shape.of());
        state.bind("loss", loss, Shape.of());
        state.bind("gradientSquared", gradientSquared, Shape.of());
    }

    /** What the learner was made with. */
    public Td3Config config() {
        return config;
    }

    /**
     * How much the deeds of demonstrations count in the policy's step beside the critic's word (TD3+BC: 1/2.5); 0, as at the
     * begin, is plain TD3.
     *
     * @throws IllegalArgumentException for anything below 0
     */
    public void imitate(float coefficient) {
        if (!(coefficient >= 0 && coefficient < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("imitation=" + coefficient + ", allowed is 0 or more");
        }
        imitation.put(0, coefficient);
        relative.put(0, coefficient > 0 ? 1 : 0);
    }

    /** Takes an observation into mean and variance; one that is not all finite is left out. */
    public void observe(float[] observation) {
        boolean finite = true;
        for (float number : observation) {
            finite &= Float.isFinite(number);
        }
        if (finite) {
            statistics.add(observation);
        }
    }

    /**
     * What the policy does, without noise.
     *
     * @param observation as many numbers as configured
     * @param action filled, each in [-1, 1]
     */
    public void act(float[] observation, float[] action) {
        observed.put(0, observation, 0, config.observations());
        actor.once();
        act.get(0, action, 0, config.actions());
    }

    /**
     * One step: critics, and every {@code policyDelay}th time actor and targets.
     *
     * @return whether it was taken; one that gave numbers that are not finite is not, and nothing is changed by it
     */
    public boolean update(TransitionSource replay) {
        SplittableRandom random = new SplittableRandom(seed + GOLDEN * ++draws);
        replay.sample(batch, random);
        for (int i = 0; i < noise.capacity(); i++) {
            noise.put(i, (float) random.nextGaussian());
        }
        if (!trainCritic()) {
            return false;
        }
        replay.learned(batch);
        return criticUpdates % config.policyDelay() != 0 || trainActor();
    }

    boolean trainCritic() {
        correct(criticUpdates + 1);
        criticStep.once();
        if (!isFinite()) {
            return false;
        }
        criticUpdates++;
        state.takeCritic();
        return true;
    }

    boolean trainActor() {
        correct(actorUpdates + 1);
        actorStep.once();
        if (!isFinite()) {
            return false;
        }
        actorUpdates++;
        state.takeActor();
        return true;
    }

    /** Adam's corrections for moments that began at zero. */
    private void correct(long step) {
        double second = Math.sqrt(1 - Math.pow(Td3Graphs.BETA_2, (double) step));
        rate.put(0, (float) (config.learningRate() * second / (1 - Math.pow(Td3Graphs.BETA_1, (double) step))));
        epsilon.put(0, (float) (Td3Graphs.ADAM_EPSILON * second));
    }

    private boolean isFinite() {
        boolean finite = Float.isFinite(loss.get(0)) && Float.isFinite(gradientSquared.get(0));
        refused += finite ? 0 : 1;
        return finite;
    }

    /** Steps of the critics that were taken. */
    public long updates() {
        return criticUpdates;
    }

    /** Steps that gave numbers that are not finite. */
    public long refusedUpdates() {
        return refused;
    }

    Td3State state() {
        return state;
    }

    Batch batch() {
        return batch;
    }

    /** [batch, actions]: standard normal numbers for the target's action. */
    FloatBuffer noise() {
        return noise;
    }

    float loss() {
        return loss.get(0);
    }

    /** What a checkpoint keeps beside vectors and statistics. */
    record Counts(long seed, long draws, long criticUpdates, long actorUpdates) {}

    Counts counts() {
        return new Counts(seed, draws, criticUpdates, actorUpdates);
    }

    void restore(Counts counts) {
        seed = counts.seed();
        draws = counts.draws();
        criticUpdates = counts.criticUpdates();
        actorUpdates = counts.actorUpdates();
    }

    /**
     * Writes the policy as one portable .onnx file, whole or not at all: input "observed" [1, observations] as measured,
     * output "act" [1, actions].
     *
     * @param observationVersion kept in the file and asked for by {@link Actor#open}
     */
    public void exportActor(Path file, int observationVersion) throws IOException {
        byte[] model = graphs.portableActor(
                mean,
                inverseDeviation,
                state.values("actor"),
                Map.of(
                        Actor.OBSERVATION_VERSION, Integer.toString(observationVersion),
                        Actor.UPDATES, Long.toString(criticUpdates)));
        WholeFile.write(file, List.of(ByteBuffer.wrap(model)));
    }

    /** [observations] */
    FloatBuffer mean() {
        return mean;
    }

    /** [observations] */
    FloatBuffer inverseDeviation() {
        return inverseDeviation;
    }

    ObservationStatistics statistics() {
        return statistics;
    }

    @Override
    public void close() {
        try {
            criticStep.close();
            actorStep.close();
            actor.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a session could not be closed: " + e.getMessage(), e);
        } finally {
            state.close();
        }
    }
}
