/** What was tried, liked and refused, and in which situation. */
@org.jspecify.annotations.NullMarked
package attune.learn.memory;
