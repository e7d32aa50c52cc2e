package attune.learn.truth;

/** Seeded test signals; the same arithmetic as in src/test/reference/synthetic_speech.py. */
public final class SyntheticSpeech {
    private SyntheticSpeech() {}

    /** White, evenly distributed in ±½. */
    public static double[] noise(long seed, int count) {
        return GeneratedNoise.even(seed, count);
    }

    /** Syllables four times a second: harmonics of a gliding pitch, every third a hiss, every fifth silent. */
    public static double[] speech(int rateHz, double seconds) {
        int count = (int) (rateHz * seconds);
        double[] hiss = noise(1, count);
        double[] out = new double[count];
        double phase = 0;
        for (int i = 0; i < count; i++) {
            double t = (double) i / rateHz;
            int syllable = (int) (4 * t);
            double pitchHz = 120 + 40 * Math.sin(2 * Math.PI * 0.7 * t);
            phase += 2 * Math.PI * pitchHz / rateHz;
            double s = Math.sin(Math.PI * (4 * t - syllable));
            if (syllable % 5 == 4) {
                continue;
            }
            out[i] = syllable % 3 == 2 ? 0.2 * s * s * hiss[i] : 0.1 * s * s * voice(phase, 4 + syllable % 7);
        }
        return out;
    }

    private static double voice(double phase, int formant) {
        double value = 0;
        for (int h = 1; h < 25; h++) {
            value += Math.sin(h * phase) / (1 + Math.abs(h - formant));
        }
        return value;
    }

    /** {@code a + gain · b}. */
    public static double[] mix(double[] a, double gain, double[] b) {
        double[] out = a.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += gain * b[i];
        }
        return out;
    }

    /** One-pole low pass, {@code y += share · (x − y)}. */
    public static double[] lowPass(double[] x, double share) {
        double[] out = new double[x.length];
        double state = 0;
        for (int i = 0; i < x.length; i++) {
            state += share * (x[i] - state);
            out[i] = state;
        }
        return out;
    }
}
