package attune.learn.truth;

import org.jtransforms.fft.DoubleFFT_1D;

/** Power of a windowed frame by bin. */
final class PowerSpectrum {
    private final double[] window;
    private final int size;
    private final DoubleFFT_1D fft;
    private final double[] work;

    /**
     * @param window its length is the frame's
     * @param size of the transform, even, at least the window's length; the rest is zero
     */
    PowerSpectrum(double[] window, int size) {
        this.window = window.clone();
        this.size = size;
        this.fft = new DoubleFFT_1D(size);
        this.work = new double[size];
    }

    /** Bins from 0 Hz to the Nyquist frequency, both included. */
    int bins() {
        return size / 2 + 1;
    }

    /** Power of the frame that starts at {@code from}, into {@code power[0 .. bins())}. */
    void at(double[] signal, int from, double[] power) {
        for (int i = 0; i < size; i++) {
            work[i] = i < window.length ? window[i] * signal[from + i] : 0;
        }
        fft.realForward(work);
        power[0] = work[0] * work[0];
        power[size / 2] = work[1] * work[1];
        for (int k = 1; k < size / 2; k++) {
            power[k] = work[2 * k] * work[2 * k] + work[2 * k + 1] * work[2 * k + 1];
        }
    }
}
