package attune.dsp.meter;

import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * The K frequency weighting of ITU-R BS.1770-5 Annex 1 (a shelf for the head, then a high-pass), for any sample rate:
 * the analogue prototypes behind the 48 kHz coefficients of the recommendation are designed anew by the bilinear
 * transform, and the gain at 997 Hz is what the recommendation has at 48 kHz. One owner thread.
 */
public final class KWeighting {
    /** Loudness of a mean square of 1, from BS.1770: −0.691 cancels the weighting's gain at 997 Hz. */
    public static final double OFFSET_LUFS = -0.691;

    private static final double SHELF_HZ = 1681.974450955533;
    private static final double SHELF_GAIN_DB = 3.999843853973347;
    private static final double SHELF_Q = 0.7071752369554196;
    private static final double SHELF_BAND_EXPONENT = 0.4996667741545416;
    private static final double HIGH_PASS_HZ = 38.13547087602444;
    private static final double HIGH_PASS_Q = 0.5003270373238773;
    private static final double CALIBRATION_HZ = 997;
    private static final double REFERENCE_RATE_HZ = 48_000;
    /** State of a decaying filter below this is inaudible and set to zero, so that it never becomes denormal. */
    private static final double TINY = 1e-15;

    private static final int STATES = 4;

    private double shelfB0;
    private double shelfB1;
    private double shelfB2;
    private double shelfA1;
    private double shelfA2;
    private double passGain;
    private double passA1;
    private double passA2;

    /** Energy of the first and second channel since the last {@link #energy}. */
    private double firstSum;

    private double secondSum;
    private double[][] states = new double[0][];

    /** Designs the filters and clears their history. */
    @ControlThread
    public void prepare(ProcessSpec spec) {
        design(REFERENCE_RATE_HZ);
        double reference = calibrationGain(REFERENCE_RATE_HZ);
        design(spec.sampleRateHz());
        passGain = reference / calibrationGain(spec.sampleRateHz());
        states = new double[spec.channels()][STATES];
    }

    private void design(double sampleRateHz) {
        designShelf(sampleRateHz);
        designHighPass(sampleRateHz);
    }

    private void designShelf(double sampleRateHz) {
        double k = StrictMath.tan(StrictMath.PI * SHELF_HZ / sampleRateHz);
        double high = StrictMath.pow(10, SHELF_GAIN_DB / 20);
        double band = StrictMath.pow(high, SHELF_BAND_EXPONENT);
        double a0 = 1 + k / SHELF_Q + k * k;
        shelfB0 = (high + band * k / SHELF_Q + k * k) / a0;
        shelfB1 = 2 * (k * k - high) / a0;
        shelfB2 = (high - band * k / SHELF_Q + k * k) / a0;
        shelfA1 = 2 * (k * k - 1) / a0;
        shelfA2 = (1 - k / SHELF_Q + k * k) / a0;
    }

    private void designHighPass(double sampleRateHz) {
        double k = StrictMath.tan(StrictMath.PI * HIGH_PASS_HZ / sampleRateHz);
        double a0 = 1 + k / HIGH_PASS_Q + k * k;
        passGain = 1;
        passA1 = 2 * (k * k - 1) / a0;
        passA2 = (1 - k / HIGH_PASS_Q + k * k) / a0;
    }

    /** Gain of both filters at the frequency for which {@link #OFFSET_LUFS} is made. */
    private double calibrationGain(double sampleRateHz) {
        double angle = 2 * StrictMath.PI * CALIBRATION_HZ / sampleRateHz;
        double shelf = magnitude(shelfB0, shelfB1, shelfB2, angle) / magnitude(1, shelfA1, shelfA2, angle);
        return shelf * magnitude(passGain, -2 * passGain, passGain, angle) / magnitude(1, passA1, passA2, angle);
    }

    private static double magnitude(double c0, double c1, double c2, double angle) {
        double real = c0 + c1 * StrictMath.cos(angle) + c2 * StrictMath.cos(2 * angle);
        double imaginary = c1 * StrictMath.sin(angle) + c2 * StrictMath.sin(2 * angle);
        return StrictMath.sqrt(real * real + imaginary * imaginary);
    }

    /** Clears the filters' history. */
    @AudioThread
    public void reset() {
        for (int c = 0; c < states.length; c++) {
            double[] state = states[c];
            for (int i = 0; i < STATES; i++) {
                state[i] = 0;
            }
        }
    }

    /**
     * Weights the next frames and sums their squares over all channels (left and right both weigh 1).
     *
     * @param channels planar samples, only read
     * @param offset first frame
     * @param frames any number up to a quantum, so that the result does not depend on how a block is cut
     */
    @AudioThread
    public double energy(float[][] channels, int offset, int frames) {
        firstSum = 0;
        secondSum = 0;
        return energyWithMore(channels, offset, frames);
    }

    /**
     * Goes on behind {@link #energy}: the sum of both, exactly as if the frames had come at once.
     *
     * @param offset first frame
     * @param frames any number up to a quantum
     */
    @AudioThread
    double energyWithMore(float[][] channels, int offset, int frames) {
        return states.length == 1
                ? energyOfOne(channels[0], offset, frames)
                : energyOfTwo(channels[0], channels[1], offset, frames);
    }

    private double energyOfOne(float[] samples, int offset, int frames) {
        double[] state = states[0];
        double s1 = state[0];
        double s2 = state[1];
        double p1 = state[2];
        double p2 = state[3];
        double sum = firstSum;
        for (int i = offset; i < offset + frames; i++) {
            double x = samples[i];
            double y = shelfB0 * x + s1;
            s1 = shelfB1 * x + s2 - shelfA1 * y;
            s2 = shelfB2 * x - shelfA2 * y;
            double u = passGain * y;
            double z = u + p1;
            p1 = p2 - 2 * u - passA1 * z;
            p2 = u - passA2 * z;
            sum += z * z;
        }
        keep(state, s1, s2, p1, p2);
        firstSum = sum;
        return sum;
    }

    /** Both channels in one loop: their recursions overlap in the processor. */
    private double energyOfTwo(float[] left, float[] right, int offset, int frames) {
        double b0 = shelfB0;
        double b1 = shelfB1;
        double b2 = shelfB2;
        double a1 = shelfA1;
        double a2 = shelfA2;
        double gain = passGain;
        double c1 = passA1;
        double c2 = passA2;
        double[] l = states[0];
        double[] r = states[1];
        double ls1 = l[0];
        double ls2 = l[1];
        double lp1 = l[2];
        double lp2 = l[3];
        double rs1 = r[0];
        double rs2 = r[1];
        double rp1 = r[2];
        double rp2 = r[3];
        double leftSum = firstSum;
        double rightSum = secondSum;
        for (int i = offset; i < offset + frames; i++) {
            double lx = left[i];
            double rx = right[i];
            double ly = b0 * lx + ls1;
            double ry = b0 * rx + rs1;
            ls1 = b1 * lx + ls2 - a1 * ly;
            rs1 = b1 * rx + rs2 - a1 * ry;
            ls2 = b2 * lx - a2 * ly;
            rs2 = b2 * rx - a2 * ry;
            double lu = gain * ly;
            double ru = gain * ry;
            double lz = lu + lp1;
            double rz = ru + rp1;
            lp1 = lp2 - 2 * lu - c1 * lz;
            rp1 = rp2 - 2 * ru - c1 * rz;
            lp2 = lu - c2 * lz;
            rp2 = ru - c2 * rz;
            leftSum += lz * lz;
            rightSum += rz * rz;
        }
        keep(l, ls1, ls2, lp1, lp2);
        keep(r, rs1, rs2, rp1, rp2);
        firstSum = leftSum;
        secondSum = rightSum;
        return leftSum + rightSum;
    }

    private static void keep(double[] state, double s1, double s2, double p1, double p2) {
        state[0] = flush(s1);
        state[1] = flush(s2);
        state[2] = flush(p1);
        state[3] = flush(p2);
    }

    private static double flush(double state) {
        return Math.abs(state) < TINY ? 0 : state;
    }
}
