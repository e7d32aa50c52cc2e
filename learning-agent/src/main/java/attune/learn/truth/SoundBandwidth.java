package attune.learn.truth;

/** Up to where a recording holds sound. */
public final class SoundBandwidth {
    private static final int SIZE = 4096;
    /** Third octaves this far under the loudest hold nothing of the recording. */
    private static final double EMPTY_DB = -75;

    private static final double LOWEST_HZ = 2_000;
    private static final double LARGEST_HZ = 16_000;
    private static final double THIRD = StrictMath.pow(2, 1 / 3.0);
    private static final double ROUNDING = 1 + 1e-9;

    private SoundBandwidth() {}

    /**
     * Upper edge of the highest third octave that is less than 75 dB under the loudest, over the whole recording; 2 to 16
     * kHz, at most nine tenths of the Nyquist frequency.
     */
    public static double measureHz(double[] x, int rateHz) {
        PowerSpectrum spectrum = new PowerSpectrum(Signals.openHann(SIZE), SIZE);
        double[] power = new double[spectrum.bins()];
        double[] sum = new double[spectrum.bins()];
        for (int from = 0; from + SIZE <= x.length; from += SIZE) {
            spectrum.at(x, from, power);
            for (int k = 0; k < sum.length; k++) {
                sum[k] += power[k];
            }
        }
        double largest = Math.min(LARGEST_HZ, 0.45 * rateHz);
        double loudest = Double.NEGATIVE_INFINITY;
        for (double hz = 100; hz < largest; hz *= THIRD) {
            loudest = Math.max(loudest, bandDb(sum, hz, rateHz));
        }
        double bandwidth = LOWEST_HZ;
        for (double hz = LOWEST_HZ; hz * THIRD <= largest * ROUNDING; hz *= THIRD) {
            if (bandDb(sum, hz, rateHz) > loudest + EMPTY_DB) {
                bandwidth = hz * THIRD;
            }
        }
        return bandwidth;
    }

    /** Level of the third octave that begins here. */
    private static double bandDb(double[] power, double hz, int rateHz) {
        int from = (int) Math.round(hz * SIZE / rateHz);
        int to = Math.min(power.length, (int) Math.round(hz * THIRD * SIZE / rateHz));
        double sum = 0;
        for (int k = from; k < to; k++) {
            sum += power[k];
        }
        return Signals.powerDb(sum);
    }
}
