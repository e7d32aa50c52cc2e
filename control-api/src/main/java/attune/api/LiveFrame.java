package attune.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One reading for the panel: fixed binary layout, little endian. Levels are hundredths of a dB, LU or LUFS in 16 bits;
 * {@link #NONE} says that there is no value (silence, not stable yet).
 *
 * <pre>
 *    0  u32 magic "ATL1"         4  u32 sequence of the engine's metric frames
 *    8  f64 time, ms since 1970
 *   16  i64 audible frame: frames of audio processed, what votes attach to
 *   24  i64 generation of the set in force
 *   32  u8 slot  u8 flags (1 bypass, 2 delta, 4 frozen, 8 learning, 16 range stable, 32 on air, 64 economy)  i16 amount, tenths of %
 *   36  i16 match gain, what bypass applies   u16 late blocks (low bits)   40  u32 round trip p99, µs   44  u32 spare
 *   48  side in, side out, each: i16 momentary, short-term, integrated, range, peak L, peak R
 *   72  8 × i16 stage gains: hum, noise, equaliser, leveler, limiter, gate, de-esser, compressor
 *   88  120 × i16 spectrum in, 120 × i16 spectrum out: {@link #bandHz}
 *  568  end
 * </pre>
 */
public final class LiveFrame {
    public static final int MAGIC = 0x314C5441;
    public static final int BANDS = 120;
    public static final int STAGES = 8;
    public static final int BYTES = 568;
    /** No value. */
    public static final short NONE = Short.MIN_VALUE;

    public static final int FLAG_BYPASS = 1;
    public static final int FLAG_DELTA = 2;
    public static final int FLAG_FROZEN = 4;
    public static final int FLAG_LEARNING = 8;
    public static final int FLAG_RANGE_STABLE = 16;
    public static final int FLAG_ON_AIR = 32;
    /** The engine works at less cost because blocks took too long. */
    public static final int FLAG_ECONOMY = 64;

    public int sequence;
    public double timeMs;
    public long audibleFrame;
    public long generation;
    public int slot;
    public int flags;
    public double amountPercent;
    public double matchGainDb;
    public int lateBlocks;
    public long roundTripP99Us;
    /** Momentary, short-term, integrated (LUFS), range (LU), true peak left and right (dBTP). */
    public final double[] in = new double[6];

    public final double[] out = new double[6];
    public final double[] stageGainsDb = new double[STAGES];
    public final float[] spectrumInDb = new float[BANDS];
    public final float[] spectrumOutDb = new float[BANDS];

    /** Centre of a band: 20 Hz to 20 kHz in equal ratios. */
    public static double bandHz(int band) {
        return 20 * StrictMath.pow(1000, band / (BANDS - 1.0));
    }

    /** The layout's bytes; a new buffer, ready to read. */
    public ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC)
                .putInt(sequence)
                .putDouble(timeMs)
                .putLong(audibleFrame)
                .putLong(generation);
        bytes.put((byte) slot).put((byte) flags).putShort((short) Math.round(amountPercent * 10));
        bytes.putShort(hundredths(matchGainDb)).putShort((short) Math.min(lateBlocks, 0xFFFF));
        bytes.putInt((int) roundTripP99Us).putInt(0);
        for (double level : in) {
            bytes.putShort(hundredths(level));
        }
        for (double level : out) {
            bytes.putShort(hundredths(level));
        }
        for (double gain : stageGainsDb) {
            bytes.putShort(hundredths(gain));
        }
        for (float level : spectrumInDb) {
            bytes.putShort(hundredths(level));
        }
        for (float level : spectrumOutDb) {
            bytes.putShort(hundredths(level));
        }
        return bytes.flip();
    }

    /**
     * Reads a frame.
     *
     * @throws IllegalArgumentException when it has another length or mark
     */
    public static LiveFrame decode(ByteBuffer source) {
        ByteBuffer bytes = source.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() != BYTES || bytes.getInt() != MAGIC) {
            throw new IllegalArgumentException(
                    "frame of " + source.remaining() + " bytes, allowed are " + BYTES + " that begin with \"ATL1\"");
        }
        LiveFrame frame = new LiveFrame();
        frame.sequence = bytes.getInt();
        frame.timeMs = bytes.getDouble();
        frame.audibleFrame = bytes.getLong();
        frame.generation = bytes.getLong();
        frame.slot = bytes.get();
        frame.flags = bytes.get() & 0xFF;
        frame.amountPercent = bytes.getShort() / 10.0;
        frame.matchGainDb = plain(bytes.getShort());
        frame.lateBlocks = bytes.getShort() & 0xFFFF;
        frame.roundTripP99Us = bytes.getInt() & 0xFFFF_FFFFL;
        bytes.getInt();
        readLevels(bytes, frame.in);
        readLevels(bytes, frame.out);
        readLevels(bytes, frame.stageGainsDb);
        for (int i = 0; i < BANDS; i++) {
            frame.spectrumInDb[i] = (float) plain(bytes.getShort());
        }
        for (int i = 0; i < BANDS; i++) {
            frame.spectrumOutDb[i] = (float) plain(bytes.getShort());
        }
        return frame;
    }

    private static void readLevels(ByteBuffer bytes, double[] levels) {
        for (int i = 0; i < levels.length; i++) {
            levels[i] = plain(bytes.getShort());
        }
    }

    /** A level as the layout has it: hundredths, {@link #NONE} where it is not finite. */
    public static short hundredths(double level) {
        if (!Double.isFinite(level)) {
            return NONE;
        }
        return (short) Math.max(Short.MIN_VALUE + 1, Math.min(Short.MAX_VALUE, Math.round(level * 100)));
    }

    private static double plain(short hundredths) {
        return hundredths == NONE ? Double.NaN : hundredths / 100.0;
    }
}
