/** {@code ./attune bench td3}: the learner's step, its actor and its memory, beside PyTorch and cpprb. */
@org.jspecify.annotations.NullMarked
package attune.bench.td3;
