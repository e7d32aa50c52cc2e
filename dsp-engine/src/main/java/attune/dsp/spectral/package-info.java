/**
 * Short-time Fourier stages: noise tracking and noise reduction.
 */
@org.jspecify.annotations.NullMarked
package attune.dsp.spectral;
