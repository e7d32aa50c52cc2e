package attune.cli.demo;

import attune.cli.audio.AudioFiles;
import attune.cli.audio.AudioSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Sentences spoken by espeak-ng, at 48 kHz. */
final class Voice {
    private static final int WORDS_PER_MINUTE = 158;
    private static final long PATIENCE_SECONDS = 20;
    /** Half width of the resampler's kernel, in zero crossings. */
    private static final int ZERO_CROSSINGS = 24;

    private final Path espeak;

    Voice(Path espeak) {
        this.espeak = espeak;
    }

    /** One sentence, mono, peak at 1. */
    float[] speak(String text) throws IOException {
        Path file = Files.createTempFile("attune-voice", ".wav");
        try {
            Process process = new ProcessBuilder(
                            espeak.toString(),
                            "-v",
                            "en-us",
                            "-s",
                            Integer.toString(WORDS_PER_MINUTE),
                            "-w",
                            file.toString(),
                            text)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("espeak-ng did not speak; try 'espeak-ng hello'");
            }
            try (AudioSource source = new AudioFiles(Optional.empty()).open(file)) {
                return normalised(resampled(readMono(source), source.info().sampleRateHz()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while espeak-ng was speaking", e);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static float[] readMono(AudioSource source) throws IOException {
        float[] sound = new float[1 << 16];
        int length = 0;
        float[][] chunk = new float[source.info().channels()][4096];
        for (int count = source.read(chunk, 4096); count >= 0; count = source.read(chunk, 4096)) {
            if (length + count > sound.length) {
                sound = Arrays.copyOf(sound, 2 * sound.length);
            }
            System.arraycopy(chunk[0], 0, sound, length, count);
            length += count;
        }
        return Arrays.copyOf(sound, length);
    }

    /** Windowed sinc with a Hann window, wide enough that nothing above the voice's own band is heard. */
    private static float[] resampled(float[] sound, double fromHz) {
        double ratio = fromHz / DemoScene.SAMPLE_RATE_HZ;
        double cutoff = 0.95 * Math.min(1, 1 / ratio);
        float[] result = new float[(int) (sound.length / ratio)];
        for (int i = 0; i < result.length; i++) {
            double centre = i * ratio;
            int from = Math.max(0, (int) Math.ceil(centre - ZERO_CROSSINGS / cutoff));
            int to = Math.min(sound.length - 1, (int) (centre + ZERO_CROSSINGS / cutoff));
            double sum = 0;
            for (int k = from; k <= to; k++) {
                double x = (k - centre) * cutoff;
                double sinc = x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
                sum += sound[k] * cutoff * sinc * (0.5 + 0.5 * Math.cos(Math.PI * x / ZERO_CROSSINGS));
            }
            result[i] = (float) sum;
        }
        return result;
    }

    private static float[] normalised(float[] sound) {
        float peak = 1e-9f;
        for (float sample : sound) {
            peak = Math.max(peak, Math.abs(sample));
        }
        for (int i = 0; i < sound.length; i++) {
            sound[i] /= peak;
        }
        return sound;
    }

    /** Adds a sentence in the middle, with the first reflections of a small room. */
    static void add(float[][] scene, float[] sentence, int startFrame, double gain) {
        int[][] delays = {{0, 263, 641, 1187, 1931}, {0, 317, 593, 1291, 2087}};
        double[] gains = {1, 0.16, 0.12, 0.08, 0.05};
        for (int channel = 0; channel < 2; channel++) {
            for (int path = 0; path < gains.length; path++) {
                int start = startFrame + delays[channel][path];
                int count = Math.min(sentence.length, scene[channel].length - start);
                for (int i = 0; i < count; i++) {
                    scene[channel][start + i] += (float) (gain * gains[path] * sentence[i]);
                }
            }
        }
    }
}
