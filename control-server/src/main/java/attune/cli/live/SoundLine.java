package attune.cli.live;

/** An input and an output that run at the same rate. One thread. */
public interface SoundLine extends AutoCloseable {
    double sampleRateHz();

    /** Channels that come in, 1 or 2; as many go out. */
    int channels();

    /** What can wait in both buffers together, frames: the delay that they add at most. */
    int bufferFrames();

    /**
     * Waits for whole {@code frames}.
     *
     * @return false where the device is gone, or its sound has ended
     */
    boolean read(float[][] channels, int frames);

    /** Plays them as soon as what came before is through. */
    void write(float[][] channels, int frames);

    /** How often the output had nothing to play any more. */
    long gaps();

    @Override
    void close();
}
