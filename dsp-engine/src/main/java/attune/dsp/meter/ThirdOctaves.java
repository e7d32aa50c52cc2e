package attune.dsp.meter;

/** Third-octave bands of IEC 61260-1 (base ten), 25 Hz to 20 kHz nominal. */
public final class ThirdOctaves {
    /** Number of bands. */
    public static final int BANDS = 30;

    private static final int FIRST_INDEX = -16;
    private static final double REFERENCE_HZ = 1000;

    private ThirdOctaves() {}

    /** Exact midband frequency, band 0 to 29. */
    public static double centreHz(int band) {
        return REFERENCE_HZ * StrictMath.pow(10, (FIRST_INDEX + band) / 10.0);
    }

    /** Lower edge of a band; the upper edge is the lower edge of the next one. */
    public static double lowerHz(int band) {
        return centreHz(band) * StrictMath.pow(10, -1.0 / 20);
    }
}
