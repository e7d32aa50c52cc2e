package attune.bridge.telemetry;

/** Audio that came into an engine, before anything was done to it. The caller's own. */
public final class CapturedInput {
    private final long firstFrame;
    private final double sampleRateHz;
    private final float[][] channels;

    /** Takes the arrays as they are. */
    public CapturedInput(long firstFrame, double sampleRateHz, float[][] channels) {
        this.firstFrame = firstFrame;
        this.sampleRateHz = sampleRateHz;
        this.channels = channels;
    }

    /** Position of the first frame, counted as {@link MetricFrame#processedFrames}. */
    public long firstFrame() {
        return firstFrame;
    }

    public double sampleRateHz() {
        return sampleRateHz;
    }

    /** Planar samples, finite, all channels equally long; empty where nothing was captured yet. */
    public float[][] channels() {
        return channels;
    }

    /** Frames of each channel. */
    public int frames() {
        return channels[0].length;
    }
}
