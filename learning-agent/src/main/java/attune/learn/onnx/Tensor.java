package attune.learn.onnx;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A tensor of a {@link Graph}, and the operators on it; two operands broadcast as in ONNX. Rows are the batch, columns the
 * features. Shapes are checked here, while the graph is built.
 */
public final class Tensor {
    private static final Map<String, Number> PLAIN = Map.of();
    /** Turns any value of a ReLU that is above zero into at least 1; the largest finite product stays finite. */
    private static final float TO_ONE = 1e30f;

    private final Graph graph;
    private final String name;
    private final Shape shape;
    private final int order;
    private final boolean differentiable;
    private final Backward backward;

    Tensor(Graph graph, String name, Shape shape, int order, boolean differentiable, Backward backward) {
        this.graph = graph;
        this.name = name;
        this.shape = shape;
        this.order = order;
        this.differentiable = differentiable;
        this.backward = backward;
    }

    Graph graph() {
        return graph;
    }

    String name() {
        return name;
    }

    /** Sizes along the axes. */
    public Shape shape() {
        return shape;
    }

    /** Later ones were computed later. */
    int order() {
        return order;
    }

    boolean isDifferentiable() {
        return differentiable;
    }

    Backward backward() {
        return backward;
    }

    /** The same values, through which no gradient passes. */
    public Tensor detached() {
        return new Tensor(graph, name, shape, order, false, Backward.NONE);
    }

    public Tensor plus(Tensor other) {
        return binary("Add", other, (gradient, inputs) -> {
            inputs.add(this, () -> gradient);
            inputs.add(other, () -> gradient);
        });
    }

    public Tensor plus(float number) {
        return plus(graph.constant(number));
    }

    public Tensor minus(Tensor other) {
        return binary("Sub", other, (gradient, inputs) -> {
            inputs.add(this, () -> gradient);
            inputs.add(other, () -> gradient.times(-1));
        });
    }

    public Tensor times(Tensor other) {
        return binary("Mul", other, (gradient, inputs) -> {
            inputs.add(this, () -> gradient.times(other));
            inputs.add(other, () -> gradient.times(this));
        });
    }

    public Tensor times(float number) {
        return times(graph.constant(number));
    }

    /** Only the dividend has a gradient. */
    public Tensor dividedBy(Tensor other) {
        if (other.differentiable) {
            throw new IllegalArgumentException("divisor=" + other.name + " must be detached");
        }
        return binary("Div", other, (gradient, inputs) -> inputs.add(this, () -> gradient.dividedBy(other)));
    }

    public Tensor squared() {
        return times(this);
    }

    /** Without a gradient. */
    public Tensor squareRoot() {
        return unary("Sqrt", Backward.missing("Sqrt"));
    }

    /** Without a gradient. */
    public Tensor absolute() {
        return unary("Abs", Backward.missing("Abs"));
    }

    /** The smaller of two, element by element; without a gradient. */
    public Tensor min(Tensor other) {
        return binary("Min", other, Backward.missing("Min"));
    }

    /** Held within limits; without a gradient. */
    public Tensor clipped(float from, float to) {
        return graph.node(
                "Clip", PLAIN, shape, Backward.missing("Clip"), this, graph.constant(from), graph.constant(to));
    }

    public Tensor tanh() {
        Tensor[] result = new Tensor[1];
        result[0] = unary(
                "Tanh",
                (gradient, inputs) -> inputs.add(
                        this,
                        () -> gradient.times(
                                graph.constant(1).minus(result[0].detached().squared()))));
        return result[0];
    }

    /** Rectifier; its gradient at 0 is 0. */
    public Tensor relu() {
        Tensor[] result = new Tensor[1];
        // Where() costs several times as much
        result[0] = unary(
                "Relu",
                (gradient, inputs) -> inputs.add(
                        this,
                        () -> gradient.times(result[0].detached().times(TO_ONE).min(graph.constant(1)))));
        return result[0];
    }

    /**
     * A dense layer: this · weights + bias.
     *
     * @param weights [columns of this, features]
     * @param bias [1, features]
     */
    public Tensor dense(Tensor weights, Tensor bias) {
        return gemm(weights, false, false, bias);
    }

    /** this · other, each transposed where asked; both have two axes. */
    Tensor matrixProduct(boolean transposeThis, Tensor other, boolean transposeOther) {
        return graph.node(
                "Gemm",
                transposes(transposeThis, transposeOther),
                productShape(transposeThis, other, transposeOther),
                Backward.missing("Gemm"),
                this,
                other);
    }

    private Tensor gemm(Tensor weights, boolean transposeThis, boolean transposeWeights, Tensor bias) {
        Shape product = productShape(transposeThis, weights, transposeWeights);
        if (!bias.shape.equals(Shape.of(1, product.size(1)))) {
            throw new IllegalArgumentException("bias of " + bias.shape.sizes() + " for " + product.sizes());
        }
        return graph.node(
                "Gemm",
                transposes(transposeThis, transposeWeights),
                product,
                (gradient, inputs) -> {
                    inputs.add(this, () -> gradient.matrixProduct(false, weights.detached(), true));
                    inputs.add(weights, () -> detached().matrixProduct(true, gradient, false));
                    inputs.add(bias, () -> gradient);
                },
                this,
                weights,
                bias);
    }

    private Shape productShape(boolean transposeThis, Tensor other, boolean transposeOther) {
        int inner = shape.size(transposeThis ? 0 : 1);
        int otherInner = other.shape.size(transposeOther ? 1 : 0);
        if (shape.rank() != 2 || other.shape.rank() != 2 || inner != otherInner) {
            throw new IllegalArgumentException("no product of " + shape.sizes() + " and " + other.shape.sizes());
        }
        return Shape.of(shape.size(transposeThis ? 1 : 0), other.shape.size(transposeOther ? 0 : 1));
    }

    private static Map<String, Number> transposes(boolean first, boolean second) {
        return Map.of("transA", first ? 1 : 0, "transB", second ? 1 : 0);
    }

    /**
     * Layer normalisation of each row (J. Ba, J. Kiros and G. Hinton, "Layer normalization", 2016). Made of products and
     * elementwise operators: ONNX Runtime's own operator takes three times as long.
     *
     * @param scale [features]
     * @param shift [features]
     * @param epsilon added to the variance
     */
    public Tensor layerNorm(Tensor scale, Tensor shift, float epsilon) {
        if (scale.shape.elements() != shape.size(1) || shift.shape.elements() != shape.size(1)) {
            throw new IllegalArgumentException("scale and shift of " + scale.shape.sizes() + " for " + shape.sizes());
        }
        Tensor centred = detached().minus(detached().rowMeans());
        Tensor deviation = centred.squared().rowMeans().plus(epsilon).squareRoot();
        Tensor inverse = graph.constant(1).dividedBy(deviation);
        Tensor normalized = centred.times(inverse);
        Tensor scaled = normalized.times(scale.detached());
        return graph.node(
                "Add",
                PLAIN,
                shape,
                (gradient, inputs) -> {
                    inputs.add(scale, () -> gradient.times(normalized));
                    inputs.add(shift, () -> gradient);
                    inputs.add(this, () -> {
                        Tensor back = gradient.times(scale.detached());
                        Tensor along = back.times(normalized).rowMeans();
                        return back.minus(back.rowMeans())
                                .minus(normalized.times(along))
                                .times(inverse);
                    });
                },
                differentiable || scale.differentiable || shift.differentiable,
                scaled,
                shift);
    }

    /** Sum along one of two axes, which stays with size 1; without a gradient. A product, for ReduceSum takes longer. */
    private Tensor sum(int axis) {
        int count = shape.size(axis);
        return axis == 0
                ? graph.filled(Shape.of(1, count), 1).matrixProduct(false, this, false)
                : matrixProduct(false, graph.filled(Shape.of(count, 1), 1), false);
    }

    /** Mean of each row, in one column; without a gradient. */
    private Tensor rowMeans() {
        int count = shape.size(1);
        return matrixProduct(false, graph.filled(Shape.of(count, 1), 1f / count), false);
    }

    /** Mean of all elements, one number. */
    public Tensor mean() {
        Tensor sum = graph.node(
                "ReduceSum",
                Map.of("keepdims", 0),
                Shape.of(),
                (gradient, inputs) -> inputs.add(this, () -> gradient),
                this);
        return sum.times(1f / shape.elements());
    }

    /** The same elements in another shape. */
    public Tensor reshaped(Shape to) {
        if (to.equals(shape)) {
            return this;
        }
        if (to.elements() != shape.elements()) {
            throw new IllegalArgumentException("no " + to.sizes() + " of " + shape.sizes());
        }
        return graph.node(
                "Reshape",
                PLAIN,
                to,
                (gradient, inputs) -> inputs.add(this, () -> gradient.reshaped(shape)),
                this,
                graph.integers(to.toLongs()));
    }

    /** Columns from (included) to (excluded); without a gradient. */
    Tensor columns(int from, int to) {
        return graph.node(
                "Slice",
                PLAIN,
                shape.with(1, to - from),
                Backward.missing("Slice"),
                this,
                graph.integers(from),
                graph.integers(to),
                graph.integers(1));
    }

    /** Two with as many rows, side by side. */
    public Tensor beside(Tensor right) {
        int split = shape.size(1);
        int width = split + right.shape.size(1);
        return graph.node(
                "Concat",
                Map.of("axis", 1),
                shape.with(1, width),
                (gradient, inputs) -> {
                    inputs.add(this, () -> gradient.columns(0, split));
                    inputs.add(right, () -> gradient.columns(split, width));
                },
                this,
                right);
    }

    /** The elements of all, one after the other, in one axis; without a gradient. */
    public static Tensor flat(List<Tensor> parts) {
        Tensor[] flat = parts.stream()
                .map(part -> part.reshaped(Shape.of(part.shape.elements())))
                .toArray(Tensor[]::new);
        int elements = parts.stream().mapToInt(part -> part.shape.elements()).sum();
        return flat[0].graph.node("Concat", Map.of("axis", 0), Shape.of(elements), Backward.missing("Concat"), flat);
    }

    /** The gradient of something that was broadcast from this shape, or to it: summed up or repeated. */
    Tensor fit(Shape to) {
        if (shape.equals(to)) {
            return this;
        }
        if (shape.elements() < to.elements()) {
            return graph.node("Expand", PLAIN, to, Backward.missing("Expand"), this, graph.integers(to.toLongs()));
        }
        Tensor fitted = this;
        int missing = shape.rank() - to.rank();
        for (int axis : IntStream.range(0, shape.rank())
                .filter(a -> shape.size(a) != 1 && (a < missing || to.size(a - missing) == 1))
                .toArray()) {
            fitted = fitted.sum(axis);
        }
        return fitted.reshaped(to);
    }

    private Tensor unary(String operator, Backward backward) {
        return graph.node(operator, PLAIN, shape, backward, this);
    }

    private Tensor binary(String operator, Tensor other, Backward backward) {
        return graph.node(operator, PLAIN, shape.broadcast(other.shape), backward, this, other);
    }
}
