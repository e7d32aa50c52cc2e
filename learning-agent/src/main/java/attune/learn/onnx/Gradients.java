package attune.learn.onnx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * Reverse-mode differentiation: walks from a loss back to what it was computed from, and emits the operators of the gradient
 * into the same graph. Every tensor is passed once, after all that were computed from it.
 */
public final class Gradients {
    private final Map<Tensor, Tensor> gradients = new HashMap<>();
    private final PriorityQueue<Tensor> latestFirst =
            new PriorityQueue<>(Comparator.comparingInt(Tensor::order).reversed());

    private Gradients() {}

    /**
     * Gradients of a loss.
     *
     * @param loss one number
     * @param parameters what to differentiate for
     * @return one for each, in its shape
     * @throws IllegalArgumentException when the loss does not depend on one of them
     */
    public static List<Tensor> of(Tensor loss, List<Tensor> parameters) {
        if (loss.shape().elements() != 1) {
            throw new IllegalArgumentException("loss of " + loss.shape().elements() + " numbers, allowed is 1");
        }
        Gradients all = new Gradients();
        all.add(loss, () -> loss.graph().constant(1));
        while (!all.latestFirst.isEmpty()) {
            Tensor tensor = all.latestFirst.remove();
            tensor.backward().pass(all.gradient(tensor), all);
        }
        List<Tensor> found = new ArrayList<>();
        for (Tensor parameter : parameters) {
            found.add(all.gradient(parameter));
        }
        return found;
    }

    /** Adds to an input's gradient; nothing is emitted for inputs that need none. */
    void add(Tensor input, Supplier<Tensor> gradient) {
        if (!input.isDifferentiable()) {
            return;
        }
        Tensor more = gradient.get().fit(input.shape());
        Tensor before = gradients.get(input);
        gradients.put(input, before == null ? more : before.plus(more));
        if (before == null) {
            latestFirst.add(input);
        }
    }

    private Tensor gradient(Tensor tensor) {
        Tensor gradient = gradients.get(tensor);
        if (gradient == null) {
            throw new IllegalArgumentException("parameter=" + tensor.name() + ", the loss does not depend on it");
        }
        return gradient;
    }
}
