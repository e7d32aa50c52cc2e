/** What a person likes to hear, learned from votes, hands on the controls and answers to pairs. */
@org.jspecify.annotations.NullMarked
package attune.learn.preference;
