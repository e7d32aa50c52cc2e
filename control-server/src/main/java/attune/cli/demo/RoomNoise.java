package attune.cli.demo;

import java.util.Random;

/** What a room with a fan and bad wiring adds: broadband air noise, the fan's blades, mains hum with harmonics. */
final class RoomNoise {
    /** Hum at 50 Hz and harmonics: {number, level in dB relative to the first}. */
    private static final double[][] HARMONICS = {{1, 0}, {2, -6}, {3, -3}, {4, -14}, {5, -9}, {7, -13}, {9, -20}};

    private RoomNoise() {}

    /**
     * Air noise: white noise through a resonance at the duct's 240 Hz and a slow fall above, half of it common to both
     * channels, swaying a little as fans do; with the blades' tone at 97 Hz.
     *
     * @param levelDb RMS of each channel, dBFS
     */
    static void addFan(float[][] scene, double levelDb, Random random) {
        int frames = scene[0].length;
        double[][] noise = new double[2][frames];
        double[][] lowState = new double[3][2];
        double power = 0;
        for (int frame = 0; frame < frames; frame++) {
            double seconds = frame / DemoScene.SAMPLE_RATE_HZ;
            double sway =
                    1 + 0.06 * Math.sin(2 * Math.PI * 0.31 * seconds) + 0.04 * Math.sin(2 * Math.PI * 1.7 * seconds);
            double common = air(random.nextGaussian(), lowState[2]);
            double blades = 0.05 * Math.sin(2 * Math.PI * 97 * seconds) + 0.02 * Math.sin(2 * Math.PI * 194 * seconds);
            for (int channel = 0; channel < 2; channel++) {
                double own = air(random.nextGaussian(), lowState[channel]);
                noise[channel][frame] = sway * (0.7 * own + 0.7 * common) + blades;
                power += noise[channel][frame] * noise[channel][frame];
            }
        }
        double gain = Math.pow(10, levelDb / 20) / Math.sqrt(power / (2.0 * frames));
        for (int channel = 0; channel < 2; channel++) {
            for (int frame = 0; frame < frames; frame++) {
                scene[channel][frame] += (float) (gain * noise[channel][frame]);
            }
        }
    }

    /** One-pole low-passes at about 240 Hz and 2.5 kHz, mixed: loud below, audible hiss above. */
    private static double air(double white, double[] state) {
        state[0] += 0.031 * (white - state[0]);
        state[1] += 0.28 * (white - state[1]);
        return 1.6 * state[0] + 0.30 * state[1] + 0.03 * white;
    }

    /** @param levelDb RMS of the first harmonic, dBFS */
    static void addHum(float[][] scene, double levelDb) {
        for (double[] harmonic : HARMONICS) {
            double amplitude = Math.sqrt(2) * Math.pow(10, (levelDb + harmonic[1]) / 20);
            double step = 2 * Math.PI * DemoScene.HUM_HZ * harmonic[0] / DemoScene.SAMPLE_RATE_HZ;
            double phase = 0.7 * harmonic[0];
            for (int frame = 0; frame < scene[0].length; frame++) {
                float sample = (float) (amplitude * Math.sin(phase + step * frame));
                scene[0][frame] += sample;
                scene[1][frame] += sample;
            }
        }
    }
}
