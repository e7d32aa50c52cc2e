package attune.learn.td3;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import attune.learn.onnx.OnnxRuntime;
import attune.learn.onnx.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The vectors of actor and critics with their targets and Adam's moments, and what else the graphs read and write. Vectors
 * that change together share the number of the bank in force.
 */
final class Td3State implements AutoCloseable {
    /** What the step of the critics changes. */
    static final List<String> CRITIC = List.of("critic", "criticM", "criticV");
    /** What the step of the actor changes. */
    static final List<String> ACTOR = List.of("actor", "actorM", "actorV", "actorTarget", "criticTarget");

    private static final int BANKS = 2;

    private final Map<String, ParameterVector> vectors = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> data = new HashMap<>();
    private int criticBank;
    private int actorBank;

    Td3State(Td3Networks networks) throws OrtException {
        for (String name : CRITIC) {
            vectors.put(name, new ParameterVector(networks.criticParts()));
        }
        for (String name : ACTOR) {
            vectors.put(
                    name,
                    new ParameterVector(name.startsWith("critic") ? networks.criticParts() : networks.actorParts()));
        }
    }

    /** Draws actor and critics; the targets begin as they do. */
    void initialize(Td3Networks networks, RandomGenerator random) {
        Td3Networks.initialize(networks.actorParts(), values("actor"), random);
        Td3Networks.initialize(networks.criticParts(), values("critic"), random);
        values("actorTarget").put(0, values("actor"), 0, values("actor").capacity());
        values("criticTarget").put(0, values("critic"), 0, values("critic").capacity());
    }

    /** Names of all vectors, in the order of checkpoints. */
    static List<String> names() {
        List<String> names = new ArrayList<>(CRITIC);
        names.addAll(ACTOR);
        return names;
    }

    /** A vector as it is in force. */
    FloatBuffer values(String name) {
        return vector(name).values(bank(name, criticBank, actorBank));
    }

    /** Lets graphs read and write a buffer under this name. */
    void bind(String name, FloatBuffer values, Shape shape) throws OrtException {
        data.put(name, OnnxRuntime.tensor(values, shape));
    }

    /** What the last step of the critics wrote is in force. */
    void takeCritic() {
        criticBank = 1 - criticBank;
    }

    /** What the last step of the actor wrote is in force. */
    void takeActor() {
        actorBank = 1 - actorBank;
    }

    private ParameterVector vector(String name) {
        ParameterVector vector = vectors.get(name);
        if (vector == null) {
            throw new IllegalArgumentException("vector=" + name + ", known are " + vectors.keySet());
        }
        return vector;
    }

    private static int bank(String name, int criticBank, int actorBank) {
        return CRITIC.contains(name) ? criticBank : actorBank;
    }

    /** A model over this state. Closed by whoever made it. */
    Run run(byte[] model) throws OrtException {
        return new Run(OnnxRuntime.session(model));
    }

    @Override
    public void close() {
        vectors.values().forEach(ParameterVector::close);
        data.values().forEach(OnnxTensor::close);
    }

    /** A session with its inputs and outputs, prepared for each combination of banks. */
    final class Run implements AutoCloseable {
        private final OrtSession session;
        private final List<Map<String, OnnxTensor>> inputs = new ArrayList<>();
        private final List<Map<String, OnnxTensor>> outputs = new ArrayList<>();

        private Run(OrtSession session) {
            this.session = session;
            for (int i = 0; i < BANKS * BANKS; i++) {
                Map<String, OnnxTensor> in = new LinkedHashMap<>();
                Map<String, OnnxTensor> out = new LinkedHashMap<>();
                for (String name : session.getInputNames()) {
                    in.put(name, tensor(name, i / BANKS, i % BANKS));
                }
                for (String name : session.getOutputNames()) {
                    String vector = name.replace(Td3Graphs.NEW, "");
                    out.put(name, tensor(vector, 1 - i / BANKS, 1 - i % BANKS));
                }
                inputs.add(in);
                outputs.add(out);
            }
        }

        private OnnxTensor tensor(String name, int ofCritic, int ofActor) {
            OnnxTensor bound = data.get(name);
            if (bound != null) {
                return bound;
            }
            int dot = name.indexOf('.');
            String vector = dot < 0 ? name : name.substring(0, dot);
            int bank = bank(vector, ofCritic, ofActor);
            return dot < 0
                    ? vector(vector).flat(bank)
                    : vector(vector).part(bank, Integer.parseInt(name.substring(dot + 1)));
        }

        /** Runs once; what it writes to vectors is in force only once it was taken. */
        void once() {
            int banks = BANKS * criticBank + actorBank;
            try {
                session.run(inputs.get(banks), outputs.get(banks)).close();
            } catch (OrtException e) {
                throw new IllegalStateException("ONNX Runtime did not run its own graph: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() throws OrtException {
            session.close();
        }
    }
}
