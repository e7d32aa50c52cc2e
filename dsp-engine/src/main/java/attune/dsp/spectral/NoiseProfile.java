package attune.dsp.spectral;

import attune.dsp.core.ExactMath;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.util.Arrays;

/**
 * Noise that was learned once and is kept: a level in each half octave from 40 Hz. The noise that counts in a bin is the
 * larger of what is tracked and what was kept, so that reduction works from the first frame.
 *
 * <p>The noise may have stopped meanwhile. A band in which the tracked noise stays 6 dB under the kept one for
 * {@value #PATIENCE_SECONDS} s lets the kept one go, by {@value #FADE_DB_PER_SECOND} dB a second down to the tracked
 * noise; it comes back as far, and at once, as the tracked noise rises.
 */
final class NoiseProfile {
    /** Number of half octaves. */
    static final int BANDS = ParamTable.NOISE_PROFILE_BANDS;

    private static final double PATIENCE_SECONDS = 2;
    private static final double FADE_DB_PER_SECOND = 12;
    /** Tracked over kept noise, a power ratio under which the kept one is doubted: −6 dB. */
    private static final float DOUBT = 0.25f;

    private static final float SMALLEST = 1e-12f;

    private final double binHz;
    /** Mean square of a channel for a power of 1 in a bin. */
    private final double meanSquarePerPower;
    /** Edges of the bands, one more than bands. */
    private final double[] edgeHz = new double[BANDS + 1];

    private final int[] bandOfBin;
    /** Where a bin lies: so much of the way from the centre of this band to the next one's. */
    private final int[] lower;

    private final float[] way;
    /** Mean square a Hz in each band, dB; NaN = nothing learned. */
    private final double[] densityDb = new double[BANDS];

    /** Kept noise power by bin, at full weight. */
    private final float[] kept;

    private final float[] noise;
    private final float[] inverse;
    /** How much of the kept noise is believed, a power ratio up to 1. */
    private final float[] weight = new float[BANDS];

    private final float[] keptInBand = new float[BANDS];
    private final float[] trackedInBand = new float[BANDS];
    private final int[] doubtedHops = new int[BANDS];
    private final int patienceHops;
    private final float fadePerHop;
    private boolean present;

    /**
     * For one transform.
     *
     * @param bins from 0 Hz to the Nyquist frequency
     * @param binHz from bin to bin
     * @param hopSeconds from frame to frame
     * @param meanSquarePerPower mean square of a channel for a power of 1 in a bin
     */
    @ControlThread
    NoiseProfile(int bins, double binHz, double hopSeconds, double meanSquarePerPower) {
        this.binHz = binHz;
        this.meanSquarePerPower = meanSquarePerPower;
        this.bandOfBin = new int[bins];
        this.lower = new int[bins];
        this.way = new float[bins];
        this.kept = new float[bins];
        this.noise = new float[bins];
        this.inverse = new float[bins];
        this.patienceHops = (int) Math.ceil(PATIENCE_SECONDS / hopSeconds);
        this.fadePerHop = (float) StrictMath.pow(10, -FADE_DB_PER_SECOND * hopSeconds / 10);
        for (int b = 0; b <= BANDS; b++) {
            edgeHz[b] = ParamTable.noiseProfileEdgeHz(b);
        }
        for (int k = 0; k < bins; k++) {
            // 0 Hz is like bin 1
            double place = 2 * StrictMath.log(Math.max(1, k) * binHz / edgeHz[0]) / StrictMath.log(2);
            double fromCentre = Math.max(0, Math.min(BANDS - 1, place - 0.5));
            bandOfBin[k] = (int) Math.max(0, Math.min(BANDS - 1, Math.floor(place)));
            lower[k] = (int) Math.min(BANDS - 2, Math.floor(fromCentre));
            way[k] = (float) (fromCentre - lower[k]);
        }
        reset();
    }

    /** Believes all that is kept again. */
    @AudioThread
    void reset() {
        Arrays.fill(weight, 1);
        Arrays.fill(doubtedHops, 0);
    }

    /** Believes and doubts as another one does. */
    @AudioThread
    void adopt(NoiseProfile other) {
        System.arraycopy(other.weight, 0, weight, 0, BANDS);
        System.arraycopy(other.doubtedHops, 0, doubtedHops, 0, BANDS);
    }

    /** Whether anything is kept. */
    boolean isPresent() {
        return present;
    }

    /**
     * Keeps other noise.
     *
     * @param bandsDb mean square of a channel in each band, dB of full scale; {@link ParamTable#NO_NOISE_DB} where nothing
     *     was learned
     * @param share of it that counts, 0 to 1
     */
    @AudioThread
    void keep(double[] bandsDb, double share) {
        present = false;
        double shareDb = share > 0 ? ExactMath.powerToDb(share) : 0;
        for (int b = 0; b < BANDS; b++) {
            boolean learned = share > 0 && bandsDb[b] > ParamTable.NO_NOISE_DB;
            double widthHz = edgeHz[b + 1] - edgeHz[b];
            densityDb[b] = learned ? bandsDb[b] + shareDb - ExactMath.powerToDb(widthHz) : Double.NaN;
            present |= learned;
        }
        Arrays.fill(keptInBand, 0);
        for (int k = 0; k < kept.length; k++) {
            double db = densityDb(k);
            // twice the level as an amplitude is the power
            kept[k] = db > -400 ? (float) (ExactMath.dbToLinear(2 * db) * binHz / meanSquarePerPower) : 0;
            keptInBand[bandOfBin[k]] += kept[k];
        }
    }

    /** NaN where nothing was learned. */
    private double densityDb(int bin) {
        double from = densityDb[lower[bin]];
        double to = densityDb[lower[bin] + 1];
        double at = way[bin];
        double both = from + at * (to - from);
        double nearer = at < 0.5 ? from : to;
        return both > -400 ? both : nearer;
    }

    /**
     * The noise that counts.
     *
     * @param tracked noise power by bin
     * @param trust in it, 0 to 1
     * @param hops since the last frame
     * @return power by bin, owned by the profile
     */
    @AudioThread
    float[] merge(float[] tracked, float trust, int hops) {
        if (trust >= 1) {
            doubt(tracked, hops);
        }
        for (int k = 0; k < noise.length; k++) {
            float merged = Math.max(trust * tracked[k], weight[bandOfBin[k]] * kept[k]);
            noise[k] = Math.max(SMALLEST, merged);
            inverse[k] = 1 / noise[k];
        }
        return noise;
    }

    /** One over what {@link #merge} has given. Owned by the profile. */
    float[] inverse() {
        return inverse;
    }

    private void doubt(float[] tracked, int hops) {
        Arrays.fill(trackedInBand, 0);
        for (int k = 0; k < tracked.length; k++) {
            trackedInBand[bandOfBin[k]] += tracked[k];
        }
        for (int b = 0; b < BANDS; b++) {
            float believed = weight[b] * keptInBand[b];
            if (trackedInBand[b] >= believed) {
                weight[b] = keptInBand[b] > 0 ? Math.min(1, trackedInBand[b] / keptInBand[b]) : 1;
                doubtedHops[b] = 0;
            } else if (doubtedHops[b] >= patienceHops) {
                float faded = hops == 1 ? fadePerHop : fadePerHop * fadePerHop;
                weight[b] = Math.max(weight[b] * faded, trackedInBand[b] / keptInBand[b]);
            } else {
                doubtedHops[b] = trackedInBand[b] < DOUBT * believed ? doubtedHops[b] + hops : 0;
            }
        }
    }

    /**
     * Levels of a noise in the bands of a profile.
     *
     * @param tracked noise power by bin
     * @param bandsDb written: mean square of a channel in each band, dB of full scale, {@link ParamTable#NO_NOISE_DB} at
     *     least and above the Nyquist frequency
     */
    @AudioThread
    void measure(float[] tracked, double[] bandsDb) {
        for (int b = 0; b < BANDS; b++) {
            double power = 0;
            double coveredBins = 0;
            double from = edgeHz[b] / binHz;
            double to = Math.min(edgeHz[b + 1] / binHz, tracked.length - 1);
            for (int k = (int) (from + 0.5); k < tracked.length && k - 0.5 < to; k++) {
                double covered = Math.max(0, Math.min(to, k + 0.5) - Math.max(from, k - 0.5));
                power += covered * tracked[k];
                coveredBins += covered;
            }
            double widthBins = (edgeHz[b + 1] - edgeHz[b]) / binHz;
            double meanSquare = coveredBins > 0 ? power / coveredBins * widthBins * meanSquarePerPower : 0;
            double db = meanSquare > 1e-20 ? ExactMath.powerToDb(meanSquare) : ParamTable.NO_NOISE_DB;
            bandsDb[b] = Math.max(ParamTable.NO_NOISE_DB, Math.min(0, db));
        }
    }
}
