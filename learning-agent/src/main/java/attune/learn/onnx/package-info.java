/** Computations as ONNX graphs, with their gradients in the same graph; built here, run by the stock ONNX Runtime. */
@org.jspecify.annotations.NullMarked
package attune.learn.onnx;
