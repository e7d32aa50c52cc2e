package attune.learn.judge;

import attune.learn.analysis.CleanEstimate;
import attune.learn.analysis.MelBands;
import attune.learn.analysis.PowerFrames;
import java.util.Arrays;

/** Measures {@link Detail} of outputs of one clip; the work arrays serve all of them. One owner thread. */
final class DetailComparison {
    private static final int BINS = PowerFrames.BINS;
    private static final int BANDS = MelBands.COUNT;
    private static final int FIRST_BIN = 3;
    private static final int END_BIN = 225;
    private static final int SEGMENT = 24;
    private static final double LARGEST_GAIN = 8;
    private static final double MOST_DISTORTION_DB = 30;
    private static final double MOST_RESIDUE_DB = 40;
    private static final double MOST_GAIN_DB = 30;
    private static final double MOST_PAUSE_DB = 45;
    private static final double HOLE = 0.3;
    private static final double SIBILANT_FROM_HZ = 4_500;
    private static final double LOUD_SHARE = 0.95;
    /** Edges of the four bands of the response, in bins of 31.25 Hz. */
    private static final int[] RESPONSE_EDGES = {3, 8, 32, 128, 225};

    private final CleanEstimate clean;
    private final int firstFrame;
    private final boolean[] active;
    private final int halfActive;
    private final int activeFrames;
    /** Mel powers of the active frames, one frame behind the other. */
    private final float[] envelopes;

    private final float[] cleanEnvelopes;
    private final double[] sibilance;
    private final double[] frameGains;
    private final float[] equalised = new float[BINS];
    private final float[] mel = new float[BANDS];
    private final double[] activeMel = new double[BANDS];
    private final double[] pauseMel = new double[BANDS];
    private final Sums[] halves = {new Sums(), new Sums()};
    private int pauseFrames;
    private final double[] shared = new double[6];

    /** Sums over one half of the active time. */
    private static final class Sums {
        double wanted;
        double distortion;
        double residue;
        double spectrum;
        double gainSquares;
        int sureBins;
        int holes;
        int frames;

        void add(Sums other) {
            wanted += other.wanted;
            distortion += other.distortion;
            residue += other.residue;
            spectrum += other.spectrum;
            gainSquares += other.gainSquares;
            sureBins += other.sureBins;
            holes += other.holes;
            frames += other.frames;
        }
    }

    DetailComparison(CleanEstimate clean, int firstFrame, boolean[] active, int halfActive) {
        this.clean = clean;
        this.firstFrame = firstFrame;
        this.active = active;
        this.halfActive = halfActive;
        int count = 0;
        for (boolean a : active) {
            count += a ? 1 : 0;
        }
        this.activeFrames = count;
        this.envelopes = new float[count * BANDS];
        this.cleanEnvelopes = new float[count * BANDS];
        this.sibilance = new double[count];
        this.frameGains = new double[count];
        int n = 0;
        for (int t = 0; t < active.length; t++) {
            if (active[t]) {
                System.arraycopy(clean.cleanMel(), (firstFrame + t) * BANDS, cleanEnvelopes, n++ * BANDS, BANDS);
            }
        }
        for (int s = 0; s + SEGMENT <= count; s += SEGMENT) {
            normalise(cleanEnvelopes, s * BANDS);
        }
    }

    /**
     * Measures.
     *
     * @param output power by frame and bin
     * @param response time-invariant gain by bin
     */
    void measure(float[] output, double[] response) {
        halves[0] = new Sums();
        halves[1] = new Sums();
        Arrays.fill(activeMel, 0);
        Arrays.fill(pauseMel, 0);
        pauseFrames = 0;
        double level = level(output);
        int seen = 0;
        for (int t = 0; t < active.length; t++) {
            Sums half = halves[seen < halfActive ? 0 : 1];
            compareBins(t, output, response, half);
            compareBands(t, output, seen);
            if (active[t]) {
                half.spectrum += distance(t, output, level);
                half.frames++;
                seen++;
            }
        }
        for (int s = 0; s + SEGMENT <= activeFrames; s += SEGMENT) {
            normalise(envelopes, s * BANDS);
        }
        findShared(response);
    }

    /** What brings the output's energy while active to that of the clean estimate. */
    private double level(float[] output) {
        double wanted = 1e-20;
        double heard = 1e-20;
        for (int t = 0; t < active.length; t++) {
            if (active[t]) {
                for (int k = 0; k < BINS; k++) {
                    wanted += clean.clean()[(firstFrame + t) * BINS + k];
                    heard += output[t * BINS + k];
                }
            }
        }
        return wanted / heard;
    }

    private void compareBins(int t, float[] output, double[] response, Sums half) {
        int at = (firstFrame + t) * BINS;
        for (int k = 0; k < BINS; k++) {
            double h = response[k];
            float q = output[t * BINS + k];
            double g = Math.min(Math.sqrt(q / clean.input()[at + k]), LARGEST_GAIN) / h;
            double wanted = clean.clean()[at + k];
            half.wanted += wanted;
            half.distortion += (1 - g) * (1 - g) * wanted;
            half.residue += g * g * clean.noise()[at + k];
            equalised[k] = (float) (q / (h * h));
            if (clean.sure()[at + k]) {
                double db = Math.max(-MOST_GAIN_DB, Math.min(MOST_GAIN_DB, 20 * Math.log10(g + 1e-4)));
                half.gainSquares += db * db;
                half.holes += g < HOLE ? 1 : 0;
                half.sureBins++;
            }
        }
    }

    private void compareBands(int t, float[] output, int seen) {
        MelBands bands = MelBands.shared();
        bands.sum(output, t * BINS, mel, 0);
        double[] sums = active[t] ? activeMel : pauseMel;
        double all = 1e-12;
        double high = 1e-12;
        for (int b = 0; b < BANDS; b++) {
            sums[b] += mel[b];
            all += mel[b];
            high += bands.centreHz(b) > SIBILANT_FROM_HZ ? mel[b] : 0;
        }
        if (!active[t]) {
            pauseFrames++;
            return;
        }
        sibilance[seen] = 10 * Math.log10(high / all);
        bands.sum(equalised, 0, envelopes, seen * BANDS);
        double before = 1e-12;
        double after = 1e-12;
        for (int k = FIRST_BIN; k < BINS; k++) {
            before += clean.input()[(firstFrame + t) * BINS + k];
            after += equalised[k];
        }
        frameGains[seen] = 10 * Math.log10(after / before);
    }

    private double distance(int t, float[] output, double level) {
        int at = (firstFrame + t) * BINS;
        float[] floor = clean.floorPower();
        double square = 0;
        for (int k = FIRST_BIN; k < END_BIN; k++) {
            double d = 10 * Math.log10((clean.clean()[at + k] + floor[k]) / (output[t * BINS + k] * level + floor[k]));
            square += d * d;
        }
        return Math.sqrt(square / (END_BIN - FIRST_BIN));
    }

    /** Square roots of 24 frames of mel powers, first by band, then by frame without mean and of length 1. */
    private static void normalise(float[] values, int at) {
        for (int i = at; i < at + SEGMENT * BANDS; i++) {
            values[i] = (float) Math.sqrt(values[i]);
        }
        for (int b = 0; b < BANDS; b++) {
            normalise(values, at + b, SEGMENT, BANDS);
        }
        for (int t = 0; t < SEGMENT; t++) {
            normalise(values, at + t * BANDS, BANDS, 1);
        }
    }

    private static void normalise(float[] values, int at, int count, int step) {
        double mean = 0;
        for (int i = 0; i < count; i++) {
            mean += values[at + i * step] / count;
        }
        double square = 1e-18;
        for (int i = 0; i < count; i++) {
            double d = values[at + i * step] - mean;
            square += d * d;
        }
        double length = Math.sqrt(square);
        for (int i = 0; i < count; i++) {
            values[at + i * step] = (float) ((values[at + i * step] - mean) / length);
        }
    }

    private double envelope(int fromFrame, int toFrame) {
        double sum = 0;
        int segments = 0;
        for (int s = 0; s + SEGMENT <= activeFrames; s += SEGMENT) {
            if (s >= fromFrame && s < toFrame) {
                for (int i = s * BANDS; i < (s + SEGMENT) * BANDS; i++) {
                    sum += (double) envelopes[i] * cleanEnvelopes[i];
                }
                segments++;
            }
        }
        return segments == 0 ? 0 : sum / (segments * SEGMENT);
    }

    /** What is measured over everything, not by halves. */
    private void findShared(double[] response) {
        double pauses = 0;
        for (int b = 0; b < BANDS; b++) {
            double ratio = (activeMel[b] / Math.max(1, activeFrames) + 1e-12)
                    / (pauseMel[b] / Math.max(1, pauseFrames) + 1e-12);
            pauses += Math.max(0, Math.min(MOST_PAUSE_DB, 10 * Math.log10(ratio))) / BANDS;
        }
        shared[0] = pauses;
        double[] sorted = sibilance.clone();
        Arrays.sort(sorted);
        shared[1] = sorted.length == 0 ? 0 : sorted[(int) (LOUD_SHARE * (sorted.length - 1))];
        double mean = 0;
        for (int band = 0; band < 4; band++) {
            double square = 0;
            for (int k = RESPONSE_EDGES[band]; k < RESPONSE_EDGES[band + 1]; k++) {
                square += response[k] * response[k];
            }
            shared[2 + band] = 10 * Math.log10(square / (RESPONSE_EDGES[band + 1] - RESPONSE_EDGES[band]) + 1e-12);
            mean += shared[2 + band] / 4;
        }
        for (int band = 0; band < 4; band++) {
            shared[2 + band] -= mean;
        }
    }

    /** Over everything. */
    Detail whole() {
        Sums sums = new Sums();
        sums.add(halves[0]);
        sums.add(halves[1]);
        return detail(sums, 0, activeFrames);
    }

    /** Over one half of the active time, 0 or 1. */
    Detail half(int half) {
        return half == 0 ? detail(halves[0], 0, halfActive) : detail(halves[1], halfActive, activeFrames);
    }

    private Detail detail(Sums sums, int fromFrame, int toFrame) {
        double wanted = sums.wanted + 1e-20;
        return new Detail(
                Math.min(MOST_DISTORTION_DB, 10 * Math.log10(wanted / (sums.distortion + 1e-6 * wanted))),
                Math.min(MOST_RESIDUE_DB, 10 * Math.log10(wanted / (sums.residue + 1e-6 * wanted))),
                -sums.spectrum / Math.max(1, sums.frames),
                envelope(fromFrame, toFrame),
                -Math.sqrt(sums.gainSquares / Math.max(1, sums.sureBins)),
                -100.0 * sums.holes / Math.max(1, sums.sureBins),
                -deviation(fromFrame, Math.min(toFrame, activeFrames)),
                shared[0],
                shared[1],
                shared[2],
                shared[3],
                shared[4],
                shared[5]);
    }

    private double deviation(int from, int to) {
        double mean = 0;
        for (int i = from; i < to; i++) {
            mean += frameGains[i] / (to - from);
        }
        double square = 0;
        for (int i = from; i < to; i++) {
            square += (frameGains[i] - mean) * (frameGains[i] - mean) / (to - from);
        }
        return Math.sqrt(square);
    }
}
