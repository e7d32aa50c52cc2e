/** Where complete parameter sets come from: the set in force, presets, and rules from what is heard. */
@org.jspecify.annotations.NullMarked
package attune.learn.strategy;
