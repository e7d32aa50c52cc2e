/** What each factory preset makes of the evaluation clips. */
@org.jspecify.annotations.NullMarked
package attune.bench.preset;
