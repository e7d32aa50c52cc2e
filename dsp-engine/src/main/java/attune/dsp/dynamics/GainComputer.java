package attune.dsp.dynamics;

import attune.rt.AudioThread;

/**
 * Static curve of a compressor: threshold, ratio and a knee in which the ratio comes in as a parabola (D. Giannoulis,
 * M. Massberg, J. D. Reiss, "Digital Dynamic Range Compressor Design", JAES 60(6), 2012, equation 4).
 */
final class GainComputer {
    private double thresholdDb;
    private double slope;
    private double halfKneeDb;
    private double perKnee;

    /**
     * @param newThresholdDb middle of the knee
     * @param ratio 1 or more
     * @param kneeDb width of the knee, 0 or more
     */
    @AudioThread
    void set(double newThresholdDb, double ratio, double kneeDb) {
        thresholdDb = newThresholdDb;
        slope = 1 - 1 / ratio;
        halfKneeDb = kneeDb / 2;
        perKnee = kneeDb > 0 ? slope / (2 * kneeDb) : 0;
    }

    /** Whether no level is ever reduced. */
    @AudioThread
    boolean isFlat() {
        return slope == 0;
    }

    /** Reduction of this level, in dB, 0 or more. */
    @AudioThread
    double reductionDb(double levelDb) {
        double over = levelDb - thresholdDb;
        if (over <= -halfKneeDb) {
            return 0;
        }
        double intoKnee = over + halfKneeDb;
        return over < halfKneeDb ? perKnee * intoKnee * intoKnee : slope * over;
    }
}
