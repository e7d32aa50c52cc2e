package attune.learn.truth;

import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Delay between two recordings by part-whitened cross-correlation (generalised cross-correlation, weight |S|^−0.7): plain
 * correlation is drawn to the period of a bass, full whitening listens to noise as much as to sound.
 */
public final class Alignment {
    private static final double WHITENING = 0.7;

    private Alignment() {}

    /**
     * Delay of {@code test} behind {@code reference} in frames, negative when it is ahead.
     *
     * @param largestFrames delays beyond ± this are not looked for
     */
    public static int delayFrames(double[] reference, double[] test, int largestFrames) {
        int needed = Math.max(reference.length, test.length) + largestFrames + 1;
        int size = Integer.highestOneBit(2 * needed - 1);
        double[] a = new double[2 * size];
        double[] b = new double[2 * size];
        for (int i = 0; i < reference.length; i++) {
            a[2 * i] = reference[i];
        }
        for (int i = 0; i < test.length; i++) {
            b[2 * i] = test[i];
        }
        DoubleFFT_1D fft = new DoubleFFT_1D(size);
        fft.complexForward(a);
        fft.complexForward(b);
        for (int k = 0; k < size; k++) {
            double re = b[2 * k] * a[2 * k] + b[2 * k + 1] * a[2 * k + 1];
            double im = b[2 * k + 1] * a[2 * k] - b[2 * k] * a[2 * k + 1];
            double magnitude = Math.sqrt(re * re + im * im);
            double weight = magnitude > 1e-20 ? StrictMath.pow(magnitude, -WHITENING) : 0;
            a[2 * k] = re * weight;
            a[2 * k + 1] = im * weight;
        }
        fft.complexInverse(a, false);
        int best = 0;
        for (int lag = -largestFrames; lag <= largestFrames; lag++) {
            if (a[2 * Math.floorMod(lag, size)] > a[2 * Math.floorMod(best, size)]) {
                best = lag;
            }
        }
        return best;
    }

    /**
     * {@code test} moved ahead by {@code delayFrames}, cut or filled with silence to {@code length}.
     */
    public static double[] advance(double[] test, int delayFrames, int length) {
        double[] out = new double[length];
        for (int i = 0; i < length; i++) {
            int from = i + delayFrames;
            out[i] = from >= 0 && from < test.length ? test[from] : 0;
        }
        return out;
    }
}
