/** Settings that make one recording sound like another, in tone, dynamics and width. Offline; allocates. */
@org.jspecify.annotations.NullMarked
package attune.learn.match;
