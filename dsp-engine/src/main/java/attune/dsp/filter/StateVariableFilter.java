package attune.dsp.filter;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.TinyStates;
import attune.rt.AudioThread;

/**
 * One second-order section for one or two channels, in double precision, a quantum at a time.
 *
 * <p>A change of coefficients is a straight line over the next quantum. That is always stable: the step of the states is
 * a contraction for every design (the trapezoidal rule applied to a passive circuit), it is affine in a1, a2, a3, and
 * what lies between two contractions is one.
 */
public final class StateVariableFilter {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final SvfCoefficients NEUTRAL = new SvfCoefficients();

    private final SvfCoefficients now = new SvfCoefficients();
    private final SvfCoefficients target = new SvfCoefficients();
    /** Two states for each channel. */
    private final double[] states = new double[2 * ProcessSpec.MAX_CHANNELS];

    private boolean ramping;

    /** Coefficients to be filled by {@link FilterDesign}, then taken by {@link #ramp} or {@link #snap}. */
    @AudioThread
    public SvfCoefficients target() {
        return target;
    }

    /** Reaches {@link #target()} at the end of the next quantum. */
    @AudioThread
    public void ramp() {
        ramping = true;
    }

    /** Takes {@link #target()} at once. */
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

    /** As made: hands its input through, from now on, with states at rest. */
    @AudioThread
    void clear() {
        target.copyFrom(NEUTRAL);
        reset();
    }

    /** Coefficients and states of another. */
    @AudioThread
    void adopt(StateVariableFilter other) {
        target.copyFrom(other.target);
        snap();
        System.arraycopy(other.states, 0, states, 0, states.length);
    }

    /** One quantum of one or two channels in place. */
    @AudioThread
    public void process(double[][] samples, int channels) {
        if (ramping) {
            for (int c = 0; c < channels; c++) {
                processRamp(samples[c], 2 * c);
            }
            snap();
        } else if (channels == 2) {
            processStereo(samples[0], samples[1]);
        } else {
            processMono(samples[0]);
        }
        for (int i = 0; i < 2 * channels; i++) {
            states[i] = TinyStates.flush(states[i]);
        }
    }

    private void processRamp(double[] samples, int state) {
        double step = 1.0 / QUANTUM;
        double a1 = now.a1;
        double a2 = now.a2;
        double a3 = now.a3;
        double m0 = now.m0;
        double m1 = now.m1;
        double m2 = now.m2;
        double a1Step = (target.a1 - a1) * step;
        double a2Step = (target.a2 - a2) * step;
        double a3Step = (target.a3 - a3) * step;
        double m0Step = (target.m0 - m0) * step;
        double m1Step = (target.m1 - m1) * step;
        double m2Step = (target.m2 - m2) * step;
        double s1 = states[state];
        double s2 = states[state + 1];
        for (int i = 0; i < QUANTUM; i++) {
            a1 += a1Step;
            a2 += a2Step;
            a3 += a3Step;
            m0 += m0Step;
            m1 += m1Step;
            m2 += m2Step;
            double x = samples[i];
            double v = x - s2;
            double v1 = a1 * s1 + a2 * v;
            double v2 = s2 + a2 * s1 + a3 * v;
            s1 = 2 * v1 - s1;
            s2 = 2 * v2 - s2;
            samples[i] = m0 * x + m1 * v1 + m2 * v2;
        }
        states[state] = s1;
        states[state + 1] = s2;
    }

    // Steady coefficients: the same step with fewer operations between a state and its next value,
    // w = 2 v1, next s1 = w − s1, next s2 = s2 + g w, v2 = s2 + g w / 2.

    private void processMono(double[] samples) {
        double b1 = 2 * now.a1;
        double b2 = 2 * now.a2;
        double g = now.g;
        double m0 = now.m0;
        double m1 = now.m1 / 2;
        double m2 = now.m2;
        double s1 = states[0];
        double s2 = states[1];
        for (int i = 0; i < QUANTUM; i++) {
            double x = samples[i];
            double w = b1 * s1 + b2 * (x - s2);
            double h = g * w;
            samples[i] = m0 * x + m1 * w + m2 * (s2 + 0.5 * h);
            s1 = w - s1;
            s2 += h;
        }
        states[0] = s1;
        states[1] = s2;
    }

    /** Both channels in one loop: neither waits for the other's states. */
    private void processStereo(double[] left, double[] right) {
        double b1 = 2 * now.a1;
        double b2 = 2 * now.a2;
        double g = now.g;
        double m0 = now.m0;
        double m1 = now.m1 / 2;
        double m2 = now.m2;
        double l1 = states[0];
        double l2 = states[1];
        double r1 = states[2];
        double r2 = states[3];
        for (int i = 0; i < QUANTUM; i++) {
            double l = left[i];
            double r = right[i];
            double lw = b1 * l1 + b2 * (l - l2);
            double rw = b1 * r1 + b2 * (r - r2);
            double lh = g * lw;
            double rh = g * rw;
            left[i] = m0 * l + m1 * lw + m2 * (l2 + 0.5 * lh);
            right[i] = m0 * r + m1 * rw + m2 * (r2 + 0.5 * rh);
            l1 = lw - l1;
            r1 = rw - r1;
            l2 += lh;
            r2 += rh;
        }
        states[0] = l1;
        states[1] = l2;
        states[2] = r1;
        states[3] = r2;
    }

    /** One quantum of two channels through two bells, one after the other, neither of them ramping. */
    @AudioThread
    public static void processTwoBells(
            StateVariableFilter first, StateVariableFilter second, double[] left, double[] right) {
        double b1 = 2 * first.now.a1;
        double b2 = 2 * first.now.a2;
        double g = first.now.g;
        double m = first.now.m1 / 2;
        double d1 = 2 * second.now.a1;
        double d2 = 2 * second.now.a2;
        double e = second.now.g;
        double n = second.now.m1 / 2;
        double[] s = first.states;
        double[] t = second.states;
        double l1 = s[0];
        double l2 = s[1];
        double r1 = s[2];
        double r2 = s[3];
        double p1 = t[0];
        double p2 = t[1];
        double q1 = t[2];
        double q2 = t[3];
        for (int i = 0; i < QUANTUM; i++) {
            double l = left[i];
            double r = right[i];
            double lw = b1 * l1 + b2 * (l - l2);
            double rw = b1 * r1 + b2 * (r - r2);
            l1 = lw - l1;
            r1 = rw - r1;
            l2 += g * lw;
            r2 += g * rw;
            l += m * lw;
            r += m * rw;
            double pw = d1 * p1 + d2 * (l - p2);
            double qw = d1 * q1 + d2 * (r - q2);
            p1 = pw - p1;
            q1 = qw - q1;
            p2 += e * pw;
            q2 += e * qw;
            left[i] = l + n * pw;
            right[i] = r + n * qw;
        }
        keep(s, l1, l2, r1, r2);
        keep(t, p1, p2, q1, q2);
    }

    /**
     * One quantum of two pairs of channels, each through a section of its own that is a bell or an all-pass and not
     * ramping: four recursions that don't wait for each other.
     */
    @AudioThread
    static void processTwoApart(
            StateVariableFilter first, double[][] firstPair, StateVariableFilter second, double[][] secondPair) {
        double b1 = 2 * first.now.a1;
        double b2 = 2 * first.now.a2;
        double g = first.now.g;
        double m = first.now.m1 / 2;
        double d1 = 2 * second.now.a1;
        double d2 = 2 * second.now.a2;
        double e = second.now.g;
        double n = second.now.m1 / 2;
        double[] s = first.states;
        double[] t = second.states;
        double[] left = firstPair[0];
        double[] right = firstPair[1];
        double[] otherLeft = secondPair[0];
        double[] otherRight = secondPair[1];
        double l1 = s[0];
        double l2 = s[1];
        double r1 = s[2];
        double r2 = s[3];
        double p1 = t[0];
        double p2 = t[1];
        double q1 = t[2];
        double q2 = t[3];
        for (int i = 0; i < QUANTUM; i++) {
            double l = left[i];
            double r = right[i];
            double p = otherLeft[i];
            double q = otherRight[i];
            double lw = b1 * l1 + b2 * (l - l2);
            double rw = b1 * r1 + b2 * (r - r2);
            double pw = d1 * p1 + d2 * (p - p2);
            double qw = d1 * q1 + d2 * (q - q2);
            left[i] = l + m * lw;
            right[i] = r + m * rw;
            otherLeft[i] = p + n * pw;
            otherRight[i] = q + n * qw;
            l1 = lw - l1;
            r1 = rw - r1;
            p1 = pw - p1;
            q1 = qw - q1;
            l2 += g * lw;
            r2 += g * rw;
            p2 += e * pw;
            q2 += e * qw;
        }
        keep(s, l1, l2, r1, r2);
        keep(t, p1, p2, q1, q2);
    }

    /** One quantum of two channels through any two sections, one after the other, neither of them ramping. */
    @AudioThread
    public static void processTwo(
            StateVariableFilter first, StateVariableFilter second, double[] left, double[] right) {
        double b1 = 2 * first.now.a1;
        double b2 = 2 * first.now.a2;
        double g = first.now.g;
        double m0 = first.now.m0;
        double m1 = first.now.m1 / 2;
        double m2 = first.now.m2;
        double d1 = 2 * second.now.a1;
        double d2 = 2 * second.now.a2;
        double e = second.now.g;
        double n0 = second.now.m0;
        double n1 = second.now.m1 / 2;
        double n2 = second.now.m2;
        double[] s = first.states;
        double[] t = second.states;
        double l1 = s[0];
        double l2 = s[1];
        double r1 = s[2];
        double r2 = s[3];
        double p1 = t[0];
        double p2 = t[1];
        double q1 = t[2];
        double q2 = t[3];
        for (int i = 0; i < QUANTUM; i++) {
            double l = left[i];
            double r = right[i];
            double lw = b1 * l1 + b2 * (l - l2);
            double rw = b1 * r1 + b2 * (r - r2);
            double lh = g * lw;
            double rh = g * rw;
            l = m0 * l + m1 * lw + m2 * (l2 + 0.5 * lh);
            r = m0 * r + m1 * rw + m2 * (r2 + 0.5 * rh);
            l1 = lw - l1;
            r1 = rw - r1;
            l2 += lh;
            r2 += rh;
            double pw = d1 * p1 + d2 * (l - p2);
            double qw = d1 * q1 + d2 * (r - q2);
            double ph = e * pw;
            double qh = e * qw;
            left[i] = n0 * l + n1 * pw + n2 * (p2 + 0.5 * ph);
            right[i] = n0 * r + n1 * qw + n2 * (q2 + 0.5 * qh);
            p1 = pw - p1;
            q1 = qw - q1;
            p2 += ph;
            q2 += qh;
        }
        keep(s, l1, l2, r1, r2);
        keep(t, p1, p2, q1, q2);
    }

    /**
     * As {@link #processTwo}, for two high-passes: with fewer operations, hence rounded otherwise. With v = x − s2 the
     * output is a1 v − (1 − a1)/g s1.
     */
    @AudioThread
    static void processTwoHighPasses(
            StateVariableFilter first, StateVariableFilter second, double[] left, double[] right) {
        double b1 = 2 * first.now.a1;
        double b2 = 2 * first.now.a2;
        double g = first.now.g;
        double m = first.now.a1;
        double n = (1 - m) / g;
        double d1 = 2 * second.now.a1;
        double d2 = 2 * second.now.a2;
        double e = second.now.g;
        double o = second.now.a1;
        double p = (1 - o) / e;
        double[] s = first.states;
        double[] t = second.states;
        double l1 = s[0];
        double l2 = s[1];
        double r1 = s[2];
        double r2 = s[3];
        double p1 = t[0];
        double p2 = t[1];
        double q1 = t[2];
        double q2 = t[3];
        for (int i = 0; i < QUANTUM; i++) {
            double lv = left[i] - l2;
            double rv = right[i] - r2;
            double lw = b1 * l1 + b2 * lv;
            double rw = b1 * r1 + b2 * rv;
            double l = m * lv - n * l1;
            double r = m * rv - n * r1;
            l1 = lw - l1;
            r1 = rw - r1;
            l2 += g * lw;
            r2 += g * rw;
            double pv = l - p2;
            double qv = r - q2;
            double pw = d1 * p1 + d2 * pv;
            double qw = d1 * q1 + d2 * qv;
            left[i] = o * pv - p * p1;
            right[i] = o * qv - p * q1;
            p1 = pw - p1;
            q1 = qw - q1;
            p2 += e * pw;
            q2 += e * qw;
        }
        keep(s, l1, l2, r1, r2);
        keep(t, p1, p2, q1, q2);
    }

    /**
     * As {@link #processTwo}, for two low-passes with zeros ({@link FilterDesign#lowPassNotch}): with fewer operations,
     * hence rounded otherwise. The output is s2 + (m0/g + g) w/2 − m0/g s1.
     */
    @AudioThread
    static void processTwoLowPassNotches(
            StateVariableFilter first, StateVariableFilter second, double[] left, double[] right) {
        double b1 = 2 * first.now.a1;
        double b2 = 2 * first.now.a2;
        double g = first.now.g;
        double n = first.now.m0 / g;
        double m = (n + g) / 2;
        double d1 = 2 * second.now.a1;
        double d2 = 2 * second.now.a2;
        double e = second.now.g;
        double p = second.now.m0 / e;
        double o = (p + e) / 2;
        double[] s = first.states;
        double[] t = second.states;
        double l1 = s[0];
        double l2 = s[1];
        double r1 = s[2];
        double r2 = s[3];
        double p1 = t[0];
        double p2 = t[1];
        double q1 = t[2];
        double q2 = t[3];
        for (int i = 0; i < QUANTUM; i++) {
            double lw = b1 * l1 + b2 * (left[i] - l2);
            double rw = b1 * r1 + b2 * (right[i] - r2);
            double l = l2 + (m * lw - n * l1);
            double r = r2 + (m * rw - n * r1);
            l1 = lw - l1;
            r1 = rw - r1;
            l2 += g * lw;
            r2 += g * rw;
            double pw = d1 * p1 + d2 * (l - p2);
            double qw = d1 * q1 + d2 * (r - q2);
            left[i] = p2 + (o * pw - p * p1);
            right[i] = q2 + (o * qw - p * q1);
            p1 = pw - p1;
            q1 = qw - q1;
            p2 += e * pw;
            q2 += e * qw;
        }
        keep(s, l1, l2, r1, r2);
        keep(t, p1, p2, q1, q2);
    }

    private static void keep(double[] states, double left1, double left2, double right1, double right2) {
        states[0] = TinyStates.flush(left1);
        states[1] = TinyStates.flush(left2);
        states[2] = TinyStates.flush(right1);
        states[3] = TinyStates.flush(right2);
    }

    @AudioThread
    public boolean isRamping() {
        return ramping;
    }
}
