package attune.learn.analysis;

import java.util.Arrays;

/**
 * Noise power by frame and bin: the speech-presence tracker of T. Gerkmann and R. C. Hendriks, "Unbiased MMSE-based noise
 * power estimation with low complexity and low tracking delay", IEEE Trans. Audio, Speech and Language Processing 20
 * (2012), run forwards and then backwards; the geometric mean of both. A captured clip allows what live sound does not.
 */
final class NoiseEstimate {
    private static final int BINS = PowerFrames.BINS;
    /** 1 + ξ and ξ / (1 + ξ) of a presumed a-priori SNR of 15 dB, the prior of presence being ½. */
    private static final double LIKELIHOOD = 32.62;

    private static final double EXPONENT = 0.9693;
    private static final double PRESENCE_SMOOTHING = 0.9;
    private static final double NOISE_SMOOTHING = 0.8;
    private static final double MOST_PRESENCE = 0.99;
    private static final double LARGEST_RATIO = 1_000;
    private static final double SMALLEST = 1e-14;
    private static final int START_FRAMES = 16;
    private static final int START_SEARCH = 190;
    private static final double START_BIAS = 1.5;
    private static final double SMALLEST_START = 1e-13;

    private NoiseEstimate() {}

    /** Noise of {@code frames} spectra that lie one behind the other in {@code power}. */
    static float[] of(float[] power, int frames) {
        double[] level = start(power, frames);
        float[] forward = new float[frames * BINS];
        track(power, level, forward, 0, frames, 1);
        float[] backward = new float[frames * BINS];
        track(power, level, backward, frames - 1, frames, -1);
        for (int i = 0; i < forward.length; i++) {
            forward[i] = (float) Math.sqrt((double) forward[i] * backward[i]);
        }
        return forward;
    }

    /** Quietest mean over 16 frames in the first one and a half seconds. */
    private static double[] start(float[] power, int frames) {
        double[] least = new double[BINS];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        int length = Math.min(START_FRAMES, frames);
        double[] sum = new double[BINS];
        for (int t = 0; t < Math.min(frames, START_SEARCH + length - 1); t++) {
            for (int k = 0; k < BINS; k++) {
                sum[k] += power[t * BINS + k] - (t >= length ? power[(t - length) * BINS + k] : 0);
                if (t >= length - 1) {
                    least[k] = Math.min(least[k], sum[k] / length);
                }
            }
        }
        for (int k = 0; k < BINS; k++) {
            least[k] = Math.max(least[k] * START_BIAS, SMALLEST_START);
        }
        return least;
    }

    /** Follows from frame {@code first} on in steps of {@code step}; {@code level} is where it starts and ends. */
    private static void track(float[] power, double[] level, float[] noise, int first, int frames, int step) {
        double[] presence = new double[BINS];
        Arrays.fill(presence, 0.5);
        for (int n = 0, t = first; n < frames; n++, t += step) {
            int at = t * BINS;
            for (int k = 0; k < BINS; k++) {
                double p = power[at + k];
                double ratio = Math.min(p / level[k], LARGEST_RATIO);
                double probability = 1 / (1 + LIKELIHOOD * Math.exp(-ratio * EXPONENT));
                presence[k] = PRESENCE_SMOOTHING * presence[k] + (1 - PRESENCE_SMOOTHING) * probability;
                if (presence[k] > MOST_PRESENCE) {
                    probability = Math.min(probability, MOST_PRESENCE);
                }
                double expected = probability * level[k] + (1 - probability) * p;
                level[k] = Math.max(NOISE_SMOOTHING * level[k] + (1 - NOISE_SMOOTHING) * expected, SMALLEST);
                noise[at + k] = (float) level[k];
            }
        }
    }
}
