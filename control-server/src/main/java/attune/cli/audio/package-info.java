/**
 * Audio files as streams of planar float frames: WAV and AIFF through Java Sound, everything else through ffmpeg where
 * it is installed. Memory use does not depend on the length of a file.
 */
@org.jspecify.annotations.NullMarked
package attune.cli.audio;
