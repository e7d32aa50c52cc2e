/**
 * Level over time: gate, loudness leveler, true-peak limiter, envelope followers.
 */
@org.jspecify.annotations.NullMarked
package attune.dsp.dynamics;
