package attune.bridge.telemetry;

import attune.bridge.shm.ExchangeLayout;

/**
 * Layout of an engine's own segment: one sealed memfd per instance, made by the engine and opened by other processes of
 * the same user through {@code /proc/PID/fd/N}. Little endian; offsets computed from each other; one cache line per
 * writer. "Server" is the one process that may write here: the control server.
 *
 * <pre>
 *     0  identity      engine, once; MAGIC is stored last
 *    64  ring          engine: number of frames published so far
 *   128  mailbox       engine and server: which of the three buffers is whose
 *   192  mailbox taken engine: generation of the last set taken
 *   256  overrides     server: lock; 64 B on: MACRO_CAPACITY touches (int), then MACRO_CAPACITY values (double)
 *   512  capture want  server: when captured audio was last asked for
 *   576  capture       engine's control thread: where the captured audio is ({@link CaptureLayout})
 *   640  3 mailbox buffers of 64 B header + PARAM_CAPACITY doubles
 *  8192  FRAME_COUNT metric frames of FRAME_BYTES
 * </pre>
 */
public final class EngineSegmentLayout {
    /** "ATTE" read as a little-endian int. */
    public static final int MAGIC = 0x45545441;
    /** Raised with every change of this class or of {@link MetricFrame}'s fields. */
    public static final int VERSION = 7;

    // identity
    public static final int MAGIC_OFFSET = 0; // int
    public static final int VERSION_OFFSET = 4; // int
    public static final int SIZE_OFFSET = 8; // long, bytes
    public static final int SAMPLE_RATE_OFFSET = 16; // double, Hz
    public static final int CHANNELS_OFFSET = 24; // int
    public static final int FRAME_BYTES_OFFSET = 28; // int
    public static final int FRAME_COUNT_OFFSET = 32; // int
    public static final int PARAM_COUNT_OFFSET = 36; // int
    public static final int ENGINE_PID_OFFSET = 40; // int
    public static final int INSTANCE_OFFSET = 44; // int
    public static final int EPOCH_OFFSET = 48; // int
    public static final int MACRO_COUNT_OFFSET = 52; // int
    public static final int LATENCY_FRAMES_OFFSET = 56; // int, what the plugin reports to its host

    /** long: frames published; frame k (from 0) lies in place k mod FRAME_COUNT. */
    public static final int PUBLISHED_OFFSET = 64;

    /** int, {@link ParamMailbox}. */
    public static final int MAILBOX_STATE_OFFSET = 128;
    /** long: generation of the last set that the engine took. */
    public static final int MAILBOX_TAKEN_OFFSET = 192;

    /** int, {@link MacroOverrides}; odd while being written. */
    public static final int OVERRIDE_LOCK_OFFSET = 256;
    /** MACRO_CAPACITY ints: how often this macro was touched here. */
    public static final int OVERRIDE_TOUCHES_OFFSET = OVERRIDE_LOCK_OFFSET + 64;
    /** MACRO_CAPACITY doubles: value given at the last touch, NaN for "the host's own again". */
    public static final int OVERRIDE_VALUES_OFFSET =
            OVERRIDE_TOUCHES_OFFSET + ExchangeLayout.MACRO_CAPACITY * Integer.BYTES;

    /** long, CLOCK_MONOTONIC ns at which captured audio was last asked for; 0 while nobody wants it. */
    public static final int CAPTURE_WANTED_OFFSET =
            OVERRIDE_VALUES_OFFSET + ExchangeLayout.MACRO_CAPACITY * Double.BYTES;

    /** int: descriptor of the captured audio in the engine's process, -1 while there is none. Stored last. */
    public static final int CAPTURE_FD_OFFSET = CAPTURE_WANTED_OFFSET + 64;
    /** {@link #CAPTURE_FD_OFFSET}: there is none. */
    public static final int NO_CAPTURE = -1;
    /** int: which capture of this instance it is, from 1; also in the capture's own header. */
    public static final int CAPTURE_SERIAL_OFFSET = CAPTURE_FD_OFFSET + 4;
    /** long: size of the captured audio's file. */
    public static final int CAPTURE_BYTES_OFFSET = CAPTURE_FD_OFFSET + 8;

    public static final int MAILBOX_BUFFERS = 3;
    public static final int MAILBOX_OFFSET = CAPTURE_FD_OFFSET + 64;
    public static final int MAILBOX_GENERATION = 0; // long
    public static final int MAILBOX_KIND = 8; // int, ParamMailbox.KIND_*
    public static final int MAILBOX_SLOT = 12; // int
    public static final int MAILBOX_VALUES = 64; // PARAM_CAPACITY doubles
    public static final int MAILBOX_BUFFER_BYTES = MAILBOX_VALUES + ExchangeLayout.PARAM_CAPACITY * Double.BYTES;

    public static final int RING_OFFSET = 8192;
    public static final int FRAME_BYTES = 4096;
    /** Three seconds at 20 frames a second. */
    public static final int FRAME_COUNT = 64;

    public static final int SEGMENT_BYTES = RING_OFFSET + FRAME_COUNT * FRAME_BYTES;

    static {
        if (MAILBOX_OFFSET + MAILBOX_BUFFERS * MAILBOX_BUFFER_BYTES > RING_OFFSET) {
            throw new AssertionError("mailbox buffers reach into the ring");
        }
    }

    private EngineSegmentLayout() {}

    /** Offset of a mailbox buffer, 0 to 2. */
    public static int mailboxBuffer(int buffer) {
        return MAILBOX_OFFSET + buffer * MAILBOX_BUFFER_BYTES;
    }

    /** Offset of the place of frame {@code number}. */
    public static int frame(long number) {
        return RING_OFFSET + (int) (number & (FRAME_COUNT - 1)) * FRAME_BYTES;
    }
}
