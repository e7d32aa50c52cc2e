/**
 * State-variable filters, their design functions, and the stages made of them.
 */
@org.jspecify.annotations.NullMarked
package attune.dsp.filter;
