/**
 * The chain of stages, its macros (Amount, Bypass, Delta) and the engine that hosts play through.
 */
@org.jspecify.annotations.NullMarked
package attune.dsp.chain;
