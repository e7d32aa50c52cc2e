package attune.learn.onnx;

/** What an operator hands back to its inputs when the gradient of its result is known. */
interface Backward {
    /** Of what has no inputs. */
    Backward NONE = (gradient, inputs) -> {};

    /**
     * Emits the operators.
     *
     * @param gradient of the result, in its shape
     * @param inputs takes the gradient of each input
     */
    void pass(Tensor gradient, Gradients inputs);

    /** For an operator whose gradient nobody needs: asking for it is a mistake. */
    static Backward missing(String operator) {
        return (gradient, inputs) -> {
            throw new IllegalStateException("operator=" + operator + " has no gradient here: detach its result");
        };
    }
}
