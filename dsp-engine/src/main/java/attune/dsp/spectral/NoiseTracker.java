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
 * <p>{@link RefinedNoise} averages close to that minimum. A tone that is held for longer than the window is as steady as
 * noise, but narrow: neither estimate rises above its surroundings along frequency ({@link HeldTones}).
 *
 * <p>Names are the paper's: P smoothed power, α smoothing, M and D of the bias table, B its compensation.
 */
final class NoiseTracker implements NoiseEstimator {
    /** Longer than any vowel; the window holds between seven and eight eighths of it. */
    static final double WINDOW_SECONDS = 2.0;

    private static final int SUBWINDOWS = 8;
    /** The first estimate is a mean; a minimum of fewer frames would be far too low. */
    private static final double START_SECONDS = 0.1;
    /**
     * What the paper's bias table leaves, measured on white noise in the frames that are learned: mono is now 0.3 dB low,
     * independent left and right are right.
     */
    private static final float BIAS_OF_OVERLAP = 1.13f;

    private static final double SMOOTHING_SECONDS = 0.392;
    /** Averaging time of the refined estimate. */
    private static final double AVERAGING_SECONDS = 0.25;
    /** Trust in a young estimate grows from nothing to full between these. */
    private static final double TRUST_FROM_SECONDS = 0.25;

    private static final double TRUST_FULL_SECONDS = 0.8;
    private static final float SMALLEST_SMOOTHING = 0.2f;
    private static final float LARGEST_MOMENT_SMOOTHING = 0.8f;
    private static final float LARGEST_VARIANCE = 0.5f;
    private static final float VARIANCE_TO_BIAS = 2.12f;
    /** Length D of the minimum search in frames and M(D), table III of the paper. */
    private static final double[] TABLE_D = {1, 2, 5, 8, 10, 15, 20, 30, 40, 60, 80, 120, 140, 160, 180, 220, 260, 300};

    private static final double[] TABLE_M = {
        0, .26, .48, .58, .61, .668, .705, .762, .8, .841, .865, .89, .9, .91, .92, .93, .935, .94
    };

    private final int bins;
    private final double trustFromHops;
    private final double trustPerHop;
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

    private final HeldTones tones;
    private final float averaging;

    private final RefinedNoise refined;
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
     * @param hopSeconds from one frame that is learned to the next
     */
    @ControlThread
    NoiseTracker(int bins, double hopSeconds) {
        this.bins = bins;
        this.subwindowFrames = (int) Math.round(WINDOW_SECONDS / SUBWINDOWS / hopSeconds);
        this.startFrames = (int) Math.ceil(START_SECONDS / hopSeconds);
        this.largestSmoothing = (float) StrictMath.exp(-hopSeconds / SMOOTHING_SECONDS);
        this.averaging = (float) (1 - StrictMath.exp(-hopSeconds / AVERAGING_SECONDS));
        this.smoothed = new float[bins];
        this.mean = new float[bins];
        this.meanSquare = new float[bins];
        this.variance = new float[bins];
        this.lowest = new float[bins];
        this.lowestInverse = new float[bins];
        this.floor = new float[bins];
        this.held = new float[bins];
        this.tones = new HeldTones(bins);
        this.refined = new RefinedNoise(bins);
        this.trustFromHops = TRUST_FROM_SECONDS / hopSeconds;
        this.trustPerHop = hopSeconds / (TRUST_FULL_SECONDS - TRUST_FROM_SECONDS);
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

    @Override
    @AudioThread
    public void reset() {
        framesSeen = 0;
        framesInSubwindow = 0;
        nextSubwindow = 0;
        correction = 1;
        Arrays.fill(lowest, 0);
        Arrays.fill(lowestInverse, 0);
        Arrays.fill(floor, 0);
        Arrays.fill(held, 0);
        refined.reset();
        Arrays.fill(current, Float.MAX_VALUE);
        Arrays.fill(past, Float.MAX_VALUE);
        for (int u = 0; u < SUBWINDOWS; u++) {
            Arrays.fill(subwindow[u], Float.MAX_VALUE);
        }
    }

    @Override
    @AudioThread
    public void adopt(NoiseEstimator other) {
        if (other instanceof NoiseTracker tracker) {
            adoptTracker(tracker);
        }
    }

    private void adoptTracker(NoiseTracker other) {
        float scale = Resampling.scale(other.smoothed, smoothed);
        Resampling.powers(other.smoothed, smoothed);
        Resampling.powers(other.mean, mean);
        Resampling.values(other.meanSquare, meanSquare, scale * scale);
        Resampling.values(other.variance, variance, 1);
        Resampling.powers(other.lowest, lowest);
        Resampling.powers(other.floor, floor);
        Resampling.values(other.held, held, 1);
        Resampling.powers(other.current, current);
        Resampling.powers(other.past, past);
        for (int u = 0; u < SUBWINDOWS; u++) {
            Resampling.powers(other.subwindow[u], subwindow[u]);
        }
        for (int k = 0; k < bins; k++) {
            lowestInverse[k] = lowest[k] > 0 ? 1 / lowest[k] : 0;
        }
        refined.adopt(other.refined);
        correction = other.correction;
        framesSeen = other.framesSeen;
        framesInSubwindow = other.framesInSubwindow;
        nextSubwindow = other.nextSubwindow;
    }

    @Override
    public boolean isStarted() {
        return framesSeen > 0;
    }

    @Override
    @AudioThread
    public float trust() {
        return (float) Math.max(0, Math.min(1, (framesSeen - trustFromHops) * trustPerHop));
    }

    @Override
    public float[] noise() {
        return refined.noise();
    }

    @Override
    public float[] inverse() {
        return refined.inverse();
    }

    @Override
    public float[] held() {
        return held;
    }

    /** Power by bin from the minimum alone, noise and held tones; zero before the first frame. Owned by the tracker. */
    float[] minimum() {
        return lowest;
    }

    @Override
    @AudioThread
    public void update(float[] power, float[] single) {
        update(power);
    }

    /** The same; this estimator needs no more. */
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
        tones.cut(lowest, floor, held);
        framesInSubwindow++;
        // more than that after taking over from one whose frames come faster
        if (framesInSubwindow >= subwindowFrames) {
            endSubwindow();
        }
    }

    /** Too early for a minimum: the mean so far is the estimate. */
    private void takeMean() {
        for (int k = 0; k < bins; k++) {
            lowest[k] = smoothed[k];
            floor[k] = smoothed[k];
            lowestInverse[k] = 1 / smoothed[k];
            refined.set(k, smoothed[k]);
        }
    }

    @Override
    @AudioThread
    public void refine(float[] power, int from, int to, float presence) {
        refined.refine(power, floor, from, to, averaging * (1 - presence));
    }

    private void start(float[] power) {
        for (int k = 0; k < bins; k++) {
            smoothed[k] = power[k];
            mean[k] = power[k];
            meanSquare[k] = power[k] * power[k];
            variance[k] = 0;
            lowestInverse[k] = 1 / power[k];
            refined.set(k, power[k]);
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
        int searched = framesSeen - startFrames;
        float numerator = biasNumerator[searched];
        float denominator = biasDenominator[searched];
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
