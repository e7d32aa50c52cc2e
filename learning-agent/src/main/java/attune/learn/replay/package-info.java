/** What was tried and what came of it, kept outside the heap and over restarts, and drawn again by how much it teaches. */
@org.jspecify.annotations.NullMarked
package attune.learn.replay;
