/** Why something was changed or left alone, in numbers that taking each move back alone gives. */
@org.jspecify.annotations.NullMarked
package attune.learn.explain;
