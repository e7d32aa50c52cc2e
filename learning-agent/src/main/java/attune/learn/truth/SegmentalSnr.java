package attune.learn.truth;

/**
 * Mean over frames of 30 ms of the signal-to-noise ratio in dB, each frame's clipped to −10 … 35 dB; pauses (40 dB under
 * the loudest frame) are left out. J. H. L. Hansen and B. L. Pellom (1998). Punishes any delay or filter: use it beside
 * others.
 */
public final class SegmentalSnr {
    private static final double FRAME_SECONDS = 0.03;
    private static final double LEAST_DB = -10;
    private static final double MOST_DB = 35;
    private static final double ACTIVE_DB = 40;

    private SegmentalSnr() {}

    public static double measureDb(double[] reference, double[] test, int rateHz) {
        Signals.requireSameLength(reference, test);
        int frame = (int) Math.round(FRAME_SECONDS * rateHz);
        double[] levels = Signals.frameLevelsDb(reference, frame);
        double loudest = Signals.percentile(levels, 1);
        double sum = 0;
        int active = 0;
        for (int f = 0; f < levels.length; f++) {
            if (levels[f] <= loudest - ACTIVE_DB) {
                continue;
            }
            double signal = 0;
            double noise = 0;
            for (int i = f * frame; i < (f + 1) * frame; i++) {
                double d = test[i] - reference[i];
                signal += reference[i] * reference[i];
                noise += d * d;
            }
            double snrDb = Signals.powerDb(signal) - Signals.powerDb(noise);
            sum += Math.max(LEAST_DB, Math.min(MOST_DB, snrDb));
            active++;
        }
        return sum / active;
    }
}
