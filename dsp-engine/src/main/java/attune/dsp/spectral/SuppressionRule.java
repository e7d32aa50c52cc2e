package attune.dsp.spectral;

import attune.dsp.core.ExactMath;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.util.Arrays;

/**
 * Gain of every bin: decision-directed a-priori SNR (Y. Ephraim and D. Malah, "Speech enhancement using a minimum
 * mean-square error short-time spectral amplitude estimator", IEEE Trans. ASSP 32, 1984, eq. 51) and the
 * {@link LogSpectralAmplitude} gain, never below a floor.
 *
 * <p>In a band of noise the a-priori SNR moves slowly and the gain rests on its floor (no musical noise); in a band that
 * holds more it follows the frame at once, and for some 60 ms the band passes whole, so that word beginnings pass.
 *
 * <p>Names are the paper's: α smoothing, γ a-posteriori and ξ a-priori SNR.
 */
final class SuppressionRule {
    /** Largest SNR that is told from larger ones, a power ratio. */
    static final float LARGEST_POSTERIOR = 1000;

    private static final float SMALLEST_PRIOR = 0.003f;
    /** α from frame to frame in a band of noise, at 0 and 100 % of the parameter. */
    private static final double LEAST_SMOOTHING = 0.95;

    private static final double MOST_SMOOTHING = 0.995;
    /** α from frame to frame in a band that certainly holds signal, at 0 and 100 % of the parameter. */
    private static final double LEAST_OPEN_SMOOTHING = 0.6;

    private static final double MOST_OPEN_SMOOTHING = 0.95;
    /** Weight of a frame's own SNR in a band that may be all noise, next to 1 in a band of signal. */
    private static final float UNSURE_NEWS = 0.05f;
    /** A band that has just opened lets everything through at this gain at least. */
    private static final float ONSET_GAIN = 1f;

    private final LogSpectralAmplitude estimator = new LogSpectralAmplitude();
    private final float[] posterior;
    /** A² of the last frame: cleaned power. */
    private final float[] cleaned;

    private final float[] gain;
    private double smoothing;
    private int stride = 1;
    private float alpha;
    private float openAlpha;
    private float inverseSensitivity = 1;
    private float protection;

    /** For frames of so many bins. */
    @ControlThread
    SuppressionRule(int bins) {
        this.posterior = new float[bins];
        this.cleaned = new float[bins];
        this.gain = new float[bins];
        reset();
    }

    /** Forgets everything; parameters stay. */
    @AudioThread
    void reset() {
        Arrays.fill(cleaned, 0);
        Arrays.fill(gain, 1);
    }

    /** Smoothing of the a-priori SNR, 0 (least) to 1. */
    @AudioThread
    void setSmoothing(double share) {
        smoothing = share;
        double a = LEAST_SMOOTHING + share * (MOST_SMOOTHING - LEAST_SMOOTHING);
        double open = LEAST_OPEN_SMOOTHING + share * (MOST_OPEN_SMOOTHING - LEAST_OPEN_SMOOTHING);
        alpha = (float) (stride == 1 ? a : a * a);
        openAlpha = (float) (stride == 1 ? open : open * open);
    }

    /** Only every so manieth frame gets gains from now on, 1 or 2. */
    @AudioThread
    void setStride(int frames) {
        stride = frames;
        setSmoothing(smoothing);
    }

    /** Raises the noise that counts by so many dB. */
    @AudioThread
    void setSensitivityDb(double db) {
        double linear = ExactMath.dbToLinear(-db);
        inverseSensitivity = (float) (linear * linear);
    }

    /** How far bands that hold signal are let through, 0 to 1. */
    @AudioThread
    void setProtection(float share) {
        protection = share;
    }

    /**
     * A-posteriori SNR of every bin.
     *
     * @param power of every bin
     * @param inverseNoise one over the noise power of every bin
     * @return power ratios, owned by the rule
     */
    @AudioThread
    float[] compare(float[] power, float[] inverseNoise) {
        float[] out = posterior;
        float scale = inverseSensitivity;
        for (int k = 0; k < out.length; k++) {
            out[k] = Math.min(LARGEST_POSTERIOR, power[k] * inverseNoise[k] * scale);
        }
        return out;
    }

    /**
     * Gain of every bin, from what {@link #compare} has found.
     *
     * @param power of every bin
     * @param inverseNoise one over the noise power of every bin
     * @param held certainty that a bin holds a tone that was held for long: least gain
     * @param presence of more than noise, of the same frame
     * @param floor least gain, linear
     * @return linear, 0 to 1, owned by the rule
     */
    @AudioThread
    float[] gains(float[] power, float[] inverseNoise, float[] held, PresenceDetector presence, float floor) {
        for (int b = 0; b < presence.bands(); b++) {
            float present = presence.presence(b);
            float a = alpha - present * protection * (alpha - openAlpha);
            float least = Math.max(floor, protection * ONSET_GAIN * presence.onset(b));
            float news = (1 - a) * (UNSURE_NEWS + (1 - UNSURE_NEWS) * present);
            for (int k = presence.edge(b); k < presence.edge(b + 1); k++) {
                float gamma = posterior[k];
                float previous = Math.min(LARGEST_POSTERIOR, cleaned[k] * inverseNoise[k] * inverseSensitivity);
                float xi = a * previous + news * Math.max(0, gamma - 1);
                float g = estimator.gain(Math.max(SMALLEST_PRIOR, xi), Math.max(1e-6f, gamma));
                cleaned[k] = g * g * power[k];
                gain[k] = Math.max(Math.max(least, held[k]), g);
            }
        }
        gain[0] = gain[1];
        gain[gain.length - 1] = gain[gain.length - 2];
        return gain;
    }
}
