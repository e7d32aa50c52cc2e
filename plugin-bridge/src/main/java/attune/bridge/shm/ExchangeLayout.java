package attune.bridge.shm;

/**
 * Layout of the block exchange: one sealed memfd per engine incarnation, made by the shim, mapped by both sides. Little
 * endian, natural alignment, one cache line (64 B) per writer. Every offset is computed from the one before; the native
 * side's {@code generated/layout.rs} is written from this class by {@code ./attune generate}.
 *
 * <pre>
 *      0  identity     written once by the shim before the segment is passed
 *    128  request      shim: sequence posted, quit flag, audio thread's scheduling        (futex: REQUEST_SEQUENCE)
 *    192  response     engine: sequence answered                                          (futex: RESPONSE_SEQUENCE)
 *    256  engine       engine: state, pid, heartbeat, gain, scheduling obtained
 *    320  host count   shim: late, dry, … blocks
 *    448  engine count engine: processed quanta, scrubbed samples, …
 *    512  4 slot headers of 256 B
 *   1536  recall       shim → engine: sequence lock, remembered gain, four parameter sets, overridden macros
 *  10240  effective    engine → shim: sequence lock, leveler gain, four parameter sets, overridden macros
 *  20480  audio        4 slots × (in, out) × 2 channels × 2 048 floats
 * 151552  events       4 slots × 512 changes of macros inside the slot
 * </pre>
 *
 * Memory order: the payload of a slot is written before REQUEST_SEQUENCE (store-release by the shim, load-acquire by the
 * engine); the answer before the slot's SLOT_DONE_SEQUENCE likewise in the other direction. RESPONSE_SEQUENCE follows and
 * only wakes: what an engine says there without having stamped the slot is not believed. Sequences start at 0 (nothing
 * posted) and wrap; slot = sequence mod 4.
 */
public final class ExchangeLayout {
    /** "ATTX" read as a little-endian int. */
    public static final int MAGIC = 0x58545441;
    /** Raised with every change of this class. */
    public static final int VERSION = 3;

    public static final int SLOTS = 4;
    public static final int MAX_CHANNELS = 2;
    /** Frames that one exchange can carry: 32 quanta. */
    public static final int SLOT_FRAMES = 2048;
    /** Doubles reserved for a parameter set. */
    public static final int PARAM_CAPACITY = 256;

    public static final int PARAM_SETS = 4;
    /** Doubles reserved for the macros of a slot. */
    public static final int MACRO_CAPACITY = 16;
    /** Changes of macros that one slot can carry: more than one of each macro in each quantum. */
    public static final int EVENT_CAPACITY = 512;

    // identity (shim, once)
    public static final int MAGIC_OFFSET = 0; // int
    public static final int VERSION_OFFSET = 4; // int
    public static final int SIZE_OFFSET = 8; // long, bytes of the whole segment
    public static final int SAMPLE_RATE_OFFSET = 16; // double, Hz
    public static final int QUANTUM_OFFSET = 24; // int, frames
    public static final int CHANNELS_OFFSET = 28; // int, 1 or 2
    public static final int LATENCY_OFFSET = 32; // int, frames of the chain that the shim reports (without its quantum)
    public static final int PARAM_COUNT_OFFSET = 36; // int
    public static final int MACRO_COUNT_OFFSET = 40; // int
    public static final int HOST_PID_OFFSET = 44; // int
    public static final int INSTANCE_OFFSET = 48; // int, unique in the host process
    public static final int EPOCH_OFFSET = 52; // int, incarnation of the engine for this instance, from 1
    public static final int OFFLINE_OFFSET = 56; // int, 1 where the host renders offline
    public static final int HOST_NAME_OFFSET = 64; // 64 bytes, UTF-8, zero padded: program of the host

    // request line (shim)
    public static final int REQUEST_SEQUENCE_OFFSET = 128; // int, futex
    public static final int QUIT_OFFSET = REQUEST_SEQUENCE_OFFSET + 4; // int, 1: the engine thread leaves
    public static final int HOST_POLICY_OFFSET =
            REQUEST_SEQUENCE_OFFSET + 8; // int, sched policy of the audio thread, -1 unknown
    public static final int HOST_PRIORITY_OFFSET = REQUEST_SEQUENCE_OFFSET + 12; // int

    // response line (engine)
    public static final int RESPONSE_SEQUENCE_OFFSET = 192; // int, futex

    // engine line (engine)
    public static final int STATE_OFFSET = 256; // int, STATE_*
    public static final int ENGINE_PID_OFFSET = STATE_OFFSET + 4; // int
    public static final int HEARTBEAT_OFFSET = STATE_OFFSET + 8; // long, CLOCK_MONOTONIC ns, at least every 500 ms
    public static final int BROADBAND_GAIN_OFFSET = STATE_OFFSET + 16; // float, linear, what a dry path applies
    public static final int CEILING_OFFSET = STATE_OFFSET + 20; // float, linear, limiter ceiling in force
    public static final int ENGINE_POLICY_OFFSET = STATE_OFFSET + 24; // int, sched policy obtained, -1 not yet
    public static final int ENGINE_PRIORITY_OFFSET = STATE_OFFSET + 28; // int
    public static final int WARM_UP_MS_OFFSET = STATE_OFFSET + 32; // int
    public static final int REFUSAL_OFFSET = STATE_OFFSET + 36; // int, REFUSED_*: why the engine did not accept

    // host counters (shim), longs
    public static final int LATE_BLOCKS_OFFSET = 320;
    public static final int DRY_BLOCKS_OFFSET = LATE_BLOCKS_OFFSET + 8;
    public static final int BACKED_OFF_BLOCKS_OFFSET = LATE_BLOCKS_OFFSET + 16;
    public static final int HOST_BLOCKS_OFFSET = LATE_BLOCKS_OFFSET + 24;
    public static final int RESTARTS_OFFSET = LATE_BLOCKS_OFFSET + 32;
    public static final int HOST_SCRUBBED_OFFSET = LATE_BLOCKS_OFFSET + 40;

    // engine counters (engine), longs
    public static final int PROCESSED_QUANTA_OFFSET = 448;
    public static final int SKIPPED_POSTS_OFFSET = PROCESSED_QUANTA_OFFSET + 8;
    public static final int ENGINE_SCRUBBED_OFFSET = PROCESSED_QUANTA_OFFSET + 16;
    public static final int OVERRUNS_OFFSET = PROCESSED_QUANTA_OFFSET + 24; // answers after their deadline
    public static final int ENGINE_FAULTS_OFFSET =
            PROCESSED_QUANTA_OFFSET + 32; // exceptions caught, quantum passed dry
    /** Changes of the sound that a session should keep: each that a person made, learned ones once a minute. */
    public static final int COMMITS_OFFSET = PROCESSED_QUANTA_OFFSET + 40;

    // slot headers
    public static final int SLOT_HEADERS_OFFSET = 512;
    public static final int SLOT_HEADER_BYTES = 256;
    public static final int SLOT_SEQUENCE = 0; // int
    public static final int SLOT_FRAMES_FIELD = 4; // int, multiple of the quantum
    public static final int SLOT_FLAGS = 8; // int, FLAG_*
    public static final int SLOT_EVENT_COUNT = 12; // int, changes of macros after the slot's begin
    public static final int SLOT_POST_NS = 16; // long
    public static final int SLOT_DEADLINE_NS = 24; // long
    public static final int SLOT_START_NS = 32; // long, engine
    public static final int SLOT_DONE_NS = 40; // long, engine
    public static final int SLOT_DONE_SEQUENCE = 48; // int, engine: the sequence whose answer it holds
    public static final int SLOT_MACROS = 64; // MACRO_CAPACITY doubles, in force at the slot's begin

    // recall area (shim writes, engine reads)
    public static final int RECALL_OFFSET = SLOT_HEADERS_OFFSET + SLOTS * SLOT_HEADER_BYTES;
    /** int; odd while being written; changes by 2 with every recall. */
    public static final int RECALL_LOCK_OFFSET = RECALL_OFFSET;
    /** int; 1: take at once, as a host's recall; 0: ramp. */
    public static final int RECALL_EXACT_OFFSET = RECALL_OFFSET + 4;

    public static final int RECALL_LEVELER_GAIN_OFFSET = RECALL_OFFSET + 8; // double, dB
    public static final int RECALL_SOUND_VERSION_OFFSET = RECALL_OFFSET + 16; // int
    public static final int RECALL_OVERRIDE_MASK_OFFSET = RECALL_OFFSET + 20; // int, bit k: macro k is overridden
    public static final int RECALL_SETS_OFFSET = RECALL_OFFSET + 64; // PARAM_SETS × PARAM_CAPACITY doubles
    /** MACRO_CAPACITY doubles: values of the macros that are set outside the host. */
    public static final int RECALL_OVERRIDE_VALUES_OFFSET = RECALL_SETS_OFFSET + PARAM_SETS * PARAM_CAPACITY * 8;
    /** MACRO_CAPACITY doubles: the host's own values of those macros at that time. */
    public static final int RECALL_OVERRIDE_HOST_OFFSET = RECALL_OVERRIDE_VALUES_OFFSET + MACRO_CAPACITY * 8;

    public static final int RECALL_END = RECALL_OVERRIDE_HOST_OFFSET + MACRO_CAPACITY * 8;

    // effective area (engine writes, shim reads)
    public static final int EFFECTIVE_OFFSET = align(RECALL_END, 2048);
    public static final int EFFECTIVE_LOCK_OFFSET = EFFECTIVE_OFFSET; // int, odd while being written
    public static final int EFFECTIVE_SLOT_OFFSET = EFFECTIVE_OFFSET + 4; // int, playing slot
    public static final int EFFECTIVE_LEVELER_GAIN_OFFSET = EFFECTIVE_OFFSET + 8; // double, dB
    public static final int EFFECTIVE_SOUND_VERSION_OFFSET = EFFECTIVE_OFFSET + 16; // int
    public static final int EFFECTIVE_OVERRIDE_MASK_OFFSET = EFFECTIVE_OFFSET + 20; // int, bit k: macro k is overridden
    public static final int EFFECTIVE_SETS_OFFSET = EFFECTIVE_OFFSET + 64; // PARAM_SETS × PARAM_CAPACITY doubles
    public static final int EFFECTIVE_OVERRIDE_VALUES_OFFSET =
            EFFECTIVE_SETS_OFFSET + PARAM_SETS * PARAM_CAPACITY * 8; // MACRO_CAPACITY doubles
    public static final int EFFECTIVE_OVERRIDE_HOST_OFFSET =
            EFFECTIVE_OVERRIDE_VALUES_OFFSET + MACRO_CAPACITY * 8; // MACRO_CAPACITY doubles
    public static final int EFFECTIVE_END = EFFECTIVE_OVERRIDE_HOST_OFFSET + MACRO_CAPACITY * 8;

    // audio
    public static final int AUDIO_OFFSET = align(EFFECTIVE_END, 4096);
    public static final int CHANNEL_BYTES = SLOT_FRAMES * Float.BYTES;
    public static final int SLOT_AUDIO_BYTES = 2 * MAX_CHANNELS * CHANNEL_BYTES;

    // events: changes of macros inside a slot, ascending by frame
    public static final int EVENTS_OFFSET = align(AUDIO_OFFSET + SLOTS * SLOT_AUDIO_BYTES, 4096);
    public static final int EVENT_BYTES = 16;
    public static final int EVENT_FRAME = 0; // int, from the slot's begin
    public static final int EVENT_MACRO = 4; // int, permanent number; a trigger's event is a press
    public static final int EVENT_VALUE = 8; // double
    public static final int SLOT_EVENTS_BYTES = EVENT_CAPACITY * EVENT_BYTES;

    public static final int SEGMENT_BYTES = align(EVENTS_OFFSET + SLOTS * SLOT_EVENTS_BYTES, 4096);

    public static final int STATE_STARTING = 0;
    public static final int STATE_WARMING = 1;
    public static final int STATE_READY = 2;
    public static final int STATE_DEAD = 3;

    public static final int REFUSED_NOTHING = 0;
    public static final int REFUSED_MAGIC = 1;
    public static final int REFUSED_VERSION = 2;
    public static final int REFUSED_SIZE = 3;
    public static final int REFUSED_FORMAT = 4;
    public static final int REFUSED_SEALS = 5;
    public static final int REFUSED_FULL = 6;

    /** Slot flag: clear all history and take recall area and macros at once, before this slot's audio. */
    public static final int FLAG_START = 1;
    /** Slot flag: the host renders offline. */
    public static final int FLAG_OFFLINE = 2;

    private ExchangeLayout() {}

    /** Offset of a slot header. */
    public static int slotHeader(int slot) {
        return SLOT_HEADERS_OFFSET + slot * SLOT_HEADER_BYTES;
    }

    /** Offset of a slot's input samples of one channel. */
    public static int input(int slot, int channel) {
        return AUDIO_OFFSET + slot * SLOT_AUDIO_BYTES + channel * CHANNEL_BYTES;
    }

    /** Offset of a slot's output samples of one channel. */
    public static int output(int slot, int channel) {
        return input(slot, MAX_CHANNELS + channel);
    }

    /** Offset of a slot's k-th change of a macro. */
    public static int event(int slot, int k) {
        return EVENTS_OFFSET + slot * SLOT_EVENTS_BYTES + k * EVENT_BYTES;
    }

    private static int align(int offset, int boundary) {
        return (offset + boundary - 1) / boundary * boundary;
    }
}
