package attune.cli.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Interleaved bytes ⇄ planar floats. Whole numbers are scaled by 2^(bits−1) as libsndfile and ffmpeg do, so a 16-bit
 * sample becomes the same float here and in a host. On the way out whole numbers of up to 24 bits get triangular dither
 * of ±1 step (Lipshitz, Wannamaker, Vanderkooy 1992), the same for every run; samples that are exactly 0 stay 0, so that
 * digital silence remains. 32-bit words are finer than a float and need none. Floats are exact.
 */
public final class PcmBytes {
    private static final long DITHER_SEED = 0x9E3779B97F4A7C15L;

    private final SampleFormat format;
    private final boolean unsignedBytes;
    private final ByteOrder order;
    private long ditherState = DITHER_SEED;

    public PcmBytes(SampleFormat format, boolean unsignedBytes, ByteOrder order) {
        this.format = format;
        this.unsignedBytes = unsignedBytes;
        this.order = order;
    }

    /** Bytes of one frame. */
    int frameBytes(int channels) {
        return format.bytes() * channels;
    }

    /** Reads {@code frames} interleaved frames from the beginning of {@code bytes}. */
    public void decode(byte[] bytes, float[][] channels, int frames) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(order);
        int position = 0;
        for (int frame = 0; frame < frames; frame++) {
            for (float[] channel : channels) {
                channel[frame] = decodeOne(in, position);
                position += format.bytes();
            }
        }
    }

    private float decodeOne(ByteBuffer in, int position) {
        return switch (format) {
            case INT8 -> (unsignedBytes ? (in.get(position) & 0xFF) - 128 : in.get(position)) / 128f;
            case INT16 -> in.getShort(position) / 32768f;
            case INT24 -> int24(in, position) / 8388608f;
            case INT32 -> (float) (in.getInt(position) / 2147483648.0);
            case FLOAT32 -> in.getFloat(position);
            case FLOAT64 -> (float) in.getDouble(position);
        };
    }

    private int int24(ByteBuffer in, int position) {
        int first = in.get(position) & 0xFF;
        int middle = in.get(position + 1) & 0xFF;
        int last = in.get(position + 2) & 0xFF;
        int word = order == ByteOrder.LITTLE_ENDIAN
                ? first | (middle << 8) | (last << 16)
                : (first << 16) | (middle << 8) | last;
        return (word << 8) >> 8;
    }

    /** Writes {@code frames} interleaved frames to {@code bytes} from {@code offset}. */
    public void encode(float[][] channels, int frames, byte[] bytes, int offset) {
        ByteBuffer out = ByteBuffer.wrap(bytes).order(order);
        int position = offset;
        for (int frame = 0; frame < frames; frame++) {
            for (float[] channel : channels) {
                encodeOne(channel[frame], out, position);
                position += format.bytes();
            }
        }
    }

    private void encodeOne(float sample, ByteBuffer out, int position) {
        switch (format) {
            case INT8 -> {
                long word = quantised(sample, 128);
                out.put(position, (byte) (unsignedBytes ? word + 128 : word));
            }
            case INT16 -> out.putShort(position, (short) quantised(sample, 32768));
            case INT24 -> putInt24(out, position, (int) quantised(sample, 8388608));
            case INT32 -> out.putInt(position, (int) clamp(Math.rint(sample * 2147483648.0), 2147483648L));
            case FLOAT32 -> out.putFloat(position, sample);
            case FLOAT64 -> out.putDouble(position, sample);
        }
    }

    private void putInt24(ByteBuffer out, int position, int word) {
        boolean little = order == ByteOrder.LITTLE_ENDIAN;
        out.put(position, (byte) (little ? word : word >> 16));
        out.put(position + 1, (byte) (word >> 8));
        out.put(position + 2, (byte) (little ? word >> 16 : word));
    }

    private long quantised(float sample, int fullScale) {
        double dither = nextUniform();
        dither -= nextUniform();
        if (sample == 0f) {
            return 0;
        }
        return clamp(Math.floor(sample * (double) fullScale + dither + 0.5), fullScale);
    }

    private static long clamp(double word, long fullScale) {
        return word >= fullScale - 1 ? fullScale - 1 : word <= -fullScale ? -fullScale : (long) word;
    }

    /** Uniform in [0, 1): xorshift64* (Vigna 2016), upper 53 bits. */
    private double nextUniform() {
        long x = ditherState;
        x ^= x >>> 12;
        x ^= x << 25;
        x ^= x >>> 27;
        ditherState = x;
        return ((x * 0x2545F4914F6CDD1DL) >>> 11) * 0x1.0p-53;
    }
}
