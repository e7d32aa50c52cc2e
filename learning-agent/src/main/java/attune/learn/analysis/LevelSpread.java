package attune.learn.analysis;

/** How much a voice's slow level moves: standard deviation of the 80th percentile over windows of 0.8 s. */
public final class LevelSpread {
    /** Energies are summed from this bin of {@link PowerFrames} up. */
    public static final int FROM_BIN = 4;

    private static final int WINDOW = 100;
    private static final int STEP = 25;
    private static final int FEWEST_ACTIVE = 30;
    private static final int FEWEST_WINDOWS = 3;
    private static final double SHARE = 0.8;

    private LevelSpread() {}

    /**
     * Spread in dB; 0 where there is too little to tell.
     *
     * @param energies power by frame
     * @param active whether the voice is there, by frame
     */
    public static double ofEnergies(double[] energies, boolean[] active) {
        double[] window = new double[WINDOW];
        double sum = 0;
        double squares = 0;
        int windows = 0;
        for (int start = 0; start < energies.length - WINDOW; start += STEP) {
            int n = 0;
            for (int t = start; t < start + WINDOW; t++) {
                if (active[t]) {
                    window[n++] = 10 * Math.log10(energies[t] + 1e-10);
                }
            }
            if (n > FEWEST_ACTIVE) {
                double level = Percentile.ofSorting(window, n, SHARE);
                sum += level;
                squares += level * level;
                windows++;
            }
        }
        if (windows < FEWEST_WINDOWS) {
            return 0;
        }
        double mean = sum / windows;
        return Math.sqrt(Math.max(0, squares / windows - mean * mean));
    }
}
