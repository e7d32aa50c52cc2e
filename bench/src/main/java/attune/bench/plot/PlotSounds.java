package attune.bench.plot;

import attune.bench.BenchException;
import attune.bench.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** What the pictures are made of: a recorded voice of asterisk-core-sounds-en-g722 (16 kHz), noise. One channel, 48 kHz. */
final class PlotSounds {
    /** What to say where the recording is missing. */
    static final String MISSING = "asterisk-core-sounds-en-g722 is not installed (sudo apt-get install"
            + " asterisk-core-sounds-en-g722 ffmpeg); no pictures over time.";

    private static final Path VOICE = Path.of("/usr/share/asterisk/sounds/en_US_f_Allison/demo-instruct.g722");
    private static final int RATE_HZ = Probe.RATE_HZ;

    private PlotSounds() {}

    /** A part of the recording; empty where it or ffmpeg is not installed. */
    static Optional<float[]> voice(Path work, double fromSeconds, double seconds) throws IOException, BenchException {
        if (!Files.exists(VOICE)) {
            return Optional.empty();
        }
        Path raw = work.resolve("plot-voice.f32");
        Program.output(
                Map.of(),
                List.of(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-nostdin",
                        "-y",
                        "-f",
                        "g722",
                        "-i",
                        VOICE.toString(),
                        "-ar",
                        "" + RATE_HZ,
                        "-ac",
                        "1",
                        "-f",
                        "f32le",
                        raw.toString()));
        FloatBuffer all = ByteBuffer.wrap(Files.readAllBytes(raw))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] part = new float[frames(seconds)];
        all.position((int) (fromSeconds * RATE_HZ));
        all.get(part);
        return Optional.of(part);
    }

    /** The voice over the noise of a fan, so many dB under it, and a hum. */
    static float[] noisy(float[] voice, double snrDb) {
        float[] noise = fan(voice.length);
        double gain = rms(voice) / rms(noise) * Math.pow(10, -snrDb / 20);
        float[] out = new float[voice.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (voice[i] + gain * noise[i]);
        }
        return out;
    }

    private static float[] fan(int frames) {
        SplittableRandom random = new SplittableRandom(7);
        float[] out = new float[frames];
        double low = 0;
        for (int i = 0; i < frames; i++) {
            double white = 2 * random.nextDouble() - 1;
            low += 0.06 * (white - low);
            double blades = 0.02 * Math.sin(2 * Math.PI * 118 * i / RATE_HZ)
                    + 0.012 * Math.sin(2 * Math.PI * 236 * i / RATE_HZ);
            out[i] = (float) (low + 0.08 * white + blades);
        }
        return out;
    }

    /** White noise and a mains hum of eight harmonics at 50.03 Hz. */
    static float[] humInNoise(double seconds) {
        SplittableRandom random = new SplittableRandom(11);
        float[] out = new float[frames(seconds)];
        for (int i = 0; i < out.length; i++) {
            double hum = 0;
            for (int harmonic = 1; harmonic <= 8; harmonic++) {
                hum += Math.sin(2 * Math.PI * 50.03 * harmonic * i / RATE_HZ + harmonic);
            }
            out[i] = (float) (0.02 * hum + 0.01 * (2 * random.nextDouble() - 1));
        }
        return out;
    }

    /** Silence, a low voice from 0.3 s on, and from 1 s on differences of white noise: an s without an end. */
    static float[] endlessSibilant(double seconds) {
        SplittableRandom random = new SplittableRandom(13);
        float[] out = new float[frames(seconds)];
        double before = 0;
        for (int i = 0; i < out.length; i++) {
            double white = 2 * random.nextDouble() - 1;
            double now = (double) i / RATE_HZ;
            double vowel = now < 0.3 ? 0 : 0.1 * Math.sin(2 * Math.PI * 300 * now);
            out[i] = (float) (now < 1 ? vowel : 0.1 * (white - before));
            before = white;
        }
        return out;
    }

    /** Made so much louder that its peak is at this level. */
    static float[] withPeak(float[] samples, double peakDbfs) {
        double peak = 0;
        for (float sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        float gain = (float) (Math.pow(10, peakDbfs / 20) / peak);
        float[] out = Arrays.copyOf(samples, samples.length);
        for (int i = 0; i < out.length; i++) {
            out[i] *= gain;
        }
        return out;
    }

    static double rms(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / samples.length);
    }

    private static int frames(double seconds) {
        return (int) Math.round(seconds * RATE_HZ / Probe.QUANTUM) * Probe.QUANTUM;
    }
}
