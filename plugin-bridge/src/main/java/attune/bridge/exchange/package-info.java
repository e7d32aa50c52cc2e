/**
 * The loop that takes posted quanta, plays them through the engine and answers.
 */
@org.jspecify.annotations.NullMarked
package attune.bridge.exchange;
