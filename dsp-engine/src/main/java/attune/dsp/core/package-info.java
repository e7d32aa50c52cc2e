/**
 * The processor contract, FFT framing, exact arithmetic: what every stage is built on.
 */
@org.jspecify.annotations.NullMarked
package attune.dsp.core;
