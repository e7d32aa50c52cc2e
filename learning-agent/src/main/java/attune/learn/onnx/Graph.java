package attune.learn.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An ONNX graph of float tensors with fixed shapes, in the making: inputs, computations on {@link Tensor}s, outputs, then the
 * bytes of the model. ONNX operator set 17, nothing but the standard's own operators. One thread; every name once.
 */
public final class Graph {
    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 17;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    /** Field numbers of onnx.proto. */
    private static final class Field {
        static final int MODEL_IR_VERSION = 1;
        static final int MODEL_PRODUCER = 2;
        static final int MODEL_GRAPH = 7;
        static final int MODEL_OPERATOR_SETS = 8;
        static final int MODEL_METADATA = 14;
        static final int GRAPH_NODE = 1;
        static final int GRAPH_NAME = 2;
        static final int GRAPH_INITIALIZER = 5;
        static final int GRAPH_INPUT = 11;
        static final int GRAPH_OUTPUT = 12;
        static final int TENSOR_DIMS = 1;
        static final int TENSOR_TYPE = 2;
        static final int TENSOR_NAME = 8;
        static final int TENSOR_RAW_DATA = 9;
        static final int ATTRIBUTE_FLOAT = 2;
        static final int ATTRIBUTE_INT = 3;
        static final int ATTRIBUTE_TYPE = 20;
        static final int TYPE_FLOAT = 1;
        static final int TYPE_INT = 2;
    }

    private final List<Node> nodes = new ArrayList<>();
    private final List<ProtoWriter> initializers = new ArrayList<>();
    private final List<ProtoWriter> inputs = new ArrayList<>();
    private final List<ProtoWriter> outputs = new ArrayList<>();
    private final Map<String, String> outputNames = new HashMap<>();
    private final Map<String, Tensor> constants = new HashMap<>();
    private int tensors;

    private record Node(String operator, List<String> inputs, String output, Map<String, Number> attributes) {}

    /** What is given at each run. */
    public Tensor input(String name, Shape shape) {
        inputs.add(valueInfo(name, shape));
        return new Tensor(this, name, shape, next(), false, Backward.NONE);
    }

    /** As {@link #input}, and gradients can be asked for. */
    public Tensor parameter(String name, Shape shape) {
        inputs.add(valueInfo(name, shape));
        return new Tensor(this, name, shape, next(), true, Backward.NONE);
    }

    /**
     * Numbers that are part of the model.
     *
     * @param values from 0 to the shape's elements; read now
     */
    public Tensor fixed(String name, Shape shape, FloatBuffer values) {
        ByteBuffer raw = littleEndian(shape.elements() * Float.BYTES);
        for (int i = 0; i < shape.elements(); i++) {
            raw.putFloat(values.get(i));
        }
        return initializer(name, FLOAT, shape, raw);
    }

    /** The same number at each run. */
    public Tensor constant(float value) {
        return filled(Shape.of(), value);
    }

    /** The same number everywhere. */
    Tensor filled(Shape shape, float value) {
        return constants.computeIfAbsent("f" + value + shape.sizes(), key -> {
            ByteBuffer raw = littleEndian(shape.elements() * Float.BYTES);
            while (raw.hasRemaining()) {
                raw.putFloat(value);
            }
            return initializer("f" + constants.size(), FLOAT, shape, raw);
        });
    }

    /** Integers as some operators take them for axes and shapes. */
    Tensor integers(long... values) {
        return constants.computeIfAbsent("i" + Arrays.toString(values), key -> {
            ByteBuffer raw = littleEndian(values.length * Long.BYTES);
            for (long value : values) {
                raw.putLong(value);
            }
            return initializer("i" + constants.size(), INT64, Shape.of(values.length), raw);
        });
    }

    /**
     * Makes a computed tensor a result of the graph.
     *
     * @throws IllegalArgumentException for a tensor that is a result already
     */
    public void output(String name, Tensor tensor) {
        if (outputNames.putIfAbsent(tensor.name(), name) != null) {
            throw new IllegalArgumentException("output=" + name + ", its tensor is an output already");
        }
        outputs.add(valueInfo(name, tensor.shape()));
    }

    /** How many operators there are. */
    public int operators() {
        return nodes.size();
    }

    /**
     * The model's bytes.
     *
     * @param metadata kept in the file for whoever opens it
     */
    public byte[] model(Map<String, String> metadata) {
        ProtoWriter graph = new ProtoWriter();
        nodes.forEach(node -> graph.message(Field.GRAPH_NODE, write(node)));
        graph.text(Field.GRAPH_NAME, "attune");
        initializers.forEach(tensor -> graph.message(Field.GRAPH_INITIALIZER, tensor));
        inputs.forEach(value -> graph.message(Field.GRAPH_INPUT, value));
        outputs.forEach(value -> graph.message(Field.GRAPH_OUTPUT, value));
        ProtoWriter model = new ProtoWriter()
                .integer(Field.MODEL_IR_VERSION, IR_VERSION)
                .text(Field.MODEL_PRODUCER, "attune")
                .message(Field.MODEL_GRAPH, graph)
                .message(
                        Field.MODEL_OPERATOR_SETS, new ProtoWriter().text(1, "").integer(2, OPERATOR_SET));
        metadata.forEach((key, value) -> model.message(
                Field.MODEL_METADATA, new ProtoWriter().text(1, key).text(2, value)));
        return model.toByteArray();
    }

    /** One more operator; its result has a gradient where one of its inputs has. */
    Tensor node(String operator, Map<String, Number> attributes, Shape shape, Backward backward, Tensor... from) {
        boolean differentiable = Arrays.stream(from).anyMatch(Tensor::isDifferentiable);
        return node(operator, attributes, shape, backward, differentiable, from);
    }

    /** As the other, for the last of several operators with one gradient for them all. */
    Tensor node(
            String operator,
            Map<String, Number> attributes,
            Shape shape,
            Backward backward,
            boolean differentiable,
            Tensor... from) {
        int order = next();
        Tensor result = new Tensor(this, "t" + order, shape, order, differentiable, backward);
        nodes.add(new Node(operator, Arrays.stream(from).map(Tensor::name).toList(), result.name(), attributes));
        return result;
    }

    private int next() {
        return tensors++;
    }

    private Tensor initializer(String name, int type, Shape shape, ByteBuffer raw) {
        byte[] bytes = new byte[raw.capacity()];
        raw.get(0, bytes);
        ProtoWriter tensor = new ProtoWriter();
        shape.sizes().forEach(size -> tensor.integer(Field.TENSOR_DIMS, size));
        initializers.add(tensor.integer(Field.TENSOR_TYPE, type)
                .text(Field.TENSOR_NAME, name)
                .bytes(Field.TENSOR_RAW_DATA, bytes));
        return new Tensor(this, name, shape, next(), false, Backward.NONE);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** ValueInfoProto: name, and TypeProto with TypeProto.Tensor of element type and dimensions. */
    private static ProtoWriter valueInfo(String name, Shape shape) {
        ProtoWriter dimensions = new ProtoWriter();
        shape.sizes().forEach(size -> dimensions.message(1, new ProtoWriter().integer(1, size)));
        ProtoWriter tensor = new ProtoWriter().integer(1, FLOAT).message(2, dimensions);
        return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
    }

    private ProtoWriter write(Node node) {
        ProtoWriter proto = new ProtoWriter();
        node.inputs().forEach(name -> proto.text(1, outputNames.getOrDefault(name, name)));
        proto.text(2, outputNames.getOrDefault(node.output(), node.output()));
        proto.text(4, node.operator());
        node.attributes().forEach((name, value) -> proto.message(5, attribute(name, value)));
        return proto;
    }

    private static ProtoWriter attribute(String name, Number value) {
        ProtoWriter proto = new ProtoWriter().text(1, name);
        return value instanceof Float real
                ? proto.real(Field.ATTRIBUTE_FLOAT, real).integer(Field.ATTRIBUTE_TYPE, Field.TYPE_FLOAT)
                : proto.integer(Field.ATTRIBUTE_INT, value.longValue()).integer(Field.ATTRIBUTE_TYPE, Field.TYPE_INT);
    }
}
