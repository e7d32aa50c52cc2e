package attune.dsp.filter;

import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * The phase of a {@link LinkwitzRileyCrossover}'s bands together, without the bands: its sum is the product of the three
 * all-passes of its splits (J. A. D'Appolito, "Active Realization of Multiway All-Pass Crossover Systems", JAES 35(4),
 * 1987). Corners move in straight lines of a quantum.
 */
public final class CrossoverPhase {
    private static final int CORNERS = LinkwitzRileyCrossover.BANDS - 1;

    private final StateVariableFilter[] allPasses = new StateVariableFilter[CORNERS];
    private final double[] askedHz = new double[CORNERS];
    private final double[] cornersHz = new double[CORNERS];
    private double sampleRateHz = 48_000;

    public CrossoverPhase() {
        for (int i = 0; i < CORNERS; i++) {
            allPasses[i] = new StateVariableFilter();
        }
    }

    /** Clears; {@link #setCornersHz} must follow. */
    @ControlThread
    public void prepare(ProcessSpec spec) {
        sampleRateHz = spec.sampleRateHz();
        askedHz[0] = 0;
        reset();
    }

    /** Corners as the crossover is asked for, to reach at the end of the next quantum, or at once by {@link #reset}. */
    @AudioThread
    public void setCornersHz(double lowHz, double middleHz, double highHz) {
        if (lowHz == askedHz[0] && middleHz == askedHz[1] && highHz == askedHz[2]) {
            return;
        }
        askedHz[0] = lowHz;
        askedHz[1] = middleHz;
        askedHz[2] = highHz;
        LinkwitzRileyCrossover.keepApart(cornersHz, sampleRateHz, lowHz, middleHz, highHz);
        for (int i = 0; i < CORNERS; i++) {
            FilterDesign.allPass(allPasses[i].target(), sampleRateHz, cornersHz[i], FilterDesign.BUTTERWORTH_Q);
            allPasses[i].ramp();
        }
    }

    /** Clears the history; a move under way ends at its target. */
    @AudioThread
    public void reset() {
        for (int i = 0; i < CORNERS; i++) {
            allPasses[i].reset();
        }
    }

    /** One quantum of one or two channels in place. */
    @AudioThread
    public void process(double[][] samples) {
        for (int i = 0; i < CORNERS; i++) {
            allPasses[i].process(samples, samples.length);
        }
    }
}
