package attune.dsp.dynamics;

import attune.dsp.core.ExactMath;
import attune.rt.AudioThread;

/**
 * Attack and release of a gain reduction: follows a wanted reduction in dB, exponentially, with one time for more of it
 * and one for less. Times are those in which 90 % of a step is done. Working in decibels behind the static curve, the
 * times don't depend on the level ("smooth, branching, in the log domain": D. Giannoulis, M. Massberg, J. D. Reiss,
 * "Digital Dynamic Range Compressor Design", JAES 60(6), 2012). Lands on exactly 0.
 */
final class EnvelopeFollower {
    private static final double DONE_90_PERCENT = 2.302585092994046;
    private static final double NEARLY_ZERO_DB = 5e-4;

    private double rise;
    private double fall;
    private double reductionDb;

    /** Times for more and for less reduction, and the time between two calls of {@link #next}. */
    @AudioThread
    void set(double riseSeconds, double fallSeconds, double stepSeconds) {
        rise = 1 - ExactMath.exp(-DONE_90_PERCENT * stepSeconds / riseSeconds);
        fall = 1 - ExactMath.exp(-DONE_90_PERCENT * stepSeconds / fallSeconds);
    }

    /** Starts over from no reduction. */
    @AudioThread
    void reset() {
        reductionDb = 0;
    }

    /** One step towards the wanted reduction, 0 or more; returns the reduction now. */
    @AudioThread
    double next(double wantedDb) {
        double change = wantedDb - reductionDb;
        double moved = reductionDb + (change > 0 ? rise : fall) * change;
        reductionDb = wantedDb == 0 && moved < NEARLY_ZERO_DB ? 0 : moved;
        return reductionDb;
    }

    /** Reduction now, in dB, 0 or more. */
    @AudioThread
    double reductionDb() {
        return reductionDb;
    }
}
