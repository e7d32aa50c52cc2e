package attune.learn.td3;

import attune.learn.onnx.Graph;
import attune.learn.onnx.Shape;
import attune.learn.onnx.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Actor and critics: what parameters they have, in what order in a flat vector, and what they compute. */
final class Td3Networks {
    private static final float LAYER_NORM_EPSILON = 1e-5f;
    private static final float LARGEST_OBSERVATION = 10;
    private static final int CRITICS = 2;

    private final Td3Config config;
    private final List<Part> actor = new ArrayList<>();
    private final List<Part> critic = new ArrayList<>();

    enum Kind {
        WEIGHTS,
        BIAS,
        SCALE,
        SHIFT
    }

    /** Neighbouring parameters of a flat vector. */
    record Part(Kind kind, Shape shape) {}

    Td3Networks(Td3Config config) {
        this.config = config;
        dense(actor, config.observations(), config.hidden1(), false);
        dense(actor, config.hidden1(), config.hidden2(), false);
        dense(actor, config.hidden2(), config.actions(), false);
        dense(critic, config.observations() + config.actions(), config.hidden1(), config.layerNorm());
        dense(critic, config.hidden1(), config.hidden2(), config.layerNorm());
        dense(critic, config.hidden2(), 1, false);
    }

    private static void dense(List<Part> parts, int inputs, int outputs, boolean layerNorm) {
        parts.add(new Part(Kind.WEIGHTS, Shape.of(inputs, outputs)));
        parts.add(new Part(Kind.BIAS, Shape.of(1, outputs)));
        if (layerNorm) {
            parts.add(new Part(Kind.SCALE, Shape.of(outputs)));
            parts.add(new Part(Kind.SHIFT, Shape.of(outputs)));
        }
    }

    List<Part> actorParts() {
        return actor;
    }

    /** Of both critics, the first one's first. */
    List<Part> criticParts() {
        List<Part> both = new ArrayList<>();
        for (int i = 0; i < CRITICS; i++) {
            both.addAll(critic);
        }
        return both;
    }

    static int elements(List<Part> parts) {
        return parts.stream().mapToInt(part -> part.shape().elements()).sum();
    }

    /** PyTorch's defaults: weights and biases uniform within 1/√inputs, scale 1, shift 0. */
    static void initialize(List<Part> parts, FloatBuffer values, RandomGenerator random) {
        int at = 0;
        float limit = 0;
        for (Part part : parts) {
            if (part.kind() == Kind.WEIGHTS) {
                limit = (float) (1 / Math.sqrt(part.shape().size(0)));
            }
            for (int i = 0; i < part.shape().elements(); i++) {
                values.put(
                        at++,
                        switch (part.kind()) {
                            case WEIGHTS, BIAS -> limit * (2 * random.nextFloat() - 1);
                            case SCALE -> 1;
                            case SHIFT -> 0;
                        });
            }
        }
    }

    /** An observation as the networks take it: mean 0, variance 1, nothing extreme. */
    static Tensor normalized(Tensor observation, Tensor mean, Tensor inverseDeviation) {
        return observation.minus(mean).times(inverseDeviation).clipped(-LARGEST_OBSERVATION, LARGEST_OBSERVATION);
    }

    /** [batch, actions], within -1 and 1. */
    Tensor act(Tensor observation, List<Tensor> parameters) {
        Layers layers = new Layers(parameters, observation);
        return layers.hidden(false).hidden(false).output().tanh();
    }

    /** What one critic says of actions: [batch, 1]. */
    Tensor rate(Tensor observation, Tensor action, List<Tensor> parameters) {
        Layers layers = new Layers(parameters, observation.beside(action));
        return layers.hidden(config.layerNorm()).hidden(config.layerNorm()).output();
    }

    /** The part of {@link #criticParts} that is one critic's. */
    <T> List<T> ofCritic(int index, List<T> ofBoth) {
        return ofBoth.subList(index * critic.size(), (index + 1) * critic.size());
    }

    /** Inputs NAME.0, NAME.1, …: one for each part. */
    static List<Tensor> inputs(List<Part> parts, String name, Function<String, Function<Shape, Tensor>> maker) {
        List<Tensor> tensors = new ArrayList<>();
        for (Part part : parts) {
            tensors.add(maker.apply(name + "." + tensors.size()).apply(part.shape()));
        }
        return tensors;
    }

    /** As {@link #inputs}, fixed in the graph. */
    static List<Tensor> fixed(Graph graph, List<Part> parts, String name, FloatBuffer values) {
        int[] at = new int[1];
        return inputs(parts, name, part -> shape -> {
            FloatBuffer own = values.slice(at[0], shape.elements());
            at[0] += shape.elements();
            return graph.fixed(part, shape, own);
        });
    }

    /** Layers on the way from input to output. */
    private static final class Layers {
        private final List<Tensor> parameters;
        private Tensor current;
        private int next;

        Layers(List<Tensor> parameters, Tensor input) {
            this.parameters = parameters;
            this.current = input;
        }

        Layers hidden(boolean layerNorm) {
            current = output();
            if (layerNorm) {
                current = current.layerNorm(parameters.get(next), parameters.get(next + 1), LAYER_NORM_EPSILON);
                next += 2;
            }
            current = current.relu();
            return this;
        }

        Tensor output() {
            Tensor out = current.dense(parameters.get(next), parameters.get(next + 1));
            next += 2;
            return out;
        }
    }
}
