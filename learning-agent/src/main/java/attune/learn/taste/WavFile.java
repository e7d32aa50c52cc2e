package attune.learn.taste;

import attune.learn.audio.CapturedClip;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A clip as the bytes of a WAV file: 24-bit PCM, what lies over full scale is cut off. */
final class WavFile {
    private static final int HEADER = 44;
    private static final int BYTES = 3;
    private static final int FULL_SCALE = (1 << 23) - 1;

    private WavFile() {}

    static byte[] bytes(CapturedClip clip) {
        float[][] samples = clip.channels();
        int channels = samples.length;
        int rate = (int) Math.round(clip.sampleRateHz());
        int data = clip.frames() * channels * BYTES;
        ByteBuffer out = ByteBuffer.allocate(HEADER + data + (data & 1)).order(ByteOrder.LITTLE_ENDIAN);
        tag(out, "RIFF").putInt(HEADER - 8 + data + (data & 1));
        tag(out, "WAVE");
        tag(out, "fmt ").putInt(16).putShort((short) 1).putShort((short) channels);
        out.putInt(rate).putInt(rate * channels * BYTES);
        out.putShort((short) (channels * BYTES)).putShort((short) (8 * BYTES));
        tag(out, "data").putInt(data);
        for (int i = 0; i < clip.frames(); i++) {
            for (float[] channel : samples) {
                int value = (int) Math.rint(Math.max(-1, Math.min(1, channel[i])) * FULL_SCALE);
                out.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
            }
        }
        return out.array();
    }

    private static ByteBuffer tag(ByteBuffer out, String name) {
        return out.put(name.getBytes(StandardCharsets.US_ASCII));
    }
}
