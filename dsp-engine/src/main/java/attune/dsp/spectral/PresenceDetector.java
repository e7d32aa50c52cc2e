package attune.dsp.spectral;

import attune.dsp.core.ExactMath;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.util.Arrays;

/**
 * Whether a band (half an octave, near 0 Hz 200 Hz wide) holds more than noise: decided anew in every frame from its mean
 * a-posteriori SNR. That of Gaussian noise is distributed like chi-square over its degrees of freedom; its cube root is
 * nearly normal (E. B. Wilson and M. M. Hilferty, "The distribution of chi-square", Proc. National Academy of Sciences 17,
 * 1931), so that a band of few bins opens as rarely in noise as one of many.
 *
 * <p>A faint beginning shows in many bands before it is certain in any: a frame that stands out as a whole makes every
 * band open sooner. So does speech that was certain in several bands a moment ago: between its sounds are fainter ones.
 */
final class PresenceDetector {
    /** A band opens between these, in standard deviations of noise. */
    private static final float OPEN_FROM_SIGMA = 3.5f;

    private static final float OPEN_FULL_SIGMA = 6f;
    /** What a band adds to the sum over all bands, at least and at most, in standard deviations of noise. */
    private static final float LEAST_COUNTED = -3f;

    private static final float MOST_COUNTED = 5f;
    /** What a frame that stands out as a whole adds to each band's excess, at most. */
    private static final float SUPPORT = 2f;

    private static final float SUPPORT_FROM = 4f;
    /** What certainty in several bands, in this frame or lately, adds to each band's excess, at most. */
    private static final float CONTEXT = 2f;
    /** Bands that count in full, beyond the first: one alone may be noise. */
    private static final float CONTEXT_BANDS = 3f;

    private static final double CONTEXT_SECONDS = 0.2;
    private static final float SMALLEST_POSTERIOR = 1e-6f;
    /** Most frames from one that is looked at to the next. */
    private static final int MOST_STRIDE = 2;

    /** How long a band counts as just opened. */
    private static final double RECENT_SECONDS = 0.06;
    /** Neighbouring bins of the windowed transform are not independent: effective share of a band's bins. */
    private static final double INDEPENDENT_SHARE = 0.66;

    /** A band with less than this share of all noise holds mostly what the window leaks from the others. */
    private static final float LEAKAGE = 1e-6f;
    /** Steady noise is never quite steady: relative spread of its power, and how much of it all bands share. */
    private static final double LEVEL_SPREAD = 0.15;

    private static final double COMMON_SHARE = 0.3;
    private static final double NARROWEST_BAND_HZ = 200;
    private static final double BAND_TO_CENTRE = 0.45;

    /** First bin of every band, and the end. */
    private final int[] bandEdge;
    /** Mean of the cube root of a band's mean posterior SNR in noise, and one over its standard deviation. */
    private final double[] rootMean;

    private final double[] rootInverseSigma;

    private final float[] presence;
    /** Excess of every band in this frame, in standard deviations of noise. */
    private final float[] excess;
    /** One over the standard deviation of the sum of so many bands' excesses. */
    private final float[] supportScale;
    /** Presence as it was some time ago: a slow follower. */
    private final float[] recentPresence;

    /** By stride − 1. */
    private final float[] contextKept = new float[MOST_STRIDE];

    private final double hopSeconds;
    private int stride = 1;
    /** By stride − 1. */
    private final float[] recentRate = new float[MOST_STRIDE];

    private double releaseSeconds = 1;
    private float release;
    /** Noise power of all bands in the last frame. */
    private float noiseTotal;
    /** How certain several bands are or were a moment ago, 0 to 1. */
    private float context;

    /**
     * Lays out the bands.
     *
     * @param bins from 0 Hz to the Nyquist frequency, both included
     * @param binHz from bin to bin
     * @param hopSeconds from frame to frame
     */
    @ControlThread
    PresenceDetector(int bins, double binHz, double hopSeconds) {
        this.bandEdge = layOut(bins, binHz);
        int bands = bandEdge.length - 1;
        this.rootMean = new double[bands];
        this.rootInverseSigma = new double[bands];
        for (int b = 0; b < bands; b++) {
            double random = 1 / (INDEPENDENT_SHARE * (bandEdge[b + 1] - bandEdge[b]));
            double variance = random + LEVEL_SPREAD * LEVEL_SPREAD;
            rootMean[b] = 1 - variance / 9;
            rootInverseSigma[b] = 3 / Math.sqrt(variance);
        }
        this.presence = new float[bands];
        this.recentPresence = new float[bands];
        this.excess = new float[bands];
        this.supportScale = new float[bands + 1];
        for (int n = 1; n <= bands; n++) {
            supportScale[n] = (float) (1 / Math.sqrt(n + COMMON_SHARE * COMMON_SHARE * n * n));
        }
        this.hopSeconds = hopSeconds;
        for (int frames = 1; frames <= recentRate.length; frames++) {
            contextKept[frames - 1] = (float) StrictMath.exp(-frames * hopSeconds / CONTEXT_SECONDS);
            recentRate[frames - 1] = (float) (1 - StrictMath.exp(-frames * hopSeconds / RECENT_SECONDS));
        }
    }

    private static int[] layOut(int bins, double binHz) {
        int end = bins - 1; // 0 Hz and the Nyquist frequency scatter more than the rest and follow their neighbours
        int[] edge = new int[bins + 1];
        int bands = 0;
        int at = 1;
        while (at < end) {
            edge[bands++] = at;
            double width = Math.max(NARROWEST_BAND_HZ, BAND_TO_CENTRE * at * binHz) / binHz;
            at += (int) Math.max(4, Math.round(width));
        }
        if (bands > 1 && end - edge[bands - 1] < 4) {
            bands--; // the last few bins join their neighbours
        }
        edge[bands] = end;
        return Arrays.copyOf(edge, bands + 1);
    }

    /** Number of bands. */
    int bands() {
        return presence.length;
    }

    /** First bin of a band; of the one behind the last, the Nyquist frequency's. */
    int edge(int band) {
        return bandEdge[band];
    }

    /** Certainty that a band holds more than noise, 0 to 1. */
    float presence(int band) {
        return presence[band];
    }

    /** How much of a band's presence is younger than some 60 ms: 0 to 1, or negative where it has just gone. */
    float onset(int band) {
        return presence[band] - recentPresence[band];
    }

    /** Only every so manieth frame is looked at from now on. */
    @AudioThread
    void setStride(int frames) {
        stride = frames;
        setRelease(releaseSeconds);
    }

    /** Time in which an open band closes again. */
    @AudioThread
    void setRelease(double seconds) {
        releaseSeconds = seconds;
        release = (float) ExactMath.exp(-stride * hopSeconds / seconds);
    }

    /** Forgets everything. */
    @AudioThread
    void reset() {
        Arrays.fill(presence, 0);
        Arrays.fill(recentPresence, 0);
        noiseTotal = 0;
        context = 0;
    }

    /**
     * Looks at one frame.
     *
     * @param posterior a-posteriori SNR of every bin, a power ratio
     * @param noise power of every bin
     * @param held certainty that a bin holds a tone that was held for long, 0 to 1; such a bin says nothing about its band
     * @param protection how much the frame as a whole, and what was heard lately, help each band, 0 to 1
     */
    @AudioThread
    void look(float[] posterior, float[] noise, float[] held, float protection) {
        float together = 0;
        float total = 0;
        int counted = 0;
        for (int b = 0; b < presence.length; b++) {
            int from = bandEdge[b];
            int to = bandEdge[b + 1];
            float sum = 0;
            float bandNoise = 0;
            for (int k = from; k < to; k++) {
                sum += posterior[k] + held[k] * (1 - posterior[k]);
                bandNoise += noise[k];
            }
            total += bandNoise;
            excess[b] = sigmas(b, sum / (to - from));
            if (bandNoise > LEAKAGE * noiseTotal) {
                together += Math.max(LEAST_COUNTED, Math.min(MOST_COUNTED, excess[b]));
                counted++;
            }
        }
        noiseTotal = total;
        float support = Math.max(0, Math.min(1, together * supportScale[counted] - SUPPORT_FROM));
        open(protection * (SUPPORT * support + CONTEXT * context));
    }

    /** How far a band's mean posterior SNR lies above that of noise, in standard deviations. */
    private float sigmas(int band, float meanPosterior) {
        double root = ExactMath.exp2(ExactMath.log2(Math.max(SMALLEST_POSTERIOR, meanPosterior)) / 3);
        return (float) ((root - rootMean[band]) * rootInverseSigma[band]);
    }

    private void open(float help) {
        float rate = recentRate[stride - 1];
        float total = 0;
        for (int b = 0; b < presence.length; b++) {
            float open = (excess[b] + help - OPEN_FROM_SIGMA) / (OPEN_FULL_SIGMA - OPEN_FROM_SIGMA);
            presence[b] = Math.min(1, Math.max(open, presence[b] * release));
            recentPresence[b] += rate * (presence[b] - recentPresence[b]);
            total += presence[b];
        }
        float certain = Math.max(0, Math.min(1, (total - 1) / CONTEXT_BANDS));
        context = Math.max(certain, context * contextKept[stride - 1]);
    }
}
