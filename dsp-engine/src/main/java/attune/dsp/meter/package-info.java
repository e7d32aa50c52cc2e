/**
 * Loudness, true peak and spectrum meters after ITU-R BS.1770-5 and EBU R 128.
 */
@org.jspecify.annotations.NullMarked
package attune.dsp.meter;
