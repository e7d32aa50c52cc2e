package attune.learn.env;

import attune.dsp.core.ProcessSpec;
import attune.dsp.filter.ParametricEq;
import attune.learn.truth.GeneratedNoise;
import attune.learn.truth.SpeechCorpus;
import attune.learn.truth.SyntheticSpeech;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;

/** What is done to clean speech at −22 LUFS, 16 kHz, before it is judged. */
enum Condition {
    CLEAN,
    FAN_20_DB,
    FAN_10_DB,
    FAN_5_DB,
    HUM,
    HUM_AND_FAN,
    DULL,
    HARSH,
    LOW_LEVEL;

    static final int RATE_HZ = SpeechCorpus.RATE_HZ;

    /** Speech level to which noise is set, about what −22 LUFS of speech has while somebody speaks. */
    private static final double SPEECH_RMS = 0.09;

    private static final double MAINS_HZ = 50.03;

    double[] apply(double[] clean, long seed) {
        return switch (this) {
            case CLEAN -> clean.clone();
            case FAN_20_DB -> noisy(clean, seed, 20);
            case FAN_10_DB -> noisy(clean, seed, 10);
            case FAN_5_DB -> noisy(clean, seed, 5);
            case HUM -> hummed(clean, seed);
            case HUM_AND_FAN -> noisy(hummed(clean, seed), seed, 15);
            case DULL -> equalised(clean, -9, 4_000, ParamTable.EQ8_GAIN, ParamTable.EQ8_FREQUENCY);
            case HARSH -> equalised(clean, 9, 3_200, ParamTable.EQ6_GAIN, ParamTable.EQ6_FREQUENCY);
            case LOW_LEVEL -> SyntheticSpeech.mix(new double[clean.length], 0.1, clean);
        };
    }

    private static double[] noisy(double[] clean, long seed, double snrDb) {
        double level = SPEECH_RMS * Math.pow(10, -snrDb / 20);
        return SyntheticSpeech.mix(clean, level, GeneratedNoise.FAN.make(seed, clean.length, RATE_HZ));
    }

    private static double[] hummed(double[] clean, long seed) {
        double[] out = clean.clone();
        for (int i = 0; i < out.length; i++) {
            for (int k = 1; k <= 12; k++) {
                double phase = 2 * Math.PI * MAINS_HZ * k * i / RATE_HZ + seed % 97 + 1.7 * k;
                out[i] += SPEECH_RMS * 0.25 / Math.pow(k, 0.7) * Math.sin(phase);
            }
        }
        return out;
    }

    private static double[] equalised(
            double[] clean, double gainDb, double frequencyHz, ParamTable gain, ParamTable frequency) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(gain, gainDb);
        params.set(frequency, frequencyHz);
        ParametricEq eq = new ParametricEq();
        eq.prepare(new ProcessSpec(RATE_HZ, 1));
        eq.update(params);
        eq.reset();
        float[][] samples = new float[1][(clean.length + 63) / 64 * 64];
        for (int i = 0; i < clean.length; i++) {
            samples[0][i] = (float) clean[i];
        }
        eq.process(samples, samples[0].length);
        double[] out = new double[clean.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = samples[0][i];
        }
        return out;
    }
}
