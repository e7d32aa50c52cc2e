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

/** A clip as the bytes of a WAV file: 24-bit PCM, what lies over full scale is cut off. */
final class WavFile {
    private static final int BYTES = 3;
    private static final int FULL_SCALE = (1 << 23) - 1;

    private WavFile() {}

    static byte[] bytes(CapturedClip clip) {
        int channels = clip.channels().length;
        AudioFormat format = new AudioFormat((float) clip.sampleRateHz(), 8 * BYTES, channels, true, false);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (AudioInputStream sound =
                new AudioInputStream(new ByteArrayInputStream(pcm(clip)), format, clip.frames())) {
            AudioSystem.write(sound, AudioFileFormat.Type.WAVE, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static byte[] pcm(CapturedClip clip) {
        float[][] samples = clip.channels();
        byte[] pcm = new byte[clip.frames() * samples.length * BYTES];
        int at = 0;
        for (int i = 0; i < clip.frames(); i++) {
            for (float[] channel : samples) {
                int value = (int) Math.rint(Math.max(-1, Math.min(1, channel[i])) * FULL_SCALE);
                pcm[at++] = (byte) value;
                pcm[at++] = (byte) (value >> 8);
                pcm[at++] = (byte) (value >> 16);
            }
        }
        return pcm;
    }
}
