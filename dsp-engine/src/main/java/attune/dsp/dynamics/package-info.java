/**
 * Level over time: gate, multiband compressor, loudness leveler, true-peak limiter, envelope followers.
 */
@org.jspecify.annotations.NullMarked
package attune.dsp.dynamics;
