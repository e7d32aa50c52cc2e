package attune.dsp.meter;

import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * True peak after ITU-R BS.1770-5 Annex 2, of each channel and the largest of all. Interpolates only where it can
 * matter: a quantum whose samples and curvature bound it under the peak already held in its channel cannot raise it, so
 * the result is exact and most quanta cost a scan. One owner thread.
 *
 * <p>Four points per sample at every rate. The recommendation lets meters do with two at 96 kHz and one at 192 kHz,
 * because music has little up there; on the test signals of EBU Tech 3341 one that does so (libebur128) is 0.5 dB (cases
 * 21 and 23 at 96 kHz) and 3 dB (16 and 19 at 192 kHz) low.
 */
public final class TruePeakMeter {
    /** Points per sample, phase 0 included. */
    static final int POINTS = 4;

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int HISTORY = 2 * PeakInterpolator.HALF_TAPS;
    private static final float FLOOR_LINEAR = 1e-10f;

    private final float[] peaks = new float[QUANTUM];
    private final PeakInterpolator interpolator = new PeakInterpolator(POINTS);
    private float[][] windows = new float[0][];
    private float[] previousMax = new float[0];
    /** By channel, since {@link #markRead}. */
    private float[] heldLinear = new float[0];

    private float largestLinear;

    /** Allocates and clears everything. */
    @ControlThread
    public void prepare(ProcessSpec spec) {
        windows = new float[spec.channels()][HISTORY + QUANTUM];
        previousMax = new float[spec.channels()];
        heldLinear = new float[spec.channels()];
        largestLinear = 0;
    }

    /** Clears history and peaks. */
    @AudioThread
    public void reset() {
        for (int c = 0; c < windows.length; c++) {
            float[] window = windows[c];
            for (int i = 0; i < window.length; i++) {
                window[i] = 0;
            }
            previousMax[c] = 0;
            heldLinear[c] = 0;
        }
        largestLinear = 0;
    }

    /**
     * Measures without changing anything.
     *
     * @param channels planar samples
     * @param frames a positive multiple of the quantum
     */
    @AudioThread
    public void process(float[][] channels, int frames) {
        for (int start = 0; start < frames; start += QUANTUM) {
            for (int c = 0; c < windows.length; c++) {
                measure(c, channels[c], start);
            }
        }
        largestLinear = Math.max(largestLinear, largestHeld());
    }

    private void measure(int channel, float[] samples, int start) {
        float[] window = windows[channel];
        System.arraycopy(window, QUANTUM, window, 0, HISTORY);
        System.arraycopy(samples, start, window, HISTORY, QUANTUM);
        float max = PeakInterpolator.largestMagnitude(window, HISTORY);
        float windowMax = Math.max(max, previousMax[channel]);
        previousMax[channel] = max;
        float held = Math.max(heldLinear[channel], max);
        int first = HISTORY - PeakInterpolator.HALF_TAPS;
        if (interpolator.canExceed(held, window, first, windowMax)) {
            for (int i = 0; i < QUANTUM; i++) {
                peaks[i] = 0;
            }
            interpolator.raise(window, first, peaks);
            held = Math.max(held, PeakInterpolator.largestMagnitude(peaks, 0));
        }
        heldLinear[channel] = held;
    }

    /** Peak of all channels since the last {@link #markRead}, in dBTP; −∞ below −200. */
    @AudioThread
    public double peakDbtp() {
        return toDb(largestHeld());
    }

    /** Peak of one channel since the last {@link #markRead}, in dBTP; −∞ below −200. */
    @AudioThread
    public double peakDbtp(int channel) {
        return toDb(heldLinear[channel]);
    }

    private float largestHeld() {
        float largest = 0;
        for (int c = 0; c < heldLinear.length; c++) {
            largest = Math.max(largest, heldLinear[c]);
        }
        return largest;
    }

    /** Peak of all channels since {@link #reset}, in dBTP; −∞ below −200. */
    @AudioThread
    public double maximumDbtp() {
        return toDb(Math.max(largestLinear, largestHeld()));
    }

    private static double toDb(float linear) {
        return linear < FLOOR_LINEAR ? Double.NEGATIVE_INFINITY : ExactMath.linearToDb(linear);
    }

    /** Starts a new interval for {@link #peakDbtp}. */
    @AudioThread
    public void markRead() {
        for (int c = 0; c < heldLinear.length; c++) {
            heldLinear[c] = 0;
        }
    }
}
