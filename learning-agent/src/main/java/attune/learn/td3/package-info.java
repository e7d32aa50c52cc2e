/**
 * TD3 (S. Fujimoto, H. van Hoof and D. Meger, "Addressing function approximation error in actor-critic methods", 2018) whose
 * training step is an ONNX graph: learner, checkpoints, the portable actor. See docs/td3.md.
 */
@org.jspecify.annotations.NullMarked
package attune.learn.td3;
