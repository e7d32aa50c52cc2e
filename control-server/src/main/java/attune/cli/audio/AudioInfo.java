package attune.cli.audio;

import java.nio.file.Path;

/**
 * What is known about an audio file before it is read.
 *
 * @param file where it is
 * @param sampleRateHz 8 000 to 192 000
 * @param channels 1 or 2
 * @param frames length, −1 where the file does not say (then an estimate is impossible)
 * @param sampleFormat how its samples are stored; for lossy files the format in which to keep them (24 bit)
 * @param hasVideo whether pictures go along with the sound
 */
public record AudioInfo(
        Path file, double sampleRateHz, int channels, long frames, SampleFormat sampleFormat, boolean hasVideo) {

    /** Length in seconds, NaN where unknown. */
    public double seconds() {
        return frames < 0 ? Double.NaN : frames / sampleRateHz;
    }
}
