package attune.learn.audio;

import attune.dsp.core.ProcessSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sound that an engine captured: planar samples at the engine's rate. Never written to after construction, so any thread
 * may read it; the samples are not copied, the caller gives them away.
 */
public final class CapturedClip {
    /** Rate of {@link #mono16k()}. */
    public static final int ANALYSIS_RATE_HZ = 16_000;

    private final double sampleRateHz;
    private final float[][] channels;
    private final long firstFrame;
    private volatile float @Nullable [] mono16k;

    /**
     * Takes the samples over.
     *
     * @param sampleRateHz 8 000 to 192 000
     * @param channels one or two arrays of equal length
     * @param firstFrame position of the first sample on the engine's clock
     * @throws IllegalArgumentException for another rate, number of channels, or unequal lengths
     */
    public CapturedClip(double sampleRateHz, float[][] channels, long firstFrame) {
        ProcessSpec spec = new ProcessSpec(sampleRateHz, channels.length);
        if (spec.channels() == 2 && channels[0].length != channels[1].length) {
            throw new IllegalArgumentException("channels have " + channels[0].length + " and " + channels[1].length
                    + " frames, allowed is the same length");
        }
        this.sampleRateHz = sampleRateHz;
        this.channels = channels.clone();
        this.firstFrame = firstFrame;
    }

    /** Rate of {@link #channels()}. */
    public double sampleRateHz() {
        return sampleRateHz;
    }

    /** Planar samples, to be read only. */
    public float[][] channels() {
        return channels.clone();
    }

    /** Position of the first sample on the engine's clock, in frames. */
    public long firstFrame() {
        return firstFrame;
    }

    /** Length in frames. */
    public int frames() {
        return channels[0].length;
    }

    /** Length in seconds. */
    public double seconds() {
        return frames() / sampleRateHz;
    }

    /** The last so many seconds; the whole clip where it is shorter. */
    public CapturedClip last(double seconds) {
        int kept = (int) Math.min(frames(), Math.round(seconds * sampleRateHz));
        int from = frames() - kept;
        float[][] tail = new float[channels.length][];
        for (int c = 0; c < tail.length; c++) {
            tail[c] = Arrays.copyOfRange(channels[c], from, frames());
        }
        return new CapturedClip(sampleRateHz, tail, firstFrame + from);
    }

    /** Mean of the channels at 16 kHz, sample 0 at the time of frame 0; to be read only. Computed once. */
    public float[] mono16k() {
        float[] known = mono16k;
        if (known == null) {
            known = Resampler.analysis((int) Math.round(sampleRateHz)).mono(channels, 0, frames());
            mono16k = known;
        }
        return known;
    }
}
