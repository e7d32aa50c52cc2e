package attune.dsp.spectral;

import attune.rt.AudioThread;
import attune.rt.ControlThread;

/** Mean over the bins around each bin, asked for in ascending order; fewer towards the ends. */
final class RunningMean {
    private final float[] values;
    private final int beside;
    private int from;
    private int to;
    private double sum;

    /**
     * Over an array that must not change from {@link #start} to the last bin.
     *
     * @param values of every bin
     * @param beside bins on either side
     */
    @ControlThread
    RunningMean(float[] values, int beside) {
        this.values = values;
        this.beside = beside;
    }

    /** Begins at 0 Hz. */
    @AudioThread
    void start() {
        from = 0;
        to = 0;
        sum = 0;
    }

    /** Mean of the bins around this one, itself included. */
    @AudioThread
    float at(int bin) {
        while (from < bin - beside) {
            sum -= values[from];
            from++;
        }
        while (to < Math.min(values.length, bin + beside + 1)) {
            sum += values[to];
            to++;
        }
        return (float) (sum / (to - from));
    }
}
