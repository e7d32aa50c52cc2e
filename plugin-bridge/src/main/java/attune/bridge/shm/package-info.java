/**
 * Binary layouts of the shared segments, and validated views of them.
 */
@org.jspecify.annotations.NullMarked
package attune.bridge.shm;
