package attune.bridge.telemetry;

import attune.bridge.shm.ExchangeLayout;

/**
 * Layout of captured audio: what came into one engine in the last 30 s, in a sealed memfd of its own, made and dropped by
 * the engine as the control server asks for it ({@link EngineSegmentLayout#CAPTURE_WANTED_OFFSET}). RAM only. Little
 * endian; one cache line per writer.
 *
 * <pre>
 *     0  identity  engine, once; MAGIC is stored last
 *    64  position  engine: WRITTEN and FIRST
 *  4096  channel 0: capacityFrames floats
 *        channel 1: capacityFrames floats, if there is one
 * </pre>
 *
 * Frame {@code p} lies in place {@code p mod capacityFrames}; {@code p} counts as {@link MetricFrame#processedFrames}
 * does, so that votes, metric frames and captured audio share one clock. While frames up to WRITTEN are published, the
 * writer may already be at work on the {@link #MAX_WRITE_FRAMES} behind them, over the oldest ones.
 */
public final class CaptureLayout {
    /** "ATTP" read as a little-endian int. */
    public static final int MAGIC = 0x50545441;
    /** Raised with every change of this class. */
    public static final int VERSION = 1;
    /** What can always be read back, once so much was played. */
    public static final int SECONDS = 30;

    // identity
    public static final int MAGIC_OFFSET = 0; // int
    public static final int VERSION_OFFSET = 4; // int
    public static final int SIZE_OFFSET = 8; // long, bytes of the whole file
    public static final int SAMPLE_RATE_OFFSET = 16; // double, Hz
    public static final int CHANNELS_OFFSET = 24; // int
    public static final int CAPACITY_OFFSET = 28; // int, frames
    public static final int INSTANCE_OFFSET = 32; // int, as in the engine segment
    public static final int EPOCH_OFFSET = 36; // int, as in the engine segment
    public static final int SERIAL_OFFSET = 40; // int, as in the engine segment

    /** long: position behind the newest frame, with release; {@link #NOTHING} before the first. */
    public static final int WRITTEN_OFFSET = 64;
    /** long: position from which on there is no gap; {@link #NOTHING} before the first. */
    public static final int FIRST_OFFSET = WRITTEN_OFFSET + 8;

    public static final int AUDIO_OFFSET = 4096;

    public static final long NOTHING = -1;
    /** Most frames that are written at once. */
    public static final int MAX_WRITE_FRAMES = ExchangeLayout.SLOT_FRAMES;

    /** Besides what is promised: what may be overwritten while a reader copies. */
    private static final double SPARE_SECONDS = 0.5;

    private static final int PAGE_BYTES = 4096;

    private CaptureLayout() {}

    /** Frames that the ring holds at this sample rate. */
    public static int capacityFrames(double sampleRateHz) {
        return (int) Math.ceil((SECONDS + SPARE_SECONDS) * sampleRateHz) + MAX_WRITE_FRAMES;
    }

    /** Size of the whole file, in full pages. At 48 kHz stereo some 11.2 MiB. */
    public static int bytes(int channels, int capacityFrames) {
        long bytes = AUDIO_OFFSET + (long) channels * capacityFrames * Float.BYTES;
        return Math.toIntExact((bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES);
    }

    /** Offset of a channel's first place. */
    public static int channel(int channel, int capacityFrames) {
        return AUDIO_OFFSET + channel * capacityFrames * Float.BYTES;
    }
}
