package attune.dsp.filter;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.TinyStates;
import attune.rt.AudioThread;

/**
 * Two bands of 24 dB per octave whose sum is an all-pass: S. H. Linkwitz, "Active Crossover Networks for Noncoincident
 * Drivers", JAES 24(1), 1976. Low: two Butterworth low-passes in series. High: what the low band lacks to the second-order
 * all-pass of the same poles, which the first of the two sections gives along the way; so the sum is that all-pass even while
 * the frequency moves.
 */
public final class LinkwitzRileySplit {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int STATES = 4;
    private static final double K = 1 / FilterDesign.BUTTERWORTH_Q;

    private final SvfCoefficients now = new SvfCoefficients();
    private final SvfCoefficients target = new SvfCoefficients();
    /** For each channel two of the first section, then two of the second. */
    private final double[] states = new double[STATES * ProcessSpec.MAX_CHANNELS];

    private boolean ramping;

    /** Crosses over at another frequency from the end of the next quantum on. */
    @AudioThread
    public void ramp(double sampleRateHz, double frequencyHz) {
        FilterDesign.allPass(target, sampleRateHz, frequencyHz, FilterDesign.BUTTERWORTH_Q);
        ramping = true;
    }

    /** Ends a ramp at its target. */
    @AudioThread
    public void snap() {
        now.copyFrom(target);
        ramping = false;
    }

    /** Clears the states; a ramp under way ends at its target. */
    @AudioThread
    public void reset() {
        snap();
        for (int i = 0; i < states.length; i++) {
            states[i] = 0;
        }
    }

    /** Splits one quantum of one or two channels; {@code in} and {@code low} may be the same arrays, from 0 on. */
    @AudioThread
    public void process(double[][] in, double[][] low, double[][] high, int offset) {
        if (ramping) {
            for (int c = 0; c < in.length; c++) {
                ramp(in[c], low[c], high[c], offset, STATES * c);
            }
            snap();
        } else if (in.length == 2) {
            splitStereo(in, low, high, offset);
        } else {
            splitMono(in[0], low[0], high[0], offset);
        }
        for (int i = 0; i < STATES * in.length; i++) {
            states[i] = TinyStates.flush(states[i]);
        }
    }

    private void ramp(double[] in, double[] low, double[] high, int offset, int state) {
        double step = 1.0 / QUANTUM;
        double a1 = now.a1;
        double a2 = now.a2;
        double a3 = now.a3;
        double a1Step = (target.a1 - a1) * step;
        double a2Step = (target.a2 - a2) * step;
        double a3Step = (target.a3 - a3) * step;
        double s1 = states[state];
        double s2 = states[state + 1];
        double t1 = states[state + 2];
        double t2 = states[state + 3];
        for (int i = 0; i < QUANTUM; i++) {
            a1 += a1Step;
            a2 += a2Step;
            a3 += a3Step;
            double x = in[i];
            double v = x - s2;
            double v1 = a1 * s1 + a2 * v;
            double v2 = s2 + a2 * s1 + a3 * v;
            s1 = 2 * v1 - s1;
            s2 = 2 * v2 - s2;
            double u = v2 - t2;
            double u1 = a1 * t1 + a2 * u;
            double u2 = t2 + a2 * t1 + a3 * u;
            t1 = 2 * u1 - t1;
            t2 = 2 * u2 - t2;
            low[offset + i] = u2;
            high[offset + i] = x - 2 * K * v1 - u2;
        }
        states[state] = s1;
        states[state + 1] = s2;
        states[state + 2] = t1;
        states[state + 3] = t2;
    }

    // Steady coefficients, as in StateVariableFilter: w = 2 v1, next s1 = w − s1, next s2 = s2 + g w, v2 = s2 + g w /
    // 2.

    private void splitMono(double[] in, double[] low, double[] high, int offset) {
        double b1 = 2 * now.a1;
        double b2 = 2 * now.a2;
        double g = now.g;
        double s1 = states[0];
        double s2 = states[1];
        double t1 = states[2];
        double t2 = states[3];
        for (int i = 0; i < QUANTUM; i++) {
            double x = in[i];
            double w = b1 * s1 + b2 * (x - s2);
            double h = g * w;
            double z = b1 * t1 + b2 * (s2 + 0.5 * h - t2);
            double j = g * z;
            double lowest = t2 + 0.5 * j;
            low[offset + i] = lowest;
            high[offset + i] = x - K * w - lowest;
            s1 = w - s1;
            s2 += h;
            t1 = z - t1;
            t2 += j;
        }
        states[0] = s1;
        states[1] = s2;
        states[2] = t1;
        states[3] = t2;
    }

    /** Both channels in one loop: neither waits for the other's states. */
    private void splitStereo(double[][] in, double[][] low, double[][] high, int offset) {
        double[] leftIn = in[0];
        double[] rightIn = in[1];
        double[] leftLow = low[0];
        double[] rightLow = low[1];
        double[] leftHigh = high[0];
        double[] rightHigh = high[1];
        double b1 = 2 * now.a1;
        double b2 = 2 * now.a2;
        double g = now.g;
        double l1 = states[0];
        double l2 = states[1];
        double p1 = states[2];
        double p2 = states[3];
        double r1 = states[4];
        double r2 = states[5];
        double q1 = states[6];
        double q2 = states[7];
        for (int i = 0; i < QUANTUM; i++) {
            double l = leftIn[i];
            double r = rightIn[i];
            double lw = b1 * l1 + b2 * (l - l2);
            double rw = b1 * r1 + b2 * (r - r2);
            double lh = g * lw;
            double rh = g * rw;
            double pw = b1 * p1 + b2 * (l2 + 0.5 * lh - p2);
            double qw = b1 * q1 + b2 * (r2 + 0.5 * rh - q2);
            double ph = g * pw;
            double qh = g * qw;
            double leftLowest = p2 + 0.5 * ph;
            double rightLowest = q2 + 0.5 * qh;
            leftLow[offset + i] = leftLowest;
            rightLow[offset + i] = rightLowest;
            leftHigh[offset + i] = l - K * lw - leftLowest;
            rightHigh[offset + i] = r - K * rw - rightLowest;
            l1 = lw - l1;
            r1 = rw - r1;
            l2 += lh;
            r2 += rh;
            p1 = pw - p1;
            q1 = qw - q1;
            p2 += ph;
            q2 += qh;
        }
        states[0] = l1;
        states[1] = l2;
        states[2] = p1;
        states[3] = p2;
        states[4] = r1;
        states[5] = r2;
        states[6] = q1;
        states[7] = q2;
    }
}
