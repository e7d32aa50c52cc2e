/**
 * The engine's process: receives instances from the native shim and plays each on a real-time thread of its own.
 */
@org.jspecify.annotations.NullMarked
package attune.bridge;
