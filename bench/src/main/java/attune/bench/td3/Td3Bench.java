package attune.bench.td3;

import attune.bench.BenchException;
import attune.bench.Figure;
import attune.bench.Program;
import attune.learn.replay.Batch;
import attune.learn.replay.ReplayBuffer;
import attune.learn.replay.ReplayConfig;
import attune.learn.replay.TransitionSource;
import attune.learn.td3.Actor;
import attune.learn.td3.CheckpointException;
import attune.learn.td3.Td3Config;
import attune.learn.td3.Td3Learner;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One training step at batch 256, one action, one batch of the replay: CPU time of the one thread that does it, in both
 * programs, so that a busy machine matters little.
 *
 * @param work scratch folder
 * @param peers whether PyTorch and cpprb are measured as well, where the Python of ATTUNE_PYTHON (else python3) has them
 */
public record Td3Bench(Path work, boolean peers) {
    private static final int OBSERVATIONS = 48;
    private static final int ACTIONS = 24;
    private static final int CAPACITY = ReplayConfig.STANDARD_CAPACITY;
    private static final int ROUNDS = 15;
    private static final int STEPS = 40;
    private static final int BATCHES = 500;
    private static final int ACTS = 20_000;
    private static final String JDK = Integer.toString(Runtime.version().feature());
    private static final String SIZES = "observation " + OBSERVATIONS + ", action " + ACTIONS + ", networks 256-128";

    /** The same transitions at each step: what is measured is the step. */
    private static final class Still implements TransitionSource {
        private boolean filled;

        @Override
        public int size() {
            return 1;
        }

        @Override
        public void sample(Batch batch, RandomGenerator random) {
            if (!filled) {
                for (FloatBuffer part : List.of(batch.observation(), batch.action(), batch.reward(), batch.next())) {
                    for (int i = 0; i < part.capacity(); i++) {
                        part.put(i, (float) (2 * random.nextDouble() - 1));
                    }
                }
                for (int row = 0; row < batch.rows(); row++) {
                    batch.continues().put(row, 1);
                    batch.weight().put(row, 1);
                }
                filled = true;
            }
        }

        @Override
        public void learned(Batch batch) {}
    }

    /** Measures and prints. */
    public void run(Consumer<Figure> print) throws IOException, BenchException {
        JsonNode peer = peers ? peerFigures() : new ObjectMapper().createObjectNode();
        Td3Config config = Td3Config.standard(OBSERVATIONS, ACTIONS).normalizing(true, true);
        String how = "one step at batch 256, half of the actor's included, " + SIZES + ", thread CPU time, median of "
                + ROUNDS + " rounds of " + STEPS;
        print(
                print,
                "td3.step_us",
                stepUs(Td3Config.published(OBSERVATIONS, ACTIONS)),
                how,
                peer.path("torch"),
                "step_us");
        print(
                print,
                "td3.step_normalized_us",
                stepUs(config),
                how + ", critics with LayerNorm; here observations normalised too",
                peer.path("torch_norm"),
                "step_us");
        print(
                print,
                "td3.actor_us",
                actorUs(config),
                "one action of an exported actor, " + SIZES + ", median of " + ACTS,
                peer.path("torch"),
                "actor_us");
        print(
                print,
                "td3.replay_us",
                replayUs(),
                "256 of " + CAPACITY + " transitions drawn and their priorities set, thread CPU time, median of "
                        + ROUNDS + " rounds of " + BATCHES,
                peer.path("cpprb"),
                "replay_us");
    }

    private static void print(
            Consumer<Figure> print, String name, double value, String how, JsonNode peer, String field) {
        print.accept(
                peer.has(field)
                        ? Figure.against(
                                name,
                                value,
                                "µs",
                                peer.has("version")
                                        ? "PyTorch " + peer.path("version").asText()
                                        : peerName(name),
                                peer.path(field).asDouble(),
                                JDK,
                                how)
                        : Figure.of(name, value, "µs", JDK, how));
    }

    private static String peerName(String figure) {
        return figure.endsWith("replay_us") ? "cpprb" : "PyTorch";
    }

    private JsonNode peerFigures() throws IOException, BenchException {
        String python = Objects.requireNonNullElse(System.getenv("ATTUNE_PYTHON"), "python3");
        Path script = work.resolve("td3-peers.py");
        try (InputStream in = Objects.requireNonNull(Td3Bench.class.getResourceAsStream("peers.py"))) {
            Files.write(script, in.readAllBytes());
        }
        JsonNode found = new ObjectMapper().readTree(Program.output(Map.of(), List.of(python, script.toString())));
        for (String name : List.of("torch", "cpprb")) {
            if (found.path(name).has("missing")) {
                System.err.println(python + " has no " + name + " (" + python + " -m pip install " + name
                        + "; ATTUNE_PYTHON names another Python); going on without.");
            }
        }
        return found;
    }

    private static double stepUs(Td3Config config) {
        try (Td3Learner learner = new Td3Learner(config, 1)) {
            TransitionSource still = new Still();
            return medianUs(STEPS, () -> learner.update(still));
        }
    }

    private double actorUs(Td3Config config) throws IOException, BenchException {
        Path file = work.resolve("td3-actor.onnx");
        try (Td3Learner learner = new Td3Learner(config, 1)) {
            learner.exportActor(file, 1);
        }
        float[] observation = new float[OBSERVATIONS];
        float[] action = new float[ACTIONS];
        double[] us = new double[ACTS];
        try (Actor actor = Actor.open(file, 1)) {
            for (int i = -ACTS; i < ACTS; i++) {
                observation[Math.floorMod(i, OBSERVATIONS)] += 0.01f;
                long begin = System.nanoTime();
                actor.act(observation, action);
                if (i >= 0) {
                    us[i] = (System.nanoTime() - begin) / 1e3;
                }
            }
        } catch (CheckpointException e) {
            throw new BenchException("the exported actor was refused: " + e.getMessage(), e);
        }
        Arrays.sort(us);
        return us[ACTS / 2];
    }

    private static double replayUs() {
        ReplayBuffer buffer = new ReplayBuffer(ReplayConfig.standard(OBSERVATIONS, ACTIONS, 1_000_000));
        SplittableRandom random = new SplittableRandom(1);
        float[] observation = new float[OBSERVATIONS];
        float[] action = new float[ACTIONS];
        for (int i = 0; i < CAPACITY; i++) {
            observation[i % OBSERVATIONS] = (float) random.nextDouble();
            buffer.add(observation, action, 0, false, observation);
        }
        Batch batch = new Batch(256, OBSERVATIONS, ACTIONS);
        return medianUs(BATCHES, () -> {
            buffer.sample(batch, random);
            for (int row = 0; row < batch.rows(); row++) {
                batch.error().put(row, (float) random.nextDouble());
            }
            buffer.learned(batch);
        });
    }

    private static double medianUs(int count, Runnable what) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] rounds = new double[ROUNDS];
        for (int round = -3; round < ROUNDS; round++) {
            long begin = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < count; i++) {
                what.run();
            }
            if (round >= 0) {
                rounds[round] = (threads.getCurrentThreadCpuTime() - begin) / 1e3 / count;
            }
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }
}
