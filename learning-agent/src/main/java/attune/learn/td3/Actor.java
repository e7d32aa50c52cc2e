package attune.learn.td3;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import attune.learn.onnx.OnnxRuntime;
import attune.learn.onnx.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A policy from an .onnx file that {@link Td3Learner#exportActor} wrote: one observation in, one action out, no noise; any
 * other program that runs ONNX can use the file as well. One thread; an action allocates some hundred bytes.
 */
public final class Actor implements AutoCloseable {
    static final String INPUT = "observed";
    static final String OUTPUT = "act";
    static final String OBSERVATION_VERSION = "attune.observation_version";
    static final String UPDATES = "attune.updates";

    private final OrtSession session;
    private final FloatBuffer observed;
    private final FloatBuffer act;
    private final OnnxTensor observedTensor;
    private final OnnxTensor actTensor;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    private Actor(OrtSession session, int observations, int actions) throws OrtException {
        this.session = session;
        this.observed = OnnxRuntime.floats(observations);
        this.act = OnnxRuntime.floats(actions);
        this.observedTensor = OnnxRuntime.tensor(observed, Shape.of(1, observations));
        this.actTensor = OnnxRuntime.tensor(act, Shape.of(1, actions));
        this.inputs = Map.of(INPUT, observedTensor);
        this.outputs = Map.of(OUTPUT, actTensor);
    }

    /**
     * Opens a file.
     *
     * @param observationVersion that this program's observations have
     * @throws CheckpointException when the file is no actor, damaged or made for another version of the observation
     */
    public static Actor open(Path file, int observationVersion) throws IOException, CheckpointException {
        byte[] model = Files.readAllBytes(file);
        OrtSession session;
        try {
            session = OnnxRuntime.session(model);
        } catch (OrtException e) {
            throw new CheckpointException("The actor " + file + " is damaged or no ONNX model.");
        }
        try {
            String version = session.getMetadata().getCustomMetadata().get(OBSERVATION_VERSION);
            int observations = width(session.getInputInfo(), INPUT);
            int actions = width(session.getOutputInfo(), OUTPUT);
            if (version == null || observations < 1 || actions < 1) {
                throw new CheckpointException("The actor " + file + " is an ONNX model, but no actor of Attune.");
            }
            if (!version.equals(Integer.toString(observationVersion))) {
                throw new CheckpointException("The actor " + file + " is for version " + version
                        + " of the observation, this program's is " + observationVersion + ".");
            }
            return new Actor(session, observations, actions);
        } catch (CheckpointException e) {
            close(session);
            throw e;
        } catch (OrtException e) {
            close(session);
            throw new CheckpointException("The actor " + file + " can't be read: " + e.getMessage() + ".");
        }
    }

    /** Of a [1, width] tensor; 0 where there is none of this name and form. */
    private static int width(Map<String, NodeInfo> infos, String name) {
        NodeInfo info = infos.get(name);
        if (infos.size() != 1 || info == null || !(info.getInfo() instanceof TensorInfo tensor)) {
            return 0;
        }
        long[] shape = tensor.getShape();
        return shape.length == 2 && shape[0] == 1 ? Math.toIntExact(shape[1]) : 0;
    }

    /** Numbers in an observation. */
    public int observations() {
        return observed.capacity();
    }

    /** Numbers in an action. */
    public int actions() {
        return act.capacity();
    }

    /**
     * What the policy does.
     *
     * @param action filled, each in [-1, 1]
     */
    public void act(float[] observation, float[] action) {
        observed.put(0, observation, 0, observed.capacity());
        try {
            session.run(inputs, outputs).close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime did not run the actor: " + e.getMessage(), e);
        }
        act.get(0, action, 0, act.capacity());
    }

    @Override
    public void close() {
        observedTensor.close();
        actTensor.close();
        close(session);
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a session could not be closed: " + e.getMessage(), e);
        }
    }
}
