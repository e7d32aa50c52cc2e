package attune.learn.truth;

/** Integrated loudness after ITU-R BS.1770-5 of a mono signal (as a centre channel), and matching to it. */
public final class Loudness {
    private static final double BLOCK_SECONDS = 0.4;
    private static final double STEP_SECONDS = 0.1;
    private static final double OFFSET_DB = -0.691;
    private static final double ABSOLUTE_GATE_LUFS = -70;
    private static final double RELATIVE_GATE_LU = -10;

    private Loudness() {}

    /** Loudness in LUFS; −∞ when nothing lies above the absolute gate. */
    public static double integratedLufs(double[] x, int rateHz) {
        double[] k = highPass(shelf(x, rateHz), rateHz);
        int block = (int) Math.round(BLOCK_SECONDS * rateHz);
        int step = (int) Math.round(STEP_SECONDS * rateHz);
        int count = Math.max(0, (k.length - block) / step + 1);
        double[] power = new double[count];
        for (int b = 0; b < count; b++) {
            power[b] = Signals.energy(k, b * step, b * step + block) / block;
        }
        double absolute = StrictMath.pow(10, (ABSOLUTE_GATE_LUFS - OFFSET_DB) / 10);
        double relative = gatedMean(power, absolute) * StrictMath.pow(10, RELATIVE_GATE_LU / 10);
        double mean = gatedMean(power, Math.max(absolute, relative));
        return mean > 0 ? OFFSET_DB + 10 * StrictMath.log10(mean) : Double.NEGATIVE_INFINITY;
    }

    /** {@code test} at the loudness of {@code reference}; unchanged when either is silent. */
    public static double[] match(double[] reference, double[] test, int rateHz) {
        double differenceDb = integratedLufs(reference, rateHz) - integratedLufs(test, rateHz);
        double gain = Double.isFinite(differenceDb) ? StrictMath.pow(10, differenceDb / 20) : 1;
        double[] out = new double[test.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = gain * test[i];
        }
        return out;
    }

    /**
     * {@code test} with its slow changes of level against {@code reference} divided out: a gain curve with knots every
     * second, each from two seconds. What a leveler does is no damage; beside this the plain match shows it.
     */
    public static double[] matchSlowly(double[] reference, double[] test, int rateHz) {
        Signals.requireSameLength(reference, test);
        int knots = test.length / rateHz + 2;
        double[] gains = new double[knots];
        for (int k = 0; k < knots; k++) {
            int from = Math.min(test.length, Math.max(0, (k - 1) * rateHz));
            int to = Math.min(test.length, (k + 1) * rateHz);
            double energy = Signals.energy(test, from, to);
            gains[k] = energy > 0 ? Math.sqrt(Signals.energy(reference, from, to) / energy) : 1;
        }
        double[] out = new double[test.length];
        for (int i = 0; i < out.length; i++) {
            int k = i / rateHz;
            double part = (double) (i % rateHz) / rateHz;
            out[i] = test[i] * (gains[k] + part * (gains[k + 1] - gains[k]));
        }
        return out;
    }

    private static double gatedMean(double[] power, double gate) {
        double sum = 0;
        int count = 0;
        for (double p : power) {
            if (p > gate) {
                sum += p;
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    /** First stage of the K weighting, its analogue prototype bilinearly transformed for any rate. */
    private static double[] shelf(double[] x, int rateHz) {
        double k = StrictMath.tan(Math.PI * 1681.974450955533 / rateHz);
        double q = 0.7071752369554196;
        double high = StrictMath.pow(10, 3.999843853973347 / 20);
        double band = StrictMath.pow(high, 0.4996667741545416);
        double a0 = 1 + k / q + k * k;
        return new Biquad(
                        (high + band * k / q + k * k) / a0,
                        2 * (k * k - high) / a0,
                        (high - band * k / q + k * k) / a0,
                        2 * (k * k - 1) / a0,
                        (1 - k / q + k * k) / a0)
                .filter(x);
    }

    /** Second stage: high pass at 38 Hz. */
    private static double[] highPass(double[] x, int rateHz) {
        double k = StrictMath.tan(Math.PI * 38.13547087602444 / rateHz);
        double q = 0.5003270373238773;
        double a0 = 1 + k / q + k * k;
        return new Biquad(1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0).filter(x);
    }
}
