package attune.bench;

import java.util.SplittableRandom;

/** Voice-like stereo programme over noise: every stage of the chain has work. Seeded, so the same in every run. */
final class TestSignal {
    private TestSignal() {}

    /**
     * Harmonic bursts with pauses (a syllable every quarter second) over pink-like noise 25 dB below.
     *
     * @return two channels of {@code frames} samples, peak about −6 dBFS
     */
    static float[][] voiceOverNoise(double sampleRateHz, int frames) {
        SplittableRandom random = new SplittableRandom(20261121);
        float[][] channels = new float[2][frames];
        double phase = 0;
        double pink = 0;
        for (int i = 0; i < frames; i++) {
            double seconds = i / sampleRateHz;
            double syllable = Math.max(0, Math.sin(2 * Math.PI * 4 * seconds)) * (seconds % 3 < 2.2 ? 1 : 0);
            double pitchHz = 120 + 30 * Math.sin(2 * Math.PI * 0.7 * seconds);
            phase += pitchHz / sampleRateHz;
            double voice = 0;
            for (int harmonic = 1; harmonic <= 12; harmonic++) {
                voice += Math.sin(2 * Math.PI * harmonic * phase) / harmonic;
            }
            pink = 0.97 * pink + 0.03 * (random.nextDouble() * 2 - 1);
            channels[0][i] = (float) (0.2 * syllable * voice + 0.06 * pink);
            channels[1][i] = (float) (0.17 * syllable * voice + 0.06 * (random.nextDouble() - 0.5) * 0.2 + 0.05 * pink);
        }
        return channels;
    }
}
