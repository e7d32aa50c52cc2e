package attune.dsp.spectral;

import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.util.Arrays;

/** Median over the bins around each bin, asked for in ascending order. */
final class RunningMedian {
    private final float[] values;
    private final int fewest;
    private final int most;
    private final float[] sorted;
    private int from;
    private int to;

    /**
     * Over an array that must not change from {@link #start} to the last bin.
     *
     * @param values of every bin
     * @param fewest bins on either side, near 0 Hz: so many, or half as many as lie below the bin
     * @param most bins on either side
     */
    @ControlThread
    RunningMedian(float[] values, int fewest, int most) {
        this.values = values;
        this.fewest = fewest;
        this.most = most;
        this.sorted = new float[2 * most + 1];
    }

    /** Begins at 0 Hz. */
    @AudioThread
    void start() {
        from = 0;
        to = 0;
        Arrays.fill(sorted, 0);
    }

    /** Median of the bins around this one, itself included. */
    @AudioThread
    float at(int bin) {
        int beside = Math.max(fewest, Math.min(most, bin / 2));
        while (from < bin - beside) {
            remove(values[from]);
            from++;
        }
        while (to < Math.min(values.length, bin + beside + 1)) {
            insert(values[to]);
            to++;
        }
        return sorted[(to - from) / 2];
    }

    private void insert(float value) {
        int at = to - from;
        while (at > 0 && sorted[at - 1] > value) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = value;
    }

    private void remove(float value) {
        int last = to - from - 1;
        int at = 0;
        while (at < last && sorted[at] != value) {
            at++;
        }
        System.arraycopy(sorted, at + 1, sorted, at, last - at);
    }
}
