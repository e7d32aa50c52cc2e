package attune.dsp.filter;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.TinyStates;
import attune.rt.AudioThread;

/**
 * High shelf whose gain may move from frame to frame: a state-variable filter that stands still, and a mixture of its
 * outputs, input + (√gain − 1) · band-pass + (gain − 1) · high-pass. Poles at the frequency, Butterworth; zeros at frequency / √gain, so
 * that a cut has come about there. Minimum phase at every gain, and at a gain of 1 the input, bit for bit.
 */
public final class DynamicHighShelf {
    /** Frames between two gains. */
    public static final int STEP = 8;

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int STEPS = QUANTUM / STEP;
    private static final double K = 1 / FilterDesign.BUTTERWORTH_Q;

    private final SvfCoefficients now = new SvfCoefficients();
    private final SvfCoefficients target = new SvfCoefficients();
    /** Two states for each channel. */
    private final double[] states = new double[2 * ProcessSpec.MAX_CHANNELS];

    private boolean ramping;

    /** Frequency of the poles, to reach at the end of the next quantum. */
    @AudioThread
    public void ramp(double sampleRateHz, double frequencyHz) {
        FilterDesign.highPass(target, sampleRateHz, frequencyHz, FilterDesign.BUTTERWORTH_Q);
        ramping = true;
    }

    /** Clears the states; a ramp under way ends at its target. */
    @AudioThread
    public void reset() {
        now.copyFrom(target);
        ramping = false;
        for (int i = 0; i < states.length; i++) {
            states[i] = 0;
        }
    }

    /**
     * One quantum in place.
     *
     * @param channels planar, one or two
     * @param roots square roots of the gain: before the quantum, then at the end of every {@link #STEP} frames
     */
    @AudioThread
    public void process(float[][] channels, int start, double[] roots) {
        if (channels.length == 2 && !ramping && areOne(roots)) {
            listenStereo(channels[0], channels[1], start);
        } else if (channels.length == 2 && !ramping) {
            processStereo(channels[0], channels[1], start, roots);
        } else {
            for (int c = 0; c < channels.length; c++) {
                processRamp(channels[c], start, roots, 2 * c);
            }
            now.copyFrom(target);
            ramping = false;
        }
        for (int i = 0; i < states.length; i++) {
            states[i] = TinyStates.flush(states[i]);
        }
    }

    private static boolean areOne(double[] roots) {
        boolean one = true;
        for (int s = 0; s <= STEPS; s++) {
            one &= roots[s] == 1;
        }
        return one;
    }

    private void processRamp(float[] samples, int start, double[] roots, int state) {
        double a1 = now.a1;
        double a2 = now.a2;
        double a3 = now.a3;
        double a1Step = (target.a1 - a1) / QUANTUM;
        double a2Step = (target.a2 - a2) / QUANTUM;
        double a3Step = (target.a3 - a3) / QUANTUM;
        double s1 = states[state];
        double s2 = states[state + 1];
        for (int s = 0; s < STEPS; s++) {
            double slope = (roots[s + 1] - roots[s]) / STEP;
            for (int i = 0; i < STEP; i++) {
                a1 += a1Step;
                a2 += a2Step;
                a3 += a3Step;
                double x = samples[start + s * STEP + i];
                double v = x - s2;
                double v1 = a1 * s1 + a2 * v;
                double v2 = s2 + a2 * s1 + a3 * v;
                s1 = 2 * v1 - s1;
                s2 = 2 * v2 - s2;
                double band = K * v1;
                double root = roots[s] + slope * (i + 1);
                double shelf = (root - 1) * band + (root * root - 1) * (x - band - v2);
                samples[start + s * STEP + i] = (float) (x + shelf);
            }
        }
        states[state] = s1;
        states[state + 1] = s2;
    }

    /** Steady poles, as in StateVariableFilter: w = 2 v1, next s1 = w − s1, next s2 = s2 + g w, v2 = s2 + g w / 2. */
    private void processStereo(float[] left, float[] right, int start, double[] roots) {
        double b1 = 2 * now.a1;
        double b2 = 2 * now.a2;
        double g = now.g;
        double l1 = states[0];
        double l2 = states[1];
        double r1 = states[2];
        double r2 = states[3];
        for (int s = 0; s < STEPS; s++) {
            double slope = (roots[s + 1] - roots[s]) / STEP;
            int from = start + s * STEP;
            for (int i = 0; i < STEP; i++) {
                double l = left[from + i];
                double r = right[from + i];
                double lw = b1 * l1 + b2 * (l - l2);
                double rw = b1 * r1 + b2 * (r - r2);
                double lh = g * lw;
                double rh = g * rw;
                double root = roots[s] + slope * (i + 1);
                double bandShare = root - 1;
                double highShare = root * root - 1;
                double lBand = K / 2 * lw;
                double rBand = K / 2 * rw;
                left[from + i] = (float) (l + bandShare * lBand + highShare * (l - lBand - l2 - 0.5 * lh));
                right[from + i] = (float) (r + bandShare * rBand + highShare * (r - rBand - r2 - 0.5 * rh));
                l1 = lw - l1;
                r1 = rw - r1;
                l2 += lh;
                r2 += rh;
            }
        }
        states[0] = l1;
        states[1] = l2;
        states[2] = r1;
        states[3] = r2;
    }

    /** What processStereo does to the states where the gain is 1 throughout. */
    private void listenStereo(float[] left, float[] right, int start) {
        double b1 = 2 * now.a1;
        double b2 = 2 * now.a2;
        double g = now.g;
        double l1 = states[0];
        double l2 = states[1];
        double r1 = states[2];
        double r2 = states[3];
        for (int i = start; i < start + QUANTUM; i++) {
            double lw = b1 * l1 + b2 * (left[i] - l2);
            double rw = b1 * r1 + b2 * (right[i] - r2);
            l1 = lw - l1;
            r1 = rw - r1;
            l2 += g * lw;
            r2 += g * rw;
        }
        states[0] = l1;
        states[1] = l2;
        states[2] = r1;
        states[3] = r2;
    }
}
