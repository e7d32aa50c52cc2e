package attune.learn.taste;

import attune.learn.audio.CapturedClip;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** A clip as the bytes of a WAV file of PCM; what lies over full scale is cut off. */
final class WavFile {
    private static final int USUAL_BYTES = 3;

    private WavFile() {}

    /** With 24 bits. */
    static byte[] bytes(CapturedClip clip) {
        return bytes(clip, USUAL_BYTES);
    }

    /** @param width bytes of a sample, 2 or 3 */
    static byte[] bytes(CapturedClip clip, int width) {
        int channels = clip.channels().length;
        AudioFormat format = new AudioFormat((float) clip.sampleRateHz(), 8 * width, channels, true, false);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (AudioInputStream sound =
                new AudioInputStream(new ByteArrayInputStream(pcm(clip, width)), format, clip.frames())) {
            AudioSystem.write(sound, AudioFileFormat.Type.WAVE, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static byte[] pcm(CapturedClip clip, int width) {
        int fullScale = (1 << (8 * width - 1)) - 1;
        float[][] samples = clip.channels();
        byte[] pcm = new byte[clip.frames() * samples.length * width];
        int at = 0;
        for (int i = 0; i < clip.frames(); i++) {
            for (float[] channel : samples) {
                int value = (int) Math.rint(Math.max(-1, Math.min(1, channel[i])) * fullScale);
                for (int shift = 0; shift < 8 * width; shift += 8) {
                    pcm[at++] = (byte) (value >> shift);
                }
            }
        }
        return pcm;
    }
}
