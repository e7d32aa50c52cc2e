package attune.dsp.spectral;

import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.util.Arrays;

/**
 * Noise power of every bin by minimum statistics: R. Martin, "Noise power spectral density estimation based on optimal
 * smoothing and minimum statistics", IEEE Trans. Speech and Audio Processing 9 (2001). The smoothed power of a bin falls
 * to the noise floor between words; its minimum over about two seconds, made unbiased, is the noise. So a rise of the
 * noise is followed within two seconds, and nothing shorter than that is taken for noise.
 *
 * <p>A minimum scatters by a decibel or two from bin to bin. So it only bounds a plain average over the frames that hold
 * noise alone, which {@link #refine} is told of (after I. Cohen and B. Berdugo, "Noise estimation by minima controlled
 * recursive averaging", IEEE Signal Processing Letters 9, 2002): that average is the estimate.
 *
 * <p>A tone that is held for longer than the window is as steady as noise, but narrow: neither estimate rises above its
 * surroundings along frequency, and {@link #held} says where such tones are.
 *
 * <p>Names are the paper's: P smoothed power, α smoothing, M and D of the bias table, B its compensation.
 */
final class NoiseTracker {
    /** Longer than any vowel; the window holds between seven and eight eighths of it. */
    static final double WINDOW_SECONDS = 2.0;

    private static final int SUBWINDOWS = 8;
    /** The first estimate is a mean; a minimum of fewer frames would be far too low. */
    private static final double START_SECONDS = 0.1;
    /**
     * What the paper's bias table leaves at three quarters of overlap instead of a half, measured on white noise: mono is
     * now 0.5 dB low, independent left and right 0.2 dB high.
     */
    private static final float BIAS_OF_OVERLAP = 1.26f;

    private static final double SMOOTHING_SECONDS = 0.392;
    /** Averaging time of the refined estimate. */
    private static final double AVERAGING_SECONDS = 0.25;
    /**
     * The refined estimate stays within these of the minimum's without its peaks. Far below it the noise has risen, and an average that was
     * only held at the bound would go on taking the rest for signal: it starts anew from the minimum.
     */
    private static final float REFINED_FROM = 0.6f;

    private static final float REFINED_TO = 2.5f;
    /** A bin this far above the estimate is no noise, whatever its band looks like; takes 2 % off an average. */
    private static final float OUTLIER = 4;

    /** Bins of a group: peaks are looked for from group to group. */
    private static final int GROUP = 4;
    /**
     * Groups across which a spectral peak is cut out: about seven times the window's main lobe, so that the partials of
     * a chord, and their skirts, are peaks too.
     */
    private static final int RUN = 8;
    /** What stands this far above its surroundings is no noise; the scatter of a minimum stays below. */
    private static final float PEAK_FROM = 4;
    /** What stands this far above its surroundings is a held tone for certain. */
    private static final float PEAK_FULL = 16;

    private static final float SMALLEST_SMOOTHING = 0.3f;
    private static final float LARGEST_MOMENT_SMOOTHING = 0.8f;
    private static final float LARGEST_VARIANCE = 0.5f;
    private static final float VARIANCE_TO_BIAS = 2.12f;
    /** Length D of the minimum search in frames and M(D), table III of the paper. */
    private static final double[] TABLE_D = {1, 2, 5, 8, 10, 15, 20, 30, 40, 60, 80, 120, 140, 160, 180, 220, 260, 300};

    private static final double[] TABLE_M = {
        0, .26, .48, .58, .61, .668, .705, .762, .8, .841, .865, .89, .9, .91, .92, .93, .935, .94
    };

    private final int bins;
    private final int subwindowFrames;
    private final int startFrames;
    private final float largestSmoothing;
    private final float[] smoothed;
    private final float[] mean;
    private final float[] meanSquare;
    private final float[] variance;
    /** What the minimum alone says, held tones and all. */
    private final float[] lowest;

    private final float[] lowestInverse;
    /** The same without held tones. */
    private final float[] floor;
    /** Certainty that a bin holds a held tone, 0 to 1. */
    private final float[] held;

    private final int groups;
    /** Surroundings of every group: what noise there is without its peaks. */
    private final float[] opened;

    private final float[] scratch;
    /**
     * How far noise may rise above its surroundings towards 0 Hz, where a peak has no other side: 6 dB an octave, which
     * with {@link #PEAK_FROM} is enough for a fan.
     */
    private final float[] edgeRise = new float[RUN + 1];

    private final float averaging;
    private final float[] noise;
    private final float[] inverse;
    private final float[] current;
    private final float[] past;
    private final float[][] subwindow;
    /** 2 (D − 1) (1 − M(D)) and 2 M(D) for every D from 1 to the whole window. */
    private final float[] biasNumerator;

    private final float[] biasDenominator;

    private float correction;
    private int framesSeen;
    private int framesInSubwindow;
    private int nextSubwindow;

    /**
     * @param bins of every frame
     * @param hopSeconds from frame to frame
     */
    @ControlThread
    NoiseTracker(int bins, double hopSeconds) {
        this.bins = bins;
        this.subwindowFrames = (int) Math.ceil(WINDOW_SECONDS / SUBWINDOWS / hopSeconds);
        this.startFrames = (int) Math.ceil(START_SECONDS / hopSeconds);
        this.largestSmoothing = (float) StrictMath.exp(-hopSeconds / SMOOTHING_SECONDS);
        this.smoothed = new float[bins];
        this.mean = new float[bins];
        this.meanSquare = new float[bins];
        this.variance = new float[bins];
        this.averaging = (float) (1 - StrictMath.exp(-hopSeconds / AVERAGING_SECONDS));
        this.lowest = new float[bins];
        this.lowestInverse = new float[bins];
        this.floor = new float[bins];
        this.held = new float[bins];
        this.groups = (bins + GROUP - 1) / GROUP;
        this.opened = new float[groups + RUN];
        this.scratch = new float[groups + RUN];
        for (int g = 0; g < RUN; g++) {
            // from the lowest bin of the group (0 Hz is like bin 1) up to the first run that has noise on both sides
            double ratio = RUN / Math.max(g, 1.0 / GROUP);
            edgeRise[g] = (float) (ratio * ratio);
        }
        edgeRise[RUN] = 1;
        this.noise = new float[bins];
        this.inverse = new float[bins];
        this.current = new float[bins];
        this.past = new float[bins];
        this.subwindow = new float[SUBWINDOWS][bins];
        int longest = SUBWINDOWS * subwindowFrames;
        this.biasNumerator = new float[longest + 1];
        this.biasDenominator = new float[longest + 1];
        for (int d = 1; d <= longest; d++) {
            double m = biasM(d);
            biasNumerator[d] = (float) (2 * (d - 1) * (1 - m));
            biasDenominator[d] = (float) (2 * m);
        }
        reset();
    }

    private static double biasM(double d) {
        int i = 0;
        while (i < TABLE_D.length - 2 && d > TABLE_D[i + 1]) {
            i++;
        }
        double at = Math.min(1, (d - TABLE_D[i]) / (TABLE_D[i + 1] - TABLE_D[i]));
        return TABLE_M[i] + at * (TABLE_M[i + 1] - TABLE_M[i]);
    }

    /** Forgets everything. */
    @AudioThread
    void reset() {
        framesSeen = 0;
        framesInSubwindow = 0;
        nextSubwindow = 0;
        correction = 1;
        Arrays.fill(lowest, 0);
        Arrays.fill(lowestInverse, 0);
        Arrays.fill(floor, 0);
        Arrays.fill(held, 0);
        Arrays.fill(noise, 0);
        Arrays.fill(inverse, 0);
        Arrays.fill(current, Float.MAX_VALUE);
        Arrays.fill(past, Float.MAX_VALUE);
        for (int u = 0; u < SUBWINDOWS; u++) {
            Arrays.fill(subwindow[u], Float.MAX_VALUE);
        }
    }

    /** Frames learned since the last reset. */
    int framesSeen() {
        return framesSeen;
    }

    /** Power by bin from the minimum alone, noise and held tones; zero before the first frame. Owned by the tracker. */
    float[] minimum() {
        return lowest;
    }

    /** Certainty that a bin holds a tone that has been held for long, 0 to 1. Owned by the tracker. */
    float[] held() {
        return held;
    }

    /** Noise power by bin; zero before the first frame. Owned by the tracker. */
    float[] noise() {
        return noise;
    }

    /** One over {@link #noise}; zero before the first frame. Owned by the tracker. */
    float[] inverse() {
        return inverse;
    }

    /**
     * Learns one frame.
     *
     * @param power of every bin, positive and normal (a floor well above the denormals)
     */
    @AudioThread
    void update(float[] power) {
        if (framesSeen == 0) {
            start(power);
        } else {
            smooth(power);
        }
        framesSeen = Math.min(framesSeen + 1, startFrames + biasNumerator.length - 1);
        if (framesSeen <= startFrames) {
            takeMean();
            return;
        }
        searchMinimum();
        cutPeaks();
        if (++framesInSubwindow == subwindowFrames) {
            endSubwindow();
        }
    }

    /** Too early for a minimum: the mean so far is the estimate. */
    private void takeMean() {
        for (int k = 0; k < bins; k++) {
            lowest[k] = smoothed[k];
            floor[k] = smoothed[k];
            noise[k] = smoothed[k];
            lowestInverse[k] = 1 / smoothed[k];
            inverse[k] = lowestInverse[k];
        }
    }

    /**
     * Averages the last frame into the estimate of some bins; called after {@link #update}, for every bin once.
     *
     * @param presence certainty that these bins hold more than noise, 0 to 1
     */
    @AudioThread
    void refine(float[] power, int from, int to, float presence) {
        float rate = averaging * (1 - presence);
        float[] out = noise;
        float[] inv = inverse;
        float[] low = floor;
        for (int k = from; k < to; k++) {
            float old = out[k];
            float averaged = old + rate * (Math.min(power[k], OUTLIER * old) - old);
            float bounded = averaged < REFINED_FROM * low[k] ? low[k] : Math.min(REFINED_TO * low[k], averaged);
            out[k] = bounded;
            inv[k] = 1 / bounded;
        }
    }

    private void start(float[] power) {
        for (int k = 0; k < bins; k++) {
            smoothed[k] = power[k];
            mean[k] = power[k];
            meanSquare[k] = power[k] * power[k];
            variance[k] = 0;
            lowestInverse[k] = 1 / power[k];
            noise[k] = power[k];
        }
    }

    /** Optimal smoothing (eq. 11 and 12 with the correction of eq. 9), then variance of P (eq. 20 to 22). */
    private void smooth(float[] power) {
        float[] p = smoothed;
        float[] m1 = mean;
        float[] m2 = meanSquare;
        float[] q = variance;
        float[] inv = lowestInverse;
        float largest = Math.min(largestSmoothing * correct(power), (float) framesSeen / (framesSeen + 1));
        for (int k = 0; k < bins; k++) {
            float y = power[k];
            float excess = p[k] * inv[k] - 1;
            float alpha = Math.max(SMALLEST_SMOOTHING, largest / (1 + excess * excess));
            float pk = y + alpha * (p[k] - y);
            float beta = Math.min(alpha * alpha, LARGEST_MOMENT_SMOOTHING);
            float first = pk + beta * (m1[k] - pk);
            float second = pk * pk + beta * (m2[k] - pk * pk);
            float relative = 0.5f * (second - first * first) * (inv[k] * inv[k]);
            p[k] = pk;
            m1[k] = first;
            m2[k] = second;
            q[k] = Math.max(0, Math.min(LARGEST_VARIANCE, relative));
        }
    }

    /** Smoothing correction α_c: small when the frame is far from the smoothed power. */
    private float correct(float[] power) {
        float sumSmoothed = 0;
        float sum = 0;
        for (int k = 0; k < bins; k++) {
            sumSmoothed += smoothed[k];
            sum += power[k];
        }
        float ratio = sumSmoothed / sum - 1;
        correction += 0.3f * (Math.max(0.7f, 1 / (1 + ratio * ratio)) - correction);
        return correction;
    }

    /** Minimum of the unbiased smoothed power over the window so far (eq. 15 to 18). */
    private void searchMinimum() {
        float sum = 0;
        for (int k = 0; k < bins; k++) {
            sum += variance[k];
        }
        float spread = BIAS_OF_OVERLAP * (1 + VARIANCE_TO_BIAS * (float) Math.sqrt(sum / bins));
        float numerator = biasNumerator[framesSeen - startFrames];
        float denominator = biasDenominator[framesSeen - startFrames];
        float[] p = smoothed;
        float[] q = variance;
        float[] now = current;
        float[] before = past;
        float[] out = lowest;
        float[] inv = lowestInverse;
        for (int k = 0; k < bins; k++) {
            float bias = 1 + numerator * q[k] / (1 - denominator * q[k]);
            float candidate = Math.min(now[k], p[k] * bias * spread);
            float least = Math.min(candidate, before[k]);
            now[k] = candidate;
            out[k] = least;
            inv[k] = 1 / least;
        }
    }

    /**
     * Noise is broad: what stands out of its surroundings for the whole window is a held tone (organ, pad, hum) and left
     * to pass. The surroundings are the morphological opening of the minimum along frequency (greatest of the least
     * values of all runs of {@link #RUN} groups that hold the bin): it follows a slope of any steepness and cuts every
     * peak that is narrower.
     */
    private void cutPeaks() {
        open();
        float[] low = lowest;
        float[] out = floor;
        float[] tone = held;
        for (int g = 0; g < groups; g++) {
            float bound = PEAK_FROM * opened[g] * edgeRise[Math.min(g, RUN)];
            float scale = 1 / ((PEAK_FULL / PEAK_FROM - 1) * bound);
            int to = Math.min(bins, (g + 1) * GROUP);
            for (int k = g * GROUP; k < to; k++) {
                float least = Math.min(low[k], bound);
                out[k] = least;
                tone[k] = Math.min(1, (low[k] - least) * scale);
            }
        }
    }

    /** Least values of the groups, then of all runs of groups, then for every group the greatest of the runs it is in. */
    private void open() {
        float[] low = lowest;
        float[] a = opened;
        float[] b = scratch;
        for (int g = 0; g < groups - 1; g++) {
            int k = g * GROUP;
            a[g] = Math.min(Math.min(low[k], low[k + 1]), Math.min(low[k + 2], low[k + 3]));
        }
        a[groups - 1] = low[bins - 1]; // the Nyquist frequency alone
        least(a, b, groups - 1, 1);
        least(b, a, groups - 3, 2);
        least(a, b, groups - 7, 4);
        Arrays.fill(a, 0); // runs that reach over an end do not count
        System.arraycopy(b, 0, a, RUN - 1, groups - RUN + 1);
        greatest(a, b, groups + RUN - 2, 1);
        greatest(b, a, groups + RUN - 4, 2);
        greatest(a, b, groups, 4);
        System.arraycopy(b, 0, a, 0, groups);
    }

    private static void least(float[] x, float[] out, int count, int apart) {
        for (int k = 0; k < count; k++) {
            out[k] = Math.min(x[k], x[k + apart]);
        }
    }

    private static void greatest(float[] x, float[] out, int count, int apart) {
        for (int k = 0; k < count; k++) {
            out[k] = Math.max(x[k], x[k + apart]);
        }
    }

    private void endSubwindow() {
        framesInSubwindow = 0;
        System.arraycopy(current, 0, subwindow[nextSubwindow], 0, bins);
        nextSubwindow = (nextSubwindow + 1) % SUBWINDOWS;
        Arrays.fill(current, Float.MAX_VALUE);
        Arrays.fill(past, Float.MAX_VALUE);
        for (int u = 0; u < SUBWINDOWS; u++) {
            float[] least = subwindow[u];
            for (int k = 0; k < bins; k++) {
                past[k] = Math.min(past[k], least[k]);
            }
        }
    }
}
