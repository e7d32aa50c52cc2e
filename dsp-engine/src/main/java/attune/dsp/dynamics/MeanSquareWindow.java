package attune.dsp.dynamics;

import attune.rt.AudioThread;
import attune.rt.ControlThread;

/** Mean over the last so many steps, each of equal weight; forgets a step completely, without rounding errors left. */
final class MeanSquareWindow {
    private double[] steps = new double[1];
    private double share = 1;
    private int at;
    private double sum;
    /** Of the steps since the window last began anew: replaces {@link #sum}, whose errors pile up. */
    private double freshSum;

    /** Allocates and clears; {@code length} 1 or more. */
    @ControlThread
    void prepare(int length) {
        steps = new double[length];
        share = 1.0 / length;
        reset();
    }

    @AudioThread
    void reset() {
        for (int i = 0; i < steps.length; i++) {
            steps[i] = 0;
        }
        at = 0;
        sum = 0;
        freshSum = 0;
    }

    /** Takes the mean square of one step and returns that of the window, 0 or more. */
    @AudioThread
    double next(double meanSquare) {
        sum += meanSquare - steps[at];
        freshSum += meanSquare;
        steps[at] = meanSquare;
        at++;
        if (at == steps.length) {
            at = 0;
            sum = freshSum;
            freshSum = 0;
        }
        return Math.max(0, sum) * share;
    }
}
