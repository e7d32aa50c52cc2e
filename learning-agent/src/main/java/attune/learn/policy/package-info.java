/** The policy that was trained on truth: from what an input is like to a proposal. */
@org.jspecify.annotations.NullMarked
package attune.learn.policy;
