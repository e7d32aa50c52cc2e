package attune.learn.truth;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What noise reduction is measured on: recorded prompts with a pause before each and after the last, and {@link
 * GeneratedNoise} so many decibels below them. The same samples at every run with the same package.
 */
public final class NoisySpeech {
    /** Rate of the recordings. */
    public static final int RATE_HZ = 16_000;
    /** Up to where the recordings hold sound. */
    public static final double BANDWIDTH_HZ = 7_000;

    private static final int PROMPTS = 5;
    private static final double SHORTEST_SECONDS = 1.8;
    private static final double LONGEST_SECONDS = 5;
    private static final double PAUSE_SECONDS = 0.8;
    /** Pauses hold what a recording of 16 bits has at least: −96 dBFS. */
    private static final double DITHER = 1.6e-5;

    private static final long ORDER_SEED = 5;

    private NoisySpeech() {}

    /**
     * Clean clips of five prompts, 14 to 30 s each, at {@link EvaluationCorpus#LEVEL_LUFS}; no prompt is in two of them.
     *
     * @param count of clips, at most as many as there are prompts for
     * @throws IOException when a recording can't be read ({@link Recordings#missing})
     */
    public static List<double[]> clips(MaterialSplit split, int count) throws IOException {
        List<String> names = new ArrayList<>(Recordings.prompts(split, SHORTEST_SECONDS));
        Collections.shuffle(names, new Random(ORDER_SEED));
        if (count < 1 || count > names.size() / PROMPTS) {
            throw new IllegalArgumentException("count is " + count + ", allowed are 1 to " + names.size() / PROMPTS);
        }
        List<double[]> clips = new ArrayList<>();
        for (int clip = 0; clip < count; clip++) {
            clips.add(clip(names.subList(PROMPTS * clip, PROMPTS * (clip + 1)), clip));
        }
        return clips;
    }

    private static double[] clip(List<String> names, long seed) throws IOException {
        int pause = (int) (PAUSE_SECONDS * RATE_HZ);
        double[] out = new double[(int) (names.size() * (LONGEST_SECONDS + PAUSE_SECONDS) * RATE_HZ) + pause];
        int at = pause;
        for (String name : names) {
            double[] prompt = Recordings.prompt(name, RATE_HZ);
            int frames = Math.min(prompt.length, (int) (LONGEST_SECONDS * RATE_HZ));
            System.arraycopy(prompt, 0, out, at, frames);
            at += frames + pause;
        }
        double[] clip = EvaluationCorpus.atLevel(Arrays.copyOf(out, at), RATE_HZ);
        Random random = new Random(seed);
        for (int i = 0; i < clip.length; i++) {
            clip[i] += DITHER * random.nextGaussian();
        }
        return clip;
    }

    /**
     * A clip in noise.
     *
     * @param clean speech, whose level is taken where somebody speaks
     * @param snrDb how far the noise lies below it
     * @param seed of the noise
     */
    public static double[] mix(double[] clean, int rateHz, GeneratedNoise noise, double snrDb, long seed) {
        double gain = SpeechActivity.soundingLevel(clean, rateHz) * StrictMath.pow(10, -snrDb / 20);
        double[] disturbance = noise.make(seed, clean.length, rateHz);
        double[] out = clean.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += gain * disturbance[i];
        }
        return out;
    }
}
