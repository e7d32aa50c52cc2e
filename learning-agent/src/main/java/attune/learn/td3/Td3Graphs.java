package attune.learn.td3;

import attune.learn.onnx.Gradients;
import attune.learn.onnx.Graph;
import attune.learn.onnx.Shape;
import attune.learn.onnx.Tensor;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The step of the critics, the step of the actor, and the actor alone, as models for ONNX Runtime. Each reads as the paper's
 * algorithm. A network's parameters are one flat vector, given twice: whole for Adam, and as NAME.0, NAME.1, … for its layers
 * (slices of the same memory). NAME_new is what becomes of NAME.
 */
final class Td3Graphs {
    static final float BETA_1 = 0.9f;
    static final float BETA_2 = 0.999f;
    static final float ADAM_EPSILON = 1e-8f;
    /** Keeps moments of what has no gradient any more from creeping through numbers that are slow to compute with. */
    private static final float TINY = 1e-30f;
    /** Ends the name of a result that replaces an input. */
    static final String NEW = "_new";

    private final Td3Config config;
    private final Td3Networks networks;
    private final Shape one;
    private final Shape observations;
    private final Shape actions;

    Td3Graphs(Td3Config config) {
        this.config = config;
        this.networks = new Td3Networks(config);
        this.one = Shape.of(config.batch(), 1);
        this.observations = Shape.of(config.batch(), config.observations());
        this.actions = Shape.of(config.batch(), config.actions());
    }

    /** Clipped double-Q learning with target policy smoothing, weighted by importance; gives |td| of each transition. */
    byte[] criticStep() {
        Graph graph = new Graph();
        UnaryOperator<Tensor> normalize = normalization(graph);
        Tensor s = normalize.apply(graph.input("observation", observations));
        Tensor a = graph.input("action", actions);
        Tensor r = graph.input("reward", one);
        Tensor continues = graph.input("continues", one);
        Tensor s2 = normalize.apply(graph.input("next", observations));
        Tensor noise = graph.input("noise", actions);
        Tensor weight = graph.input("weight", one);
        List<Tensor> actorTarget = inputs(graph, networks.actorParts(), "actorTarget", false);
        List<Tensor> criticTarget = inputs(graph, networks.criticParts(), "criticTarget", false);
        List<Tensor> critic = inputs(graph, networks.criticParts(), "critic", true);

        Tensor smoothing = noise.times(config.targetNoise()).clipped(-config.noiseClip(), config.noiseClip());
        Tensor a2 = networks.act(s2, actorTarget).plus(smoothing).clipped(-1, 1);
        Tensor q2 = networks.rate(s2, a2, networks.ofCritic(0, criticTarget))
                .min(networks.rate(s2, a2, networks.ofCritic(1, criticTarget)));
        Tensor y = r.plus(continues.times(config.gamma()).times(q2));
        Tensor td1 = networks.rate(s, a, networks.ofCritic(0, critic)).minus(y);
        Tensor td2 = networks.rate(s, a, networks.ofCritic(1, critic)).minus(y);
        Tensor loss = weight.times(td1.squared().plus(td2.squared())).mean();

        adam(graph, "critic", Tensor.flat(Gradients.of(loss, critic)).detached());
        Tensor error = td1.detached().absolute().plus(td2.detached().absolute()).times(0.5f);
        graph.output("error", error);
        graph.output("loss", loss);
        return graph.model(Map.of());
    }

    /**
     * Deterministic policy gradient through the first critic, and soft updates of all targets. With {@code imitation} above 0
     * as in S. Fujimoto and S. Gu, "A minimalist approach to offline reinforcement learning" (2021): the critic's word counts
     * in units of its own mean size, where {@code relative} is 1, and what demonstrations did counts beside it.
     */
    byte[] actorStep() {
        Graph graph = new Graph();
        Tensor s = normalization(graph).apply(graph.input("observation", observations));
        Tensor a = graph.input("action", actions);
        Tensor demonstration = graph.input("demonstration", one);
        Tensor imitation = graph.input("imitation", Shape.of());
        Tensor relative = graph.input("relative", Shape.of());
        List<Tensor> actor = inputs(graph, networks.actorParts(), "actor", true);
        List<Tensor> critic = inputs(graph, networks.ofCritic(0, networks.criticParts()), "critic", false);

        Tensor policy = networks.act(s, actor);
        Tensor q = networks.rate(s, policy, critic);
        Tensor unit = q.detached().absolute().mean().plus(-1).times(relative).plus(1);
        Tensor apart = policy.minus(a).squared();
        Tensor loss = apart.times(demonstration)
                .mean()
                .times(imitation)
                .minus(q.mean().dividedBy(unit));

        Tensor trained =
                adam(graph, "actor", Tensor.flat(Gradients.of(loss, actor)).detached());
        Tensor critics = graph.input("critic", flat(networks.criticParts()));
        graph.output("actorTarget" + NEW, softly(graph, "actorTarget", trained));
        graph.output("criticTarget" + NEW, softly(graph, "criticTarget", critics));
        graph.output("loss", loss);
        return graph.model(Map.of());
    }

    /** The actor for one observation, with its parameters as inputs. */
    byte[] actor() {
        Graph graph = new Graph();
        Tensor s = graph.input(Actor.INPUT, Shape.of(1, config.observations()));
        List<Tensor> actor = inputs(graph, networks.actorParts(), "actor", false);
        graph.output(Actor.OUTPUT, networks.act(normalization(graph).apply(s), actor));
        return graph.model(Map.of());
    }

    /**
     * The actor for one observation, with everything in it.
     *
     * @param mean of the observations
     * @param inverseDeviation one over their standard deviation
     * @param parameters of the actor
     */
    byte[] portableActor(
            FloatBuffer mean, FloatBuffer inverseDeviation, FloatBuffer parameters, Map<String, String> metadata) {
        Graph graph = new Graph();
        Shape row = Shape.of(1, config.observations());
        Tensor s = graph.input(Actor.INPUT, row);
        if (config.normalizeObservations()) {
            s = Td3Networks.normalized(
                    s, graph.fixed("mean", row, mean), graph.fixed("inverseDeviation", row, inverseDeviation));
        }
        List<Tensor> fixed = Td3Networks.fixed(graph, networks.actorParts(), "actor", parameters);
        graph.output(Actor.OUTPUT, networks.act(s, fixed));
        return graph.model(metadata);
    }

    private UnaryOperator<Tensor> normalization(Graph graph) {
        if (!config.normalizeObservations()) {
            return observation -> observation;
        }
        Shape row = Shape.of(1, config.observations());
        Tensor mean = graph.input("mean", row);
        Tensor inverseDeviation = graph.input("inverseDeviation", row);
        return observation -> Td3Networks.normalized(observation, mean, inverseDeviation);
    }

    /** D. Kingma and J. Ba, "Adam" (2015), its corrections for the first steps within {@code rate} and {@code epsilon}. */
    private static Tensor adam(Graph graph, String name, Tensor gradient) {
        Shape flat = gradient.shape();
        Tensor theta = graph.input(name, flat);
        Tensor m = graph.input(name + "M", flat)
                .times(BETA_1)
                .plus(gradient.times(1 - BETA_1))
                .plus(TINY);
        Tensor v = graph.input(name + "V", flat)
                .times(BETA_2)
                .plus(gradient.squared().times(1 - BETA_2))
                .plus(TINY);
        Tensor rate = graph.input("rate", Shape.of());
        Tensor epsilon = graph.input("epsilon", Shape.of());
        Tensor trained = theta.minus(m.times(rate).dividedBy(v.squareRoot().plus(epsilon)));
        graph.output(name + NEW, trained);
        graph.output(name + "M" + NEW, m);
        graph.output(name + "V" + NEW, v);
        graph.output("gradientSquared", gradient.squared().mean());
        return trained;
    }

    private Tensor softly(Graph graph, String target, Tensor trained) {
        Tensor old = graph.input(target, trained.shape());
        return old.times(1 - config.tau()).plus(trained.times(config.tau()));
    }

    private static Shape flat(List<Td3Networks.Part> parts) {
        return Shape.of(Td3Networks.elements(parts));
    }

    private static List<Tensor> inputs(Graph graph, List<Td3Networks.Part> parts, String name, boolean differentiable) {
        return Td3Networks.inputs(
                parts, name, part -> shape -> differentiable ? graph.parameter(part, shape) : graph.input(part, shape));
    }
}
