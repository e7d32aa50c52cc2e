/** What learning is worth on recordings whose clean original is known: {@code ./attune prove}. */
@org.jspecify.annotations.NullMarked
package attune.learn.prove;
