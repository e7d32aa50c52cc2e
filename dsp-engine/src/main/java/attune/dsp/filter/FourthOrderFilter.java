package attune.dsp.filter;

import attune.rt.AudioThread;

/** A high-pass or a low-pass of two second-order sections for one or two channels, a quantum at a time. */
public final class FourthOrderFilter {
    /** Quality factors of a fourth-order Butterworth filter: 1/(2 cos π/8) and 1/(2 cos 3π/8). */
    static final double BUTTERWORTH_Q1 = 0.5411961001461970;

    static final double BUTTERWORTH_Q2 = 1.3065629648763766;

    // Elliptic low-pass with 0.5 dB of ripple and 50 dB of stop band from tan(0.45π)/tan(0.4π) times its edge on:
    // scipy.signal.ellip(4, 0.5, 50, 1, analog=True, output="zpk"); frequencies over the edge.
    private static final double ELLIPTIC_POLE1 = 0.6372412215671965;
    private static final double ELLIPTIC_Q1 = 0.7226430200534938;
    private static final double ELLIPTIC_ZERO1 = 5.115080966018746;
    private static final double ELLIPTIC_POLE2 = 1.030867675437896;
    private static final double ELLIPTIC_Q2 = 3.3830905514250955;
    private static final double ELLIPTIC_ZERO2 = 2.218984511125233;

    private final StateVariableFilter first = new StateVariableFilter();
    private final StateVariableFilter second = new StateVariableFilter();
    private boolean isHighPass = true;

    /** Butterworth, 24 dB per octave below {@code frequencyHz}; in force after {@link #ramp} or {@link #snap}. */
    @AudioThread
    public void highPass(double sampleRateHz, double frequencyHz) {
        isHighPass = true;
        FilterDesign.highPass(first.target(), sampleRateHz, frequencyHz, BUTTERWORTH_Q1);
        FilterDesign.highPass(second.target(), sampleRateHz, frequencyHz, BUTTERWORTH_Q2);
    }

    /**
     * Within 0.5 dB up to {@code edgeHz}; where that is 0.4 of the sample rate, below −48 dB from 0.45 of it on, and
     * sooner (against the edge) at higher rates.
     */
    @AudioThread
    public void steepLowPass(double sampleRateHz, double edgeHz) {
        isHighPass = false;
        FilterDesign.lowPassNotch(first.target(), sampleRateHz, edgeHz, ELLIPTIC_POLE1, ELLIPTIC_Q1, ELLIPTIC_ZERO1);
        FilterDesign.lowPassNotch(second.target(), sampleRateHz, edgeHz, ELLIPTIC_POLE2, ELLIPTIC_Q2, ELLIPTIC_ZERO2);
    }

    /** Reaches the new design at the end of the next quantum. */
    @AudioThread
    public void ramp() {
        first.ramp();
        second.ramp();
    }

    /** Takes the new design at once. */
    @AudioThread
    public void snap() {
        first.snap();
        second.snap();
    }

    /** Clears the states; a ramp under way ends at its target. */
    @AudioThread
    public void reset() {
        first.reset();
        second.reset();
    }

    /** One quantum of one or two channels in place. */
    @AudioThread
    public void process(double[][] samples, int channels) {
        if (channels == 2 && !first.isRamping() && !second.isRamping()) {
            if (isHighPass) {
                StateVariableFilter.processTwoHighPasses(first, second, samples[0], samples[1]);
            } else {
                StateVariableFilter.processTwoLowPassNotches(first, second, samples[0], samples[1]);
            }
        } else {
            first.process(samples, channels);
            second.process(samples, channels);
        }
    }
}
