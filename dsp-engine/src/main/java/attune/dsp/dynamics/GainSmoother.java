package attune.dsp.dynamics;

import attune.rt.AudioThread;

/**
 * Moving average of a gain, twice: a triangular window whose weights are positive and add up to one, so the result
 * never lies above the largest gain under the window. Sums are whole numbers, hence never drift: a gain of exactly one
 * stays exactly one for years.
 */
final class GainSmoother {
    /** A gain of one. */
    static final long ONE = 1L << 40;

    private final long[] first;
    private final long[] second;
    private final double scale;
    private int firstAt;
    private int secondAt;
    private long firstSum;
    private long secondSum;

    /** Averages over {@code firstFrames}, then over {@code secondFrames}; each 1 to 1 000. */
    GainSmoother(int firstFrames, int secondFrames) {
        first = new long[firstFrames];
        second = new long[secondFrames];
        scale = 1.0 / ((double) ONE * firstFrames * secondFrames);
        reset();
    }

    /** Frames after which an input is forgotten. */
    int spanFrames() {
        return first.length + second.length - 1;
    }

    /** Fills the history with gain one. */
    @AudioThread
    void reset() {
        firstSum = ONE * first.length;
        secondSum = firstSum * second.length;
        for (int i = 0; i < first.length; i++) {
            first[i] = ONE;
        }
        for (int i = 0; i < second.length; i++) {
            second[i] = firstSum;
        }
        firstAt = 0;
        secondAt = 0;
    }

    /** Takes the same gain, in units of 1/{@link #ONE}, for some frames and writes the smoothed gains. */
    @AudioThread
    void hold(long gain, float[] smoothed, int from, int frames) {
        int i1 = firstAt;
        int i2 = secondAt;
        long s1 = firstSum;
        long s2 = secondSum;
        for (int i = from; i < from + frames; i++) {
            s1 += gain - first[i1];
            first[i1] = gain;
            i1 = i1 + 1 == first.length ? 0 : i1 + 1;
            s2 += s1 - second[i2];
            second[i2] = s1;
            i2 = i2 + 1 == second.length ? 0 : i2 + 1;
            smoothed[i] = (float) (s2 * scale);
        }
        firstAt = i1;
        secondAt = i2;
        firstSum = s1;
        secondSum = s2;
    }
}
