/** {@code ./attune bench chain --peers}: every stage beside native plugins and ffmpeg's filters, in the same run. */
@org.jspecify.annotations.NullMarked
package attune.bench.peer;
