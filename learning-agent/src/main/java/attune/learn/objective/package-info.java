/** What a person may want of a sound: objectives, how they are weighed into one number, and the front of the best compromises. */
@org.jspecify.annotations.NullMarked
package attune.learn.objective;
