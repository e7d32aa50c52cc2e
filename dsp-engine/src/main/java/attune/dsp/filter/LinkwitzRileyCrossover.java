package attune.dsp.filter;

import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Four bands of 24 dB per octave, 6 dB down at their common corners, whose sum has the level of the input at every
 * frequency; all bands are in phase with each other everywhere. Each side of the middle split passes the all-pass that
 * the split of the other side makes, so that the sum is the product of three all-passes (J. A.
 * D'Appolito, "Active Realization of Multiway All-Pass Crossover Systems", JAES 35(4), 1987). Corners move in straight
 * lines of a quantum.
 *
 * <pre>
 *   in ── split 2 ┬─ low ── all-pass 3 ── split 1 ┬─ band 0
 *                 │                               └─ band 1
 *                 └─ high ─ all-pass 1 ── split 3 ┬─ band 2
 *                                                 └─ band 3
 * </pre>
 */
public final class LinkwitzRileyCrossover {
    /** Bands, lowest first. */
    public static final int BANDS = 4;

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double HALF_AN_OCTAVE = 1.4142135623730951;

    private final LinkwitzRileySplit lowSplit = new LinkwitzRileySplit();
    private final LinkwitzRileySplit middleSplit = new LinkwitzRileySplit();
    private final LinkwitzRileySplit highSplit = new LinkwitzRileySplit();
    /** What the high split does to the phase, for the bands under the middle. */
    private final StateVariableFilter underMiddle = new StateVariableFilter();
    /** What the low split does to the phase, for the bands over the middle. */
    private final StateVariableFilter overMiddle = new StateVariableFilter();

    private final double[] cornersHz = new double[BANDS - 1];
    private double sampleRateHz = 48_000;
    private double[][] low = new double[0][];
    private double[][] high = new double[0][];

    /** Allocates and clears; {@link #setCornersHz} must follow. */
    @ControlThread
    public void prepare(ProcessSpec spec) {
        sampleRateHz = spec.sampleRateHz();
        low = new double[spec.channels()][QUANTUM];
        high = new double[spec.channels()][QUANTUM];
        reset();
    }

    /**
     * Corners to reach at the end of the next quantum, or at once by {@link #reset}. They are kept at least half an
     * octave apart, upper ones giving way upwards, and below 0.45 of the sample rate.
     */
    @AudioThread
    public void setCornersHz(double lowHz, double middleHz, double highHz) {
        keepApart(cornersHz, sampleRateHz, lowHz, middleHz, highHz);
        double bottom = cornersHz[0];
        double middle = cornersHz[1];
        double top = cornersHz[2];
        lowSplit.ramp(sampleRateHz, bottom);
        middleSplit.ramp(sampleRateHz, middle);
        highSplit.ramp(sampleRateHz, top);
        FilterDesign.allPass(overMiddle.target(), sampleRateHz, bottom, FilterDesign.BUTTERWORTH_Q);
        overMiddle.ramp();
        FilterDesign.allPass(underMiddle.target(), sampleRateHz, top, FilterDesign.BUTTERWORTH_Q);
        underMiddle.ramp();
    }

    /** Corners as {@link #setCornersHz} makes them of those that are asked for, into {@code to}, lowest first. */
    @AudioThread
    static void keepApart(double[] to, double sampleRateHz, double lowHz, double middleHz, double highHz) {
        double middle = Math.max(middleHz, lowHz * HALF_AN_OCTAVE);
        double top = Math.min(Math.max(highHz, middle * HALF_AN_OCTAVE), FilterDesign.HIGHEST_SHARE * sampleRateHz);
        middle = Math.min(middle, top / HALF_AN_OCTAVE);
        to[0] = Math.min(lowHz, middle / HALF_AN_OCTAVE);
        to[1] = middle;
        to[2] = top;
    }

    /** Clears the history; a move under way ends at its target. */
    @AudioThread
    public void reset() {
        lowSplit.reset();
        middleSplit.reset();
        highSplit.reset();
        underMiddle.reset();
        overMiddle.reset();
    }

    /**
     * Splits one quantum.
     *
     * @param in planar, as many channels as prepared for
     * @param bands by band and channel, written from {@code offset} on
     */
    @AudioThread
    public void process(double[][] in, double[][][] bands, int offset) {
        middleSplit.process(in, low, high, 0);
        if (in.length == 2 && !underMiddle.isRamping() && !overMiddle.isRamping()) {
            StateVariableFilter.processTwoApart(underMiddle, low, overMiddle, high);
        } else {
            underMiddle.process(low, low.length);
            overMiddle.process(high, high.length);
        }
        lowSplit.process(low, bands[0], bands[1], offset);
        highSplit.process(high, bands[2], bands[3], offset);
    }
}
