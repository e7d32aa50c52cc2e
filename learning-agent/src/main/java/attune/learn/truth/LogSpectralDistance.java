package attune.learn.truth;

/**
 * Log-spectral distance in third octaves: root mean square over the bands of the level difference, averaged over frames.
 * Bands more than 60 dB under the loudest band of the reference count as inaudible and are clamped there; frames in which
 * the reference lies more than 40 dB under its loudest frame are pauses and left out. Sensitive to level: match it first.
 */
public final class LogSpectralDistance {
    private static final double FRAME_SECONDS = 0.032;
    private static final double CLAMP_DB = 60;
    private static final double ACTIVE_DB = 40;

    private LogSpectralDistance() {}

    /**
     * Distance in dB, 0 for equal signals.
     *
     * @param lowestCentreHz centre of the lowest band: 125 for speech, 100 for music
     * @param bandwidthHz up to where the source holds sound; the highest band ends at or below it
     */
    public static double measureDb(
            double[] reference, double[] test, int rateHz, double lowestCentreHz, double bandwidthHz) {
        Signals.requireSameLength(reference, test);
        double[][] a = bandLevelsDb(reference, rateHz, lowestCentreHz, bandwidthHz);
        double[][] b = bandLevelsDb(test, rateHz, lowestCentreHz, bandwidthHz);
        double loudestBand = Double.NEGATIVE_INFINITY;
        double[] frameDb = new double[a.length];
        double loudestFrame = Double.NEGATIVE_INFINITY;
        for (int f = 0; f < a.length; f++) {
            double sum = 0;
            for (double level : a[f]) {
                loudestBand = Math.max(loudestBand, level);
                sum += StrictMath.pow(10, level / 10);
            }
            frameDb[f] = Signals.powerDb(sum);
            loudestFrame = Math.max(loudestFrame, frameDb[f]);
        }
        double floor = loudestBand - CLAMP_DB;
        double total = 0;
        int active = 0;
        for (int f = 0; f < a.length; f++) {
            if (frameDb[f] > loudestFrame - ACTIVE_DB) {
                total += distance(a[f], b[f], floor);
                active++;
            }
        }
        if (active == 0) {
            throw new IllegalArgumentException("reference=too short, at least one frame of 32 ms is needed");
        }
        return total / active;
    }

    private static double distance(double[] a, double[] b, double floor) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double d = Math.max(a[i], floor) - Math.max(b[i], floor);
            sum += d * d;
        }
        return Math.sqrt(sum / a.length);
    }

    private static double[][] bandLevelsDb(double[] x, int rateHz, double lowestCentreHz, double bandwidthHz) {
        int frame = 2 * (int) Math.round(FRAME_SECONDS * rateHz / 2);
        int hop = frame / 2;
        // twice the frame: bins fine enough for the lowest bands
        PowerSpectrum spectrum = new PowerSpectrum(Signals.openHann(frame), 2 * frame);
        double binHz = rateHz / (2.0 * frame);
        double highest = Math.min(bandwidthHz, rateHz / 2.0);
        int bands = (int) Math.floor(3 * StrictMath.log(highest / lowestCentreHz) / StrictMath.log(2) + 0.5);
        double[] power = new double[spectrum.bins()];
        int count = Math.max(0, (x.length - frame) / hop + 1);
        double[][] out = new double[count][bands];
        for (int f = 0; f < count; f++) {
            spectrum.at(x, f * hop, power);
            for (int b = 0; b < bands; b++) {
                double lower = lowestCentreHz * StrictMath.pow(2, (2 * b - 1) / 6.0) / binHz;
                double upper = lowestCentreHz * StrictMath.pow(2, (2 * b + 1) / 6.0) / binHz;
                out[f][b] = Signals.powerDb(between(power, lower, upper) / ((double) frame * frame));
            }
        }
        return out;
    }

    /** Power between two places on the bin axis, bin k reaching from k − ½ to k + ½, cut ones by their share. */
    private static double between(double[] power, double lower, double upper) {
        double sum = 0;
        for (int k = (int) Math.floor(lower + 0.5); k <= Math.min(power.length - 1, (int) (upper + 0.5)); k++) {
            double share = Math.min(upper, k + 0.5) - Math.max(lower, k - 0.5);
            sum += Math.max(0, share) * power[k];
        }
        return sum;
    }
}
