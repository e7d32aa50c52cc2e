package attune.learn.match;

import attune.dsp.meter.LogBands;

/** What a spectrum lacks to another one, by {@link LogBands}, both smoothed and at the same level. */
final class ToneDifference {
    /** A band this far under the loudest one is not sound, but what a filter or a codec left. */
    private static final double NOTHING = 1e-7;

    private static final double BANDS_PER_OCTAVE =
            StrictMath.log(2) / StrictMath.log(LogBands.centreHz(1) / LogBands.centreHz(0));

    private ToneDifference() {}

    /**
     * Target less spectrum in dB, mean 0; NaN where either has nothing.
     *
     * @param powers spectrum, by band
     * @param targetPowers the other one, NaN where it says nothing
     * @param lowestHz no band below it counts
     * @param highestHz no band above it counts
     */
    static double[] of(
            double[] powers, double[] targetPowers, double smoothingOctaves, double lowestHz, double highestHz) {
        double[] smooth = smooth(powers, smoothingOctaves);
        double[] target = smooth(targetPowers, smoothingOctaves);
        double least = NOTHING * largest(smooth);
        double leastTarget = NOTHING * largest(target);
        double[] difference = new double[powers.length];
        double sum = 0;
        int n = 0;
        for (int b = 0; b < difference.length; b++) {
            double hz = LogBands.centreHz(b);
            boolean counts = hz >= lowestHz && hz <= highestHz && smooth[b] > least && target[b] > leastTarget;
            difference[b] = counts ? 10 * StrictMath.log10(target[b] / smooth[b]) : Double.NaN;
            sum += counts ? difference[b] : 0;
            n += counts ? 1 : 0;
        }
        for (int b = 0; b < difference.length; b++) {
            difference[b] -= sum / n;
        }
        return difference;
    }

    /** Root mean square; NaN where nothing counts. */
    static double rms(double[] difference) {
        double sum = 0;
        int n = 0;
        for (double db : difference) {
            sum += Double.isNaN(db) ? 0 : db * db;
            n += Double.isNaN(db) ? 0 : 1;
        }
        return n == 0 ? Double.NaN : Math.sqrt(sum / n);
    }

    /** Means under a Hann window of this width at half its height; what is NaN stays so. */
    private static double[] smooth(double[] powers, double octaves) {
        int reach = Math.max(1, (int) Math.ceil(octaves * BANDS_PER_OCTAVE));
        double[] out = new double[powers.length];
        for (int b = 0; b < out.length; b++) {
            double sum = 0;
            double weights = 0;
            for (int k = Math.max(0, b - reach); k <= Math.min(out.length - 1, b + reach); k++) {
                if (!Double.isNaN(powers[k])) {
                    double weight = 1 + StrictMath.cos(StrictMath.PI * (k - b) / (octaves * BANDS_PER_OCTAVE));
                    weight = Math.abs(k - b) < octaves * BANDS_PER_OCTAVE ? weight : k == b ? 1 : 0;
                    sum += weight * powers[k];
                    weights += weight;
                }
            }
            out[b] = Double.isNaN(powers[b]) ? Double.NaN : sum / weights;
        }
        return out;
    }

    private static double largest(double[] powers) {
        double largest = 0;
        for (double power : powers) {
            largest = power > largest ? power : largest;
        }
        return largest;
    }
}
