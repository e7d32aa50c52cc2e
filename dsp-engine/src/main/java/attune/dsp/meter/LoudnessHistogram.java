package attune.dsp.meter;

import attune.dsp.core.ExactMath;
import attune.rt.AudioThread;

/**
 * Gated loudness statistics over unlimited time in fixed memory: block energies counted in bins of 0.01 LU from the
 * absolute gate (−70 LUFS) up to +10 LUFS. Each bin keeps the sum of its energies, so a gated mean is exact but for
 * blocks within 0.01 LU of the gate.
 */
final class LoudnessHistogram {
    static final double ABSOLUTE_GATE_LUFS = -70;
    private static final double BINS_PER_LU = 100;
    private static final int BINS = 8_000;

    private final int[] counts = new int[BINS];
    private final double[] energies = new double[BINS];
    private int highestBin;
    private long totalCount;
    private double totalEnergy;

    /** Loudness of a mean square, −∞ where it is below any measure. */
    @AudioThread
    static double lufs(double meanSquare) {
        return meanSquare < 1e-20 ? Double.NEGATIVE_INFINITY : KWeighting.OFFSET_LUFS + ExactMath.powerToDb(meanSquare);
    }

    /** Counts one block unless it is under the absolute gate. */
    @AudioThread
    void add(double meanSquare) {
        double loudness = lufs(meanSquare);
        if (loudness < ABSOLUTE_GATE_LUFS) {
            return;
        }
        int bin = binOf(loudness);
        counts[bin]++;
        energies[bin] += meanSquare;
        totalCount++;
        totalEnergy += meanSquare;
        highestBin = Math.max(highestBin, bin);
    }

    private static int binOf(double loudness) {
        double bin = (loudness - ABSOLUTE_GATE_LUFS) * BINS_PER_LU;
        return bin <= 0 ? 0 : bin >= BINS - 1 ? BINS - 1 : (int) bin;
    }

    /** Mean loudness of all blocks above the mean of all minus {@code gateLu}; −∞ without blocks. */
    @AudioThread
    double gatedLufs(double gateLu) {
        if (totalCount == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        double sum = 0;
        long count = 0;
        for (int bin = gateBin(gateLu); bin <= highestBin; bin++) {
            sum += energies[bin];
            count += counts[bin];
        }
        return count == 0 ? Double.NEGATIVE_INFINITY : lufs(sum / count);
    }

    /** Distance in LU between two percentiles (fractions) of the blocks above the mean of all minus {@code gateLu}. */
    @AudioThread
    double percentileRangeLu(double gateLu, double low, double high) {
        if (totalCount == 0) {
            return 0;
        }
        int first = gateBin(gateLu);
        long count = 0;
        for (int bin = first; bin <= highestBin; bin++) {
            count += counts[bin];
        }
        return count == 0 ? 0 : (percentileBin(first, count, high) - percentileBin(first, count, low)) / BINS_PER_LU;
    }

    private int percentileBin(int first, long count, double fraction) {
        long rank = (long) ((count - 1) * fraction + 0.5);
        long seen = 0;
        for (int bin = first; bin <= highestBin; bin++) {
            seen += counts[bin];
            if (seen > rank) {
                return bin;
            }
        }
        return highestBin;
    }

    private int gateBin(double gateLu) {
        return binOf(lufs(totalEnergy / totalCount) - gateLu);
    }

    @AudioThread
    void reset() {
        for (int bin = 0; bin < BINS; bin++) {
            counts[bin] = 0;
            energies[bin] = 0;
        }
        highestBin = 0;
        totalCount = 0;
        totalEnergy = 0;
    }
}
