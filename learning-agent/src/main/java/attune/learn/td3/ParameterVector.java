package attune.learn.td3;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import attune.learn.onnx.OnnxRuntime;
import attune.learn.onnx.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One flat vector of parameters, twice: a step reads one bank and writes the other, so what was there stays whole until it
 * is known that the step went well.
 */
final class ParameterVector implements AutoCloseable {
    private final List<Bank> banks = new ArrayList<>();

    private record Bank(FloatBuffer values, OnnxTensor flat, List<OnnxTensor> parts) {}

    /** Zeros. */
    ParameterVector(List<Td3Networks.Part> parts) throws OrtException {
        int elements = Td3Networks.elements(parts);
        for (int i = 0; i < 2; i++) {
            FloatBuffer values = OnnxRuntime.floats(elements);
            List<OnnxTensor> views = new ArrayList<>();
            int at = 0;
            for (Td3Networks.Part part : parts) {
                views.add(OnnxRuntime.tensor(values.slice(at, part.shape().elements()), part.shape()));
                at += part.shape().elements();
            }
            banks.add(new Bank(values, OnnxRuntime.tensor(values, Shape.of(elements)), views));
        }
    }

    FloatBuffer values(int bank) {
        return banks.get(bank).values();
    }

    OnnxTensor flat(int bank) {
        return banks.get(bank).flat();
    }

    OnnxTensor part(int bank, int index) {
        return banks.get(bank).parts().get(index);
    }

    @Override
    public void close() {
        for (Bank bank : banks) {
            bank.flat().close();
            bank.parts().forEach(OnnxTensor::close);
        }
    }
}
