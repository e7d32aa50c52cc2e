package attune.learn.truth;

import attune.learn.audio.Resampler;
import java.util.Arrays;

/**
 * Extended short-time objective intelligibility: J. Jensen and C. H. Taal, "An algorithm for predicting the
 * intelligibility of speech masked by modulated noise maskers", IEEE/ACM Trans. Audio, Speech and Language Processing 24
 * (2016). 1 = as the reference, 0 = nothing of it left. Checked against the Python package pystoi.
 */
public final class Estoi {
    private static final int RATE_HZ = 10_000;
    private static final int FRAME = 256;
    private static final int HOP = FRAME / 2;
    private static final int TRANSFORM = 512;
    private static final int BANDS = 15;
    private static final double LOWEST_CENTRE_HZ = 150;
    private static final int SEGMENT = 30;
    private static final double SILENCE_DB = 40;
    private static final double EPSILON = Math.ulp(1.0);

    private static final double HIGH_PASS_HZ = 120;

    private Estoi() {}

    /** As {@link #measure}, both high-passed at 120 Hz first: rumble that was taken away is no loss. */
    public static double measureHighPassed(double[] reference, double[] test, int rateHz) {
        Biquad highPass = Biquad.highPass(HIGH_PASS_HZ, rateHz);
        return measure(highPass.filter(reference), highPass.filter(test), rateHz);
    }

    /**
     * Measures {@code test} against {@code reference}.
     *
     * @param rateHz of both, whole Hz
     * @throws IllegalArgumentException for unequal lengths or less than 0.4 s of sound
     */
    public static double measure(double[] reference, double[] test, int rateHz) {
        Signals.requireSameLength(reference, test);
        double[] x = Resampler.resample(reference, rateHz, RATE_HZ);
        double[] y = Resampler.resample(test, rateHz, RATE_HZ);
        double[][] spoken = withoutSilence(x, y);
        double[][] bandsX = bands(spoken[0]);
        double[][] bandsY = bands(spoken[1]);
        int frames = bandsX.length;
        if (frames < SEGMENT) {
            throw new IllegalArgumentException("sound=" + frames + " frames, at least " + SEGMENT + " are needed");
        }
        double sum = 0;
        for (int end = SEGMENT; end <= frames; end++) {
            double[][] a = normalise(bandsX, end - SEGMENT);
            double[][] b = normalise(bandsY, end - SEGMENT);
            for (int m = 0; m < SEGMENT; m++) {
                sum += Signals.dot(a[m], b[m], 0, BANDS) / SEGMENT;
            }
        }
        return sum / (frames - SEGMENT + 1);
    }

    /** Both signals, overlap-added from the frames in which the reference is within 40 dB of its loudest frame. */
    private static double[][] withoutSilence(double[] x, double[] y) {
        double[] window = Signals.openHann(FRAME);
        int count = x.length < FRAME ? 0 : (x.length - FRAME) / HOP + 1;
        double[] levels = new double[count];
        double loudest = Double.NEGATIVE_INFINITY;
        for (int f = 0; f < count; f++) {
            double sum = 0;
            for (int i = 0; i < FRAME; i++) {
                double v = window[i] * x[f * HOP + i];
                sum += v * v;
            }
            levels[f] = 20 * StrictMath.log10(Math.sqrt(sum) + EPSILON);
            loudest = Math.max(loudest, levels[f]);
        }
        double[][] out = new double[2][x.length + FRAME];
        int kept = 0;
        for (int f = 0; f < count; f++) {
            if (loudest - SILENCE_DB - levels[f] >= 0) {
                continue;
            }
            for (int i = 0; i < FRAME; i++) {
                out[0][kept * HOP + i] += window[i] * x[f * HOP + i];
                out[1][kept * HOP + i] += window[i] * y[f * HOP + i];
            }
            kept++;
        }
        int length = kept == 0 ? 0 : (kept - 1) * HOP + FRAME;
        return new double[][] {Arrays.copyOf(out[0], length), Arrays.copyOf(out[1], length)};
    }

    /** Amplitude by frame and third octave. */
    private static double[][] bands(double[] x) {
        PowerSpectrum spectrum = new PowerSpectrum(Signals.openHann(FRAME), TRANSFORM);
        int count = Math.max(0, (x.length - FRAME + HOP - 1) / HOP);
        double[] power = new double[spectrum.bins()];
        double[][] out = new double[count][BANDS];
        for (int f = 0; f < count; f++) {
            spectrum.at(x, f * HOP, power);
            for (int b = 0; b < BANDS; b++) {
                int from = edgeBin(2 * b - 1);
                int to = edgeBin(2 * b + 1);
                double sum = 0;
                for (int k = from; k < to; k++) {
                    sum += power[k];
                }
                out[f][b] = Math.sqrt(sum);
            }
        }
        return out;
    }

    /** Bin nearest to the edge that lies so many sixths of an octave above the lowest centre. */
    private static int edgeBin(int sixths) {
        double hz = LOWEST_CENTRE_HZ * StrictMath.pow(2, sixths / 6.0);
        return (int) Math.ceil(hz * TRANSFORM / RATE_HZ - 0.5);
    }

    /** One segment with every band, then every frame, at mean 0 and norm 1. */
    private static double[][] normalise(double[][] bands, int from) {
        double[][] s = new double[SEGMENT][];
        for (int m = 0; m < SEGMENT; m++) {
            s[m] = bands[from + m].clone();
        }
        double[] overTime = new double[SEGMENT];
        for (int b = 0; b < BANDS; b++) {
            for (int m = 0; m < SEGMENT; m++) {
                overTime[m] = s[m][b];
            }
            toUnit(overTime);
            for (int m = 0; m < SEGMENT; m++) {
                s[m][b] = overTime[m];
            }
        }
        for (double[] frame : s) {
            toUnit(frame);
        }
        return s;
    }

    private static void toUnit(double[] v) {
        double mean = Arrays.stream(v).sum() / v.length;
        double square = 0;
        for (int i = 0; i < v.length; i++) {
            v[i] -= mean;
            square += v[i] * v[i];
        }
        double norm = Math.sqrt(square) + EPSILON;
        for (int i = 0; i < v.length; i++) {
            v[i] /= norm;
        }
    }
}
