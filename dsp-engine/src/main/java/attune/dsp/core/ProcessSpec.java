package attune.dsp.core;

/**
 * What a processor is prepared for.
 *
 * @param sampleRateHz 8 000 to 192 000
 * @param channels 1 or 2
 * @param latencyMode what latency is spent on
 */
public record ProcessSpec(double sampleRateHz, int channels, LatencyMode latencyMode) {
    /** The engine's fixed block: every host block is cut into quanta of this many frames. */
    public static final int QUANTUM_FRAMES = 64;

    public static final double MIN_SAMPLE_RATE_HZ = 8_000;
    public static final double MAX_SAMPLE_RATE_HZ = 192_000;
    public static final int MAX_CHANNELS = 2;

    public ProcessSpec {
        if (!(sampleRateHz >= MIN_SAMPLE_RATE_HZ && sampleRateHz <= MAX_SAMPLE_RATE_HZ)) {
            throw new IllegalArgumentException("sampleRateHz=" + sampleRateHz + ", allowed are 8000 to 192000");
        }
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new IllegalArgumentException("channels=" + channels + ", allowed are 1 and 2");
        }
    }

    /** In quality mode. */
    public ProcessSpec(double sampleRateHz, int channels) {
        this(sampleRateHz, channels, LatencyMode.QUALITY);
    }

    /** Quanta in this time, rounded, at least one. */
    public int quantaFor(double seconds) {
        return Math.max(1, (int) (seconds * sampleRateHz / QUANTUM_FRAMES + 0.5));
    }
}
