/** Auditions: candidates rendered through the engine itself on captured sound, and judged. */
@org.jspecify.annotations.NullMarked
package attune.learn.env;
