/** {@code ./attune bench meters}: the EBU's test signals, and real programme beside libebur128 and ffmpeg. */
@org.jspecify.annotations.NullMarked
package attune.bench.meter;
