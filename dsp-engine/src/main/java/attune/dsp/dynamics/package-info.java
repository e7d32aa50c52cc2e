/**
 * Level over time: gate, de-esser, multiband compressor, loudness leveler, true-peak limiter, envelope followers.
 */
@org.jspecify.annotations.NullMarked
package attune.dsp.dynamics;
