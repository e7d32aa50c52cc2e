package attune.bench;

import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.List;
import java.util.SplittableRandom;

/** What the benches play: voice-like stereo programme over noise and hum, seeded, and the settings that give every stage work. */
final class TestSignal {
    private TestSignal() {}

    /** A set that gives all twelve stages, every band of the equaliser and of the compressor work. */
    static ParamSnapshot everyStageOn() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.HPF_CORNER, 80);
        params.set(ParamTable.HPF_SLOPE, 1);
        params.set(ParamTable.HUM_DEPTH, 20);
        params.set(ParamTable.NR_ATTENUATION, 12);
        for (int i = ParamTable.EQ1_GAIN.index(); i <= ParamTable.EQ8_GAIN.index(); i += 3) {
            params.set(i, 2);
        }
        params.set(ParamTable.GATE_RANGE, 10);
        params.set(ParamTable.GATE_THRESHOLD, -38);
        params.set(ParamTable.DEESS_DEPTH, 6);
        for (ParamTable ratio : List.of(
                ParamTable.COMP1_RATIO, ParamTable.COMP2_RATIO, ParamTable.COMP3_RATIO, ParamTable.COMP4_RATIO)) {
            params.set(ratio, 2);
        }
        params.set(ParamTable.EXCITER_AMOUNT, 30);
        params.set(ParamTable.WIDENER_WIDTH, 120);
        params.set(ParamTable.WIDENER_MONO_BELOW, 90);
        params.set(ParamTable.LEVELER_RANGE, 12);
        return params;
    }

    /**
     * Harmonic bursts with pauses (a syllable every quarter second) over pink-like noise 25 dB below and a hum of eight
     * harmonics.
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
            double hum = 0;
            for (int harmonic = 1; harmonic <= 8; harmonic++) {
                hum += Math.sin(2 * Math.PI * 50.03 * harmonic * seconds + harmonic);
            }
            pink = 0.97 * pink + 0.03 * (random.nextDouble() * 2 - 1);
            channels[0][i] = (float) (0.2 * syllable * voice + 0.06 * pink + 0.002 * hum);
            channels[1][i] = (float)
                    (0.17 * syllable * voice + 0.06 * (random.nextDouble() - 0.5) * 0.2 + 0.05 * pink + 0.002 * hum);
        }
        return channels;
    }
}
