/**
 * What is added to sound that was not there: harmonics.
 */
@org.jspecify.annotations.NullMarked
package attune.dsp.colour;
