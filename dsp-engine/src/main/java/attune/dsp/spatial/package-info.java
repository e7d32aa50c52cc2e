/**
 * Sound between the channels: stereo width.
 */
@org.jspecify.annotations.NullMarked
package attune.dsp.spatial;
