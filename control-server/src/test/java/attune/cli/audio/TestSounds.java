package attune.cli.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** Sounds for tests, and ways to look into files. */
public final class TestSounds {
    private TestSounds() {}

    /** Seeded noise at about -20 dBFS with a tone. */
    public static float[][] noise(int channels, int frames, long seed) {
        Random random = new Random(seed);
        float[][] sound = new float[channels][frames];
        for (int frame = 0; frame < frames; frame++) {
            float tone = (float) (0.2 * Math.sin(frame * 0.06));
            for (float[] channel : sound) {
                channel[frame] = tone + (float) (0.05 * random.nextGaussian());
            }
        }
        return sound;
    }

    public static FrameStream stream(float[][] sound) {
        int[] position = {0};
        return (channels, frames) -> {
            int count = Math.min(frames, sound[0].length - position[0]);
            for (int channel = 0; channel < sound.length; channel++) {
                System.arraycopy(sound[channel], position[0], channels[channel], 0, count);
            }
            position[0] += count;
            return count == 0 ? -1 : count;
        };
    }

    public static Path write(Path file, float[][] sound, double sampleRateHz, SampleFormat format) throws IOException {
        AudioInfo info = new AudioInfo(file, sampleRateHz, sound.length, sound[0].length, format, false);
        new AudioFiles(Ffmpeg.find(System.getenv("PATH"))).write(stream(sound), info, format, file);
        return file;
    }

    public static float[][] read(Path file) throws IOException {
        try (AudioSource source = new AudioFiles(Ffmpeg.find(System.getenv("PATH"))).open(file)) {
            return readAll(source);
        }
    }

    public static AudioInfo info(Path file) throws IOException {
        try (AudioSource source = new AudioFiles(Optional.empty()).open(file)) {
            return source.info();
        }
    }

    static float[][] readAll(AudioSource source) throws IOException {
        int channels = source.info().channels();
        float[][] sound = new float[channels][0];
        float[][] chunk = new float[channels][1000];
        for (int count = source.read(chunk, 1000); count >= 0; count = source.read(chunk, 1000)) {
            for (int channel = 0; channel < channels; channel++) {
                int length = sound[channel].length;
                sound[channel] = Arrays.copyOf(sound[channel], length + count);
                System.arraycopy(chunk[channel], 0, sound[channel], length, count);
            }
        }
        return sound;
    }
}
