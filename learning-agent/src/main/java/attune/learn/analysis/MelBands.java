package attune.learn.analysis;

/** 26 triangular bands of equal width on the mel scale, 80 Hz to 7.6 kHz, over the bins of {@link PowerFrames}. */
public final class MelBands {
    /** How many there are. */
    public static final int COUNT = 26;

    private static final double LOWEST_HZ = 80;
    private static final double HIGHEST_HZ = 7_600;
    private static final double BIN_HZ = 16_000.0 / PowerFrames.FRAME;
    private static final MelBands SHARED = new MelBands();

    private final double[] centresHz = new double[COUNT];
    private final int[] first = new int[COUNT];
    private final float[][] weights = new float[COUNT][];

    private MelBands() {
        double low = mel(LOWEST_HZ);
        double step = (mel(HIGHEST_HZ) - low) / (COUNT + 1);
        for (int b = 0; b < COUNT; b++) {
            double from = hz(low + b * step);
            double centre = hz(low + (b + 1) * step);
            double to = hz(low + (b + 2) * step);
            centresHz[b] = centre;
            first[b] = (int) Math.ceil(from / BIN_HZ);
            int last = (int) Math.floor(to / BIN_HZ);
            weights[b] = new float[last - first[b] + 1];
            for (int k = first[b]; k <= last; k++) {
                double f = k * BIN_HZ;
                weights[b][k - first[b]] =
                        (float) Math.max(0, Math.min((f - from) / (centre - from), (to - f) / (to - centre)));
            }
        }
    }

    /** The one instance; immutable. */
    public static MelBands shared() {
        return SHARED;
    }

    private static double mel(double hz) {
        return 2595 * StrictMath.log10(1 + hz / 700);
    }

    private static double hz(double mel) {
        return 700 * (StrictMath.pow(10, mel / 2595) - 1);
    }

    /** Centre of a band. */
    public double centreHz(int band) {
        return centresHz[band];
    }

    /** Sums {@code power[at .. at + BINS)} by band into {@code bands[to .. to + COUNT)}. */
    public void sum(float[] power, int at, float[] bands, int to) {
        for (int b = 0; b < COUNT; b++) {
            float[] w = weights[b];
            int from = at + first[b];
            float sum = 0;
            for (int i = 0; i < w.length; i++) {
                sum += w[i] * power[from + i];
            }
            bands[to + b] = sum;
        }
    }
}
