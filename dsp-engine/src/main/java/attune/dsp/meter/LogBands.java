package attune.dsp.meter;

/** Bands in equal ratios, centres from 20 Hz to 20 kHz: about twelve to the octave, each 5.8 % wide. */
public final class LogBands {
    /** Number of bands. */
    public static final int BANDS = 120;

    private static final double LOWEST_HZ = 20;
    /** Highest centre over lowest. */
    private static final double SPAN = 1000;

    private LogBands() {}

    /** Centre frequency, band 0 to 119. */
    public static double centreHz(int band) {
        return at(band);
    }

    /** Lower edge of a band; the upper edge is the lower edge of the next one. */
    public static double lowerHz(int band) {
        return at(band - 0.5);
    }

    private static double at(double band) {
        return LOWEST_HZ * StrictMath.pow(SPAN, band / (BANDS - 1));
    }
}
