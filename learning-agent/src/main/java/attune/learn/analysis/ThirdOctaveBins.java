package attune.learn.analysis;

/**
 * Shares of the bins of {@link PowerFrames} in the third octaves of {@link SpeechTarget}: around the nominal frequencies, up to 0.9 %
 * off the exact mid-band ones, since judges and policies were trained on these.
 */
final class ThirdOctaveBins {
    static final int COUNT = SpeechTarget.CENTRES_HZ.size();
    /** Bands from here up define the level: below, rooms and microphones differ more than voices do. */
    static final int FIRST_LEVEL_BAND = 2;

    private static final double BIN_HZ = 16_000.0 / PowerFrames.FRAME;
    /** Below this bands are narrower than bins, and are read between the two nearest. */
    private static final double INTERPOLATED_BELOW_HZ = 300;

    private ThirdOctaveBins() {}

    /** Band levels in dB of a spectrum, the mean over the upper bands taken out. */
    static double[] shape(double[] power) {
        double[] level = new double[COUNT];
        double mean = 0;
        for (int b = 0; b < COUNT; b++) {
            level[b] = 10 * StrictMath.log10(band(power, SpeechTarget.CENTRES_HZ.get(b)) + 1e-12);
            mean += b >= FIRST_LEVEL_BAND ? level[b] / (COUNT - FIRST_LEVEL_BAND) : 0;
        }
        for (int b = 0; b < COUNT; b++) {
            level[b] -= mean;
        }
        return level;
    }

    private static double band(double[] power, double centreHz) {
        double sum = 0;
        if (centreHz < INTERPOLATED_BELOW_HZ) {
            double place = centreHz / BIN_HZ;
            for (int k = 0; k < power.length; k++) {
                sum += Math.max(0, 1 - Math.abs(k - place)) * power[k];
            }
            return sum;
        }
        double lower = centreHz * StrictMath.pow(2, -1.0 / 6) / BIN_HZ;
        double upper = centreHz * StrictMath.pow(2, 1.0 / 6) / BIN_HZ;
        for (int k = (int) Math.ceil(lower); k < upper && k < power.length; k++) {
            sum += power[k];
        }
        return sum;
    }
}
