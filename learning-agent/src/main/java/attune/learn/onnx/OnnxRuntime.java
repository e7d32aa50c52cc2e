package attune.learn.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Sessions and tensors as this program uses them: one thread, the caller's, which does not spin while it waits; tensors lie
 * over direct buffers and are never copied. Not for the audio side: a run allocates some kilobytes.
 */
public final class OnnxRuntime {
    private OnnxRuntime() {}

    /** The one of this process; the first call loads the native library. */
    private static OrtEnvironment environment() {
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    }

    /**
     * A session for a model.
     *
     * @throws OrtException when the runtime refuses the model
     */
    public static OrtSession session(byte[] model) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            return environment().createSession(model, options);
        }
    }

    /** Zeros outside the heap, in the machine's byte order. */
    public static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /**
     * A tensor over a buffer of {@link #floats}, from its position on: what is written into one is seen by the other.
     *
     * @throws OrtException when the buffer does not fit the shape
     */
    public static OnnxTensor tensor(FloatBuffer values, Shape shape) throws OrtException {
        OnnxTensor tensor = OnnxTensor.createTensor(environment(), values, shape.toLongs());
        if (tensor.ownsBuffer()) {
            tensor.close();
            throw new IllegalArgumentException("values must lie in a direct buffer in the machine's byte order");
        }
        return tensor;
    }
}
