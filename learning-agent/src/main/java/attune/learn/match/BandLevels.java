package attune.learn.match;

import attune.dsp.core.ProcessSpec;
import attune.dsp.filter.LinkwitzRileyCrossover;
import java.util.Arrays;

/** Levels of a sound in the bands of the multiband compressor, by steps of 50 ms. Immutable; NaN in a band without sound. */
final class BandLevels {
    static final int BANDS = LinkwitzRileyCrossover.BANDS;

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    /** A band this far under the loudest one holds nothing that anyone would compress. */
    private static final double SILENT_BAND_DB = -50;

    private static final double FLOOR = 1e-14;
    private static final double LOUD_SHARE = 0.95;
    private static final double MIDDLE_SHARE = 0.5;

    private final double[] spreadDb = new double[BANDS];
    private final double[] medianPeakDb = new double[BANDS];
    private final double[] energyDb = new double[BANDS];

    private BandLevels() {}

    /** Bands at these corners. */
    static BandLevels of(ProcessSpec spec, float[][] sound, int stepQuanta, boolean[] active, double[] cornersHz) {
        double[][] energies = new double[BANDS][active.length];
        double[][] peaks = new double[BANDS][active.length];
        measure(spec, sound, stepQuanta, cornersHz, energies, peaks);
        BandLevels levels = new BandLevels();
        for (int b = 0; b < BANDS; b++) {
            double[] steps = activeDb(energies[b], active);
            levels.energyDb[b] = meanDb(energies[b], active);
            levels.spreadDb[b] = percentile(steps, LOUD_SHARE) - percentile(steps, MIDDLE_SHARE);
            levels.medianPeakDb[b] = percentile(activeDb(peaks[b], active), MIDDLE_SHARE);
        }
        double loudest = Arrays.stream(levels.energyDb).max().orElse(0);
        for (int b = 0; b < BANDS; b++) {
            if (levels.energyDb[b] < loudest + SILENT_BAND_DB) {
                levels.spreadDb[b] = Double.NaN;
            }
        }
        return levels;
    }

    private static void measure(
            ProcessSpec spec,
            float[][] sound,
            int stepQuanta,
            double[] cornersHz,
            double[][] energies,
            double[][] peaks) {
        LinkwitzRileyCrossover crossover = new LinkwitzRileyCrossover();
        crossover.prepare(spec);
        crossover.setCornersHz(cornersHz[0], cornersHz[1], cornersHz[2]);
        crossover.reset();
        double[][] block = new double[spec.channels()][QUANTUM];
        double[][][] bands = new double[BANDS][spec.channels()][QUANTUM];
        for (int q = 0; q < energies[0].length * stepQuanta; q++) {
            for (int c = 0; c < block.length; c++) {
                for (int i = 0; i < QUANTUM; i++) {
                    block[c][i] = sound[c][q * QUANTUM + i];
                }
            }
            crossover.process(block, bands, 0);
            for (int b = 0; b < BANDS; b++) {
                add(bands[b], energies[b], peaks[b], q / stepQuanta);
            }
        }
    }

    private static void add(double[][] band, double[] energies, double[] peaks, int step) {
        for (double[] channel : band) {
            for (double x : channel) {
                energies[step] += x * x;
                peaks[step] = Math.max(peaks[step], x * x);
            }
        }
    }

    private static double[] activeDb(double[] powers, boolean[] active) {
        double[] levels = new double[powers.length];
        int n = 0;
        for (int s = 0; s < powers.length; s++) {
            if (active[s]) {
                levels[n++] = 10 * StrictMath.log10(powers[s] + FLOOR);
            }
        }
        double[] some = Arrays.copyOf(levels, n);
        Arrays.sort(some);
        return some;
    }

    private static double meanDb(double[] energies, boolean[] active) {
        double sum = 0;
        for (int s = 0; s < energies.length; s++) {
            sum += active[s] ? energies[s] : 0;
        }
        return 10 * StrictMath.log10(sum + FLOOR);
    }

    private static double percentile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Loud over middle level; NaN in a band without sound. */
    double spreadDb(int band) {
        return spreadDb[band];
    }

    /** Middle of the steps' peaks, in dB of full scale, as the compressor hears them. */
    double medianPeakDb(int band) {
        return medianPeakDb[band];
    }

    /** Energy of all active steps, on any scale. */
    double energyDb(int band) {
        return energyDb[band];
    }

    /** Root mean square of the differences of spread, over the bands that both have; NaN where there is none. */
    double distanceDb(BandLevels other) {
        double sum = 0;
        int n = 0;
        for (int b = 0; b < BANDS; b++) {
            double difference = spreadDb[b] - other.spreadDb[b];
            if (!Double.isNaN(difference)) {
                sum += difference * difference;
                n++;
            }
        }
        return n == 0 ? Double.NaN : Math.sqrt(sum / n);
    }
}
