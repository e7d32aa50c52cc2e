/** {@code ./attune bench chain --plots DIR}: pictures of what each stage does, drawn by Java2D from measurements. */
@org.jspecify.annotations.NullMarked
package attune.bench.plot;
