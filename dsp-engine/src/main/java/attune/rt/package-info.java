/**
 * Marks for the threads a method may run on, and the checks behind them.
 */
@org.jspecify.annotations.NullMarked
package attune.rt;
