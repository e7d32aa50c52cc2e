package attune.bench.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Ten seconds that give every stage work: a voice with sharp sibilants over a wide tone, pauses, steady noise, hum
 * and rumble, peaks near full scale. 48 kHz stereo, seeded.
 */
final class PeerSignal {
    static final int RATE_HZ = 48_000;
    /** Blocks of every host here: four quanta. */
    static final int BLOCK_FRAMES = 256;

    static final int FRAMES = 10 * RATE_HZ / BLOCK_FRAMES * BLOCK_FRAMES;
    private static final int HARMONICS = 30;

    private PeerSignal() {}

    static float[][] make() {
        SplittableRandom random = new SplittableRandom(20261126);
        float[][] out = new float[2][FRAMES];
        double turns = 0;
        double hiss = 0;
        double before = 0;
        for (int i = 0; i < FRAMES; i++) {
            double seconds = (double) i / RATE_HZ;
            boolean speaks = seconds % 3 < 2.2;
            double syllable = speaks ? Math.max(0, Math.sin(2 * Math.PI * 4 * seconds)) : 0;
            double sibilant = speaks ? Math.max(0, -Math.sin(2 * Math.PI * 4 * seconds) - 0.7) / 0.3 : 0;
            turns += (120 + 30 * Math.sin(2 * Math.PI * 0.7 * seconds)) / RATE_HZ;
            double white = 2 * random.nextDouble() - 1;
            // Bright noise for s: a difference of white noise, once more.
            hiss = white - before - 0.3 * hiss;
            before = white;
            double centre = 0.3 * syllable * voice(turns) + 0.08 * sibilant * hiss + hum(seconds);
            double side = speaks ? 0.05 * Math.sin(2 * Math.PI * 440 * seconds) : 0;
            out[0][i] = (float) (centre + side + 0.002 * white);
            out[1][i] = (float) (centre - side + 0.002 * (2 * random.nextDouble() - 1));
        }
        return out;
    }

    private static double voice(double turns) {
        double sum = 0;
        for (int harmonic = 1; harmonic <= HARMONICS; harmonic++) {
            sum += Math.sin(2 * Math.PI * harmonic * turns) / harmonic;
        }
        return sum;
    }

    private static double hum(double seconds) {
        double sum = 0.01 * Math.sin(2 * Math.PI * 20 * seconds);
        for (int harmonic = 1; harmonic <= 8; harmonic++) {
            sum += 0.003 * Math.sin(2 * Math.PI * 50.03 * harmonic * seconds + harmonic);
        }
        return sum;
    }

    /** Interleaved 32-bit floats, the signal so many times. */
    static void write(Path file, float[][] signal, int times) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(2 * Float.BYTES * signal[0].length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < signal[0].length; i++) {
            bytes.putFloat(signal[0][i]).putFloat(signal[1][i]);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < times; i++) {
                out.write(bytes.array());
            }
        }
    }
}
