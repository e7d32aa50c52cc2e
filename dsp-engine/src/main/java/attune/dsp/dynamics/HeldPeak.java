package attune.dsp.dynamics;

import attune.rt.AudioThread;

/**
 * Largest peak of the last so many steps: three to four quarters of the span, so that a tone with at least a half wave
 * in three quarters of it has a constant level.
 */
final class HeldPeak {
    private static final int QUARTERS = 4;

    private final double[] peaks = new double[QUARTERS];
    private int quarterSteps = 1;
    private int stepsLeft = 1;
    private int at;

    /** Holds for at least so many steps, at most a third longer and one step. */
    @AudioThread
    void setSteps(int least) {
        quarterSteps = (least + QUARTERS - 2) / (QUARTERS - 1);
        stepsLeft = Math.min(stepsLeft, quarterSteps);
    }

    @AudioThread
    void reset() {
        for (int i = 0; i < QUARTERS; i++) {
            peaks[i] = 0;
        }
        stepsLeft = quarterSteps;
        at = 0;
    }

    /** Takes the peak of one step and returns the held one. */
    @AudioThread
    double next(double peak) {
        if (stepsLeft == 0) {
            at = (at + 1) & (QUARTERS - 1);
            peaks[at] = 0;
            stepsLeft = quarterSteps;
        }
        stepsLeft--;
        peaks[at] = Math.max(peaks[at], peak);
        return Math.max(Math.max(peaks[0], peaks[1]), Math.max(peaks[2], peaks[3]));
    }
}
