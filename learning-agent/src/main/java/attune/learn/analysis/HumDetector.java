package attune.learn.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * Finds mains hum in mono sound at 16 kHz: harmonics of one frequency near 50 or 60 Hz that stand over their
 * neighbourhood most of the time. The spectrum is the 30th percentile over time of half-second frames, so that what comes
 * and goes (voices, notes) leaves no line; lines must lie on one grid, be there in every third of the clip, and be as loud in its
 * quietest moments as at other times: a note that rings all through it is not.
 */
final class HumDetector {
    /** Strength above which hum may be present: see {@link HumFinding#strengthDb()}. */
    static final double SURE_DB = 25;

    private static final int RATE_HZ = 16_000;
    private static final int FRAME = 8_192;
    private static final int HOP = 2_048;
    private static final int TRANSFORM = 4 * FRAME;
    private static final double BIN_HZ = (double) RATE_HZ / TRANSFORM;
    private static final int BINS = 2_048;
    private static final double SHARE = 0.3;
    private static final double FLOOR = 1e-12;

    private static final int HARMONICS = 15;
    private static final int SUMMED = 10;
    private static final double COUNTED_FROM_DB = 6;
    private static final double COUNTED_DB = 20;
    private static final double STANDS_OUT_DB = 9;
    private static final int NEAR_BINS = (int) (5 / BIN_HZ);
    private static final int LINE_BINS = (int) (1 / BIN_HZ);
    private static final int FAR_BINS = (int) (14 / BIN_HZ);

    /** Mains drifts by less than this; a semitone away is music. */
    private static final double LARGEST_DRIFT = 0.004;

    private static final double FARTHEST_DRIFT = 0.005;
    private static final int DRIFT_STEPS = 20;
    private static final double OFF_GRID_HZ = 0.4;
    private static final int FEWEST_HARMONICS = 3;
    private static final int PARTS = 3;
    private static final double PART_SECONDS = 2;
    private static final double PART_STRENGTH_DB = 10;
    private static final double QUIET_SHARE = 0.1;

    /**
     * Lines of mains hum lie by less lower in the quietest frames, in the median. Set on development music: {@code HumStudy}.
     */
    private static final double LARGEST_SWAY_DB = 2.5;

    private final float[][] frames;

    private HumDetector(float[][] frames) {
        this.frames = frames;
    }

    /** Looks for hum in a signal of at least half a second; shorter ones have none. */
    static HumFinding find(float[] mono16k, float gain) {
        if (mono16k.length < FRAME) {
            return new HumFinding(false, 50, 0, 0, List.of());
        }
        HumDetector detector = new HumDetector(spectra(mono16k, gain));
        return detector.find();
    }

    private HumFinding find() {
        double[] spectrum = steady(0, frames.length);
        double f0 = scan(spectrum);
        f0 = refine(spectrum, f0);
        double[] prominences = prominences(spectrum, f0);
        double strength = strength(prominences);
        int harmonics = 0;
        for (int k = 1; k <= HARMONICS; k++) {
            harmonics += isOnGrid(spectrum, prominences, f0, k) ? 1 : 0;
        }
        boolean sure = isMains(f0)
                && strength > SURE_DB
                && harmonics >= FEWEST_HARMONICS
                && (isShort() || (isThereThroughout(f0) && swayDb(spectrum, prominences, f0) < LARGEST_SWAY_DB));
        List<Double> list = new ArrayList<>();
        for (double p : prominences) {
            list.add(p);
        }
        return new HumFinding(sure, f0, strength, harmonics, list);
    }

    /** Best fundamental on a grid around 50 and 60 Hz. */
    static double scan(double[] spectrum) {
        double best = 50;
        double most = -1;
        for (double base : new double[] {50, 60}) {
            for (int i = -DRIFT_STEPS; i <= DRIFT_STEPS; i++) {
                double f0 = base * (1 + LARGEST_DRIFT * i / DRIFT_STEPS);
                double strength = strength(prominences(spectrum, f0));
                if (strength > most) {
                    most = strength;
                    best = f0;
                }
            }
        }
        return best;
    }

    /** Least squares over the places of the lines that stand out, the higher the surer. */
    private static double refine(double[] spectrum, double f0) {
        double[] prominences = prominences(spectrum, f0);
        double sum = 0;
        double weights = 0;
        for (int k = 1; k <= HARMONICS; k++) {
            double line = lineHz(spectrum, k * f0);
            if (prominences[k - 1] > STANDS_OUT_DB && Math.abs(line - k * f0) < 2 * OFF_GRID_HZ) {
                double weight = k * Math.min(prominences[k - 1], COUNTED_DB);
                sum += weight * line;
                weights += weight * k;
            }
        }
        return weights > 0 ? sum / weights : f0;
    }

    /** The lines may have led away from where mains can be: then they are a note's. */
    private static boolean isMains(double f0) {
        return Math.abs(f0 / 50 - 1) < FARTHEST_DRIFT || Math.abs(f0 / 60 - 1) < FARTHEST_DRIFT;
    }

    private static boolean isOnGrid(double[] spectrum, double[] prominences, double f0, int k) {
        return prominences[k - 1] > STANDS_OUT_DB && Math.abs(lineHz(spectrum, k * f0) - k * f0) < OFF_GRID_HZ;
    }

    /** Too short to tell whether it stays. */
    private boolean isShort() {
        return frames.length * HOP < PARTS * PART_SECONDS * RATE_HZ;
    }

    /** By how much lines that stand out lie lower in the quietest frames than in the steady spectrum: the median of all. */
    private double swayDb(double[] spectrum, double[] prominences, double f0) {
        double[] sways = new double[HARMONICS];
        int n = 0;
        for (int k = 1; k <= HARMONICS; k++) {
            if (prominences[k - 1] > STANDS_OUT_DB) {
                int b = (int) Math.rint(f0 * k / BIN_HZ);
                double most = 0;
                double quiet = FLOOR;
                for (int i = b - 1; i <= b + 1; i++) {
                    most = Math.max(most, spectrum[i]);
                    quiet = Math.max(quiet, level(i, 0, frames.length, QUIET_SHARE));
                }
                sways[n++] = 10 * StrictMath.log10(most / quiet);
            }
        }
        return Percentile.ofSorting(sways, n, 0.5);
    }

    private boolean isThereThroughout(double f0) {
        for (int part = 0; part < PARTS; part++) {
            double[] spectrum = steady(part * frames.length / PARTS, (part + 1) * frames.length / PARTS);
            if (strength(prominences(spectrum, f0)) < PART_STRENGTH_DB) {
                return false;
            }
        }
        return true;
    }

    /** Place of the highest bin within 1.5 Hz, between bins by a parabola over decibels. */
    private static double lineHz(double[] spectrum, double aroundHz) {
        int centre = (int) Math.round(aroundHz / BIN_HZ);
        int top = centre;
        for (int b = centre - 3; b <= centre + 3; b++) {
            top = spectrum[b] > spectrum[top] ? b : top;
        }
        double left = StrictMath.log(spectrum[top - 1]);
        double middle = StrictMath.log(spectrum[top]);
        double right = StrictMath.log(spectrum[top + 1]);
        double curve = left - 2 * middle + right;
        double shift = curve < 0 ? 0.5 * (left - right) / curve : 0;
        return (top + Math.max(-0.5, Math.min(0.5, shift))) * BIN_HZ;
    }

    /** How far each harmonic stands over the median of what lies 5 to 14 Hz away, in dB. */
    static double[] prominences(double[] spectrum, double f0) {
        double[] out = new double[HARMONICS];
        double[] around = new double[2 * (FAR_BINS - NEAR_BINS)];
        for (int k = 1; k <= HARMONICS; k++) {
            int b = (int) Math.rint(f0 * k / BIN_HZ);
            double peak = Math.max(spectrum[b], Math.max(spectrum[b - 1], spectrum[b + 1]));
            int n = 0;
            for (int i = NEAR_BINS; i < FAR_BINS; i++) {
                around[n++] = spectrum[b + i];
                around[n++] = spectrum[b - i - 1];
            }
            double median = Percentile.ofSorting(around, n, 0.5);
            out[k - 1] = 10 * StrictMath.log10(peak / median);
        }
        return out;
    }

    static double strength(double[] prominences) {
        double sum = 0;
        for (int k = 0; k < SUMMED; k++) {
            sum += Math.max(0, Math.min(COUNTED_DB, prominences[k] - COUNTED_FROM_DB));
        }
        return sum;
    }

    /** Spectrum of what is there most of the time, in frames [from, to). */
    private double[] steady(int from, int to) {
        double[] out = new double[BINS];
        for (int b = 0; b < BINS; b++) {
            out[b] = level(b, from, to, SHARE) + FLOOR;
        }
        return out;
    }

    private double level(int bin, int from, int to, double share) {
        double[] values = new double[to - from];
        for (int f = from; f < to; f++) {
            values[f - from] = frames[f][bin];
        }
        return Percentile.ofSorting(values, values.length, share);
    }

    /** Steady spectrum of a whole signal. */
    static double[] steadySpectrum(float[] mono16k, float gain) {
        float[][] frames = spectra(mono16k, gain);
        return new HumDetector(frames).steady(0, frames.length);
    }

    /**
     * Mean square of the steady sine nearest to a frequency.
     *
     * @param spectrum of {@link #steadySpectrum}
     * @param coherentGain mean of the window
     */
    static double linePower(double[] spectrum, double hz, double coherentGain) {
        int centre = (int) Math.round(hz / BIN_HZ);
        double peak = 0;
        for (int b = Math.max(0, centre - LINE_BINS); b <= Math.min(BINS - 1, centre + LINE_BINS); b++) {
            peak = Math.max(peak, spectrum[b]);
        }
        double sum = coherentGain * FRAME;
        return 2 * peak / (sum * sum);
    }

    private static float[][] spectra(float[] x, float gain) {
        FloatFFT_1D fft = new FloatFFT_1D(TRANSFORM);
        float[] window = blackman();
        float[] work = new float[TRANSFORM];
        float[][] out = new float[(x.length - FRAME) / HOP + 1][BINS];
        for (int f = 0; f < out.length; f++) {
            Arrays.fill(work, 0);
            for (int i = 0; i < FRAME; i++) {
                work[i] = gain * window[i] * x[f * HOP + i];
            }
            fft.realForward(work);
            out[f][0] = work[0] * work[0];
            for (int b = 1; b < BINS; b++) {
                out[f][b] = work[2 * b] * work[2 * b] + work[2 * b + 1] * work[2 * b + 1];
            }
        }
        return out;
    }

    private static float[] blackman() {
        float[] w = new float[FRAME];
        for (int i = 0; i < FRAME; i++) {
            double a = 2 * Math.PI * i / FRAME;
            w[i] = (float) (0.42 - 0.5 * StrictMath.cos(a) + 0.08 * StrictMath.cos(2 * a));
        }
        return w;
    }
}
