/**
 * {@code ./attune bench}: every published figure, measured on the machine it runs on.
 */
@org.jspecify.annotations.NullMarked
package attune.bench;
