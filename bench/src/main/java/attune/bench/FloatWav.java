package attune.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** 32-bit float WAV, as the bundled host reads and writes it. */
final class FloatWav {
    private static final int HEADER_BYTES = 44;
    private static final short IEEE_FLOAT = 3;

    private FloatWav() {}

    static void write(Path file, int rateHz, float[][] channels) throws IOException {
        int frames = channels[0].length;
        int dataBytes = frames * channels.length * Float.BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(ascii("RIFF"))
                .putInt(HEADER_BYTES - 8 + dataBytes)
                .put(ascii("WAVEfmt "))
                .putInt(16);
        bytes.putShort(IEEE_FLOAT).putShort((short) channels.length).putInt(rateHz);
        bytes.putInt(rateHz * channels.length * Float.BYTES).putShort((short) (channels.length * Float.BYTES));
        bytes.putShort((short) 32).put(ascii("data")).putInt(dataBytes);
        for (int i = 0; i < frames; i++) {
            for (float[] channel : channels) {
                bytes.putFloat(channel[i]);
            }
        }
        Files.write(file, bytes.array());
    }

    /** First of two channels. */
    static float[] left(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int at = 12;
        while (bytes.getInt(at)
                != ByteBuffer.wrap(ascii("data")).order(ByteOrder.LITTLE_ENDIAN).getInt()) {
            at += 8 + bytes.getInt(at + 4);
        }
        float[] samples = new float[bytes.getInt(at + 4) / (2 * Float.BYTES)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = bytes.getFloat(at + 8 + i * 2 * Float.BYTES);
        }
        return samples;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
