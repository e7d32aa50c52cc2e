package attune.cli.audio;

import java.io.IOException;

/** Planar float frames, full scale ±1, pulled in order. One reader thread. */
@FunctionalInterface
public interface FrameStream {
    /**
     * Reads the next frames into the beginning of {@code channels}.
     *
     * @param channels one array of at least {@code frames} samples per channel
     * @param frames most to read, at least 1
     * @return frames read, at least 1; or −1 at the end
     */
    int read(float[][] channels, int frames) throws IOException;
}
