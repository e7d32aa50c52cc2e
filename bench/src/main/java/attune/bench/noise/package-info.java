/** How well noise is lowered, beside other noise reducers. */
@org.jspecify.annotations.NullMarked
package attune.bench.noise;
