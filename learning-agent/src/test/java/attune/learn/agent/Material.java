package attune.learn.agent;

import attune.dsp.core.ProcessSpec;
import attune.dsp.filter.ParametricEq;
import attune.learn.audio.CapturedClip;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.GeneratedNoise;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.SpeechCorpus;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.util.List;

/** Voices with something wrong about them, 16 kHz mono, made anew for each test. */
final class Material {
    static final List<String> ONE = List.of("vm-intro", "conf-userwilljoin", "vm-options", "conf-locked");
    static final List<String> OTHER = List.of("vm-sorry", "conf-getpin", "vm-goodbye", "vm-saved", "conf-kicked");

    private static final int RATE_HZ = 16_000;
    private static final double HUM_RMS = 0.02;

    private Material() {}

    /** A recorded voice. */
    static float[] voice(List<String> prompts) throws IOException, InterruptedException {
        double[] prompt = SpeechCorpus.prompts(prompts);
        float[] out = new float[prompt.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) prompt[i];
        }
        return out;
    }

    /** A synthesised voice. */
    static float[] synthesised(String voice, String text) throws IOException, InterruptedException {
        double[] spoken = SpeechCorpus.filter(
                new double[0],
                "sh",
                "-c",
                "espeak-ng -v " + voice + " --stdout '" + text + "' | ffmpeg -v error -i - -f f32le -ar " + RATE_HZ
                        + " -ac 1 -");
        float[] out = new float[spoken.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (0.5 * spoken[i]);
        }
        return out;
    }

    /** A drum loop at −20 LUFS. */
    static float[] music() throws IOException {
        EvaluationClip clip = EvaluationCorpus.make(MaterialSplit.DEVELOPMENT, "music-clean");
        float[] samples = new float[clip.clean().length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) clip.clean()[i];
        }
        return new CapturedClip(clip.rateHz(), new float[][] {samples}, 0).mono16k();
    }

    /** With mains hum of twelve harmonics. */
    static float[] hum(float[] voice) {
        float[] out = voice.clone();
        for (int i = 0; i < out.length; i++) {
            for (int k = 1; k <= 12; k++) {
                double phase = 2 * Math.PI * 50 * k * i / RATE_HZ + 1.7 * k;
                out[i] += (float) (HUM_RMS / Math.pow(k, 0.7) * Math.sin(phase));
            }
        }
        return out;
    }

    /** With a fan beside it. */
    static float[] fan(float[] voice, double level, long seed) {
        double[] noise = GeneratedNoise.FAN.make(seed, voice.length, RATE_HZ);
        float[] out = voice.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += (float) (level * noise[i]);
        }
        return out;
    }

    /** Without its treble. */
    static float[] dull(float[] voice) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.EQ8_GAIN, -12);
        params.set(ParamTable.EQ8_FREQUENCY, 2_500);
        ParametricEq eq = new ParametricEq();
        eq.prepare(new ProcessSpec(RATE_HZ, 1));
        eq.update(params);
        float[][] samples = {java.util.Arrays.copyOf(voice, (voice.length + 63) / 64 * 64)};
        eq.process(samples, samples[0].length);
        return java.util.Arrays.copyOf(samples[0], voice.length);
    }

    /** Two sources in turns of so many seconds. */
    static float[] alternate(float[] a, float[] b, double seconds) {
        int turn = (int) (seconds * RATE_HZ);
        float[] out = new float[Math.min(a.length, b.length)];
        for (int i = 0; i < out.length; i++) {
            out[i] = i / turn % 2 == 0 ? a[i] : b[i];
        }
        return out;
    }
}
