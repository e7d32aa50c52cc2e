package attune.learn.analysis;

import java.util.Arrays;

/**
 * Noise that stays: what shows through a clip again and again at one level and is broad, so that a held note is no noise. In each
 * bin of {@link PowerFrames} the 10th percentile over time of averages over {@value #BLOCK_FRAMES} frames, and of those the median
 * over up to 31 bins. Non-causal, from the input alone; for music, whose notes a tracker of speech takes for noise. Immutable; the
 * arrays it gives out are to be read only.
 */
public final class SteadyFloor {
    private static final int BINS = PowerFrames.BINS;
    static final int BLOCK_FRAMES = 16;
    private static final int BESIDE = 15;
    private static final double LOW_SHARE = 0.1;
    private static final double QUIET_SHARE = 0.3;
    /** Mean of white noise over the 10th percentile of its blocks, less half a decibel: what is in doubt is music. */
    private static final double BIAS = 1.55;

    private static final double SMALLEST = 1e-13;

    private final double[] mean = new double[BINS];
    private final double[] level = new double[BINS];
    private final double[] spreadDb = new double[BINS];
    private final double[] scatter = new double[BINS];
    private final double[] noise = new double[BINS];
    private final double loudestDb;
    private final double quietestDb;

    private SteadyFloor(float[] power, int frames) {
        int blocks = Math.max(1, frames / BLOCK_FRAMES);
        int length = Math.min(BLOCK_FRAMES, frames);
        double[] energy = new double[blocks];
        double[] averages = new double[blocks];
        double[] variances = new double[blocks];
        for (int k = 0; k < BINS; k++) {
            for (int b = 0; b < blocks; b++) {
                average(power, k, b * length, length, b, averages, variances);
                energy[b] += averages[b];
                mean[k] += averages[b] / blocks;
            }
            double quiet = Percentile.of(averages, QUIET_SHARE);
            level[k] = Math.max(SMALLEST, Percentile.of(averages, LOW_SHARE));
            spreadDb[k] = 10 * Math.log10(Math.max(SMALLEST, quiet) / level[k]);
            int n = 0;
            for (int b = 0; b < blocks; b++) {
                if (averages[b] <= quiet) {
                    scatter[k] += variances[b] / (averages[b] * averages[b]);
                    n++;
                }
            }
            scatter[k] /= Math.max(1, n);
        }
        double all = 0;
        for (int k = 0; k < BINS; k++) {
            double[] near = Arrays.copyOfRange(level, Math.max(0, k - BESIDE), Math.min(BINS, k + BESIDE + 1));
            noise[k] = BIAS * Percentile.of(near, 0.5);
            all += noise[k];
        }
        this.loudestDb = 10 * Math.log10(Arrays.stream(energy).max().orElse(0) / all + SMALLEST);
        this.quietestDb = 10 * Math.log10(Percentile.of(energy, LOW_SHARE) / all + SMALLEST);
    }

    private static void average(
            float[] power, int bin, int from, int length, int block, double[] averages, double[] variances) {
        double sum = 0;
        double squares = 0;
        for (int t = from; t < from + length; t++) {
            double p = power[t * BINS + bin];
            sum += p;
            squares += p * p;
        }
        averages[block] = sum / length;
        variances[block] = Math.max(0, squares / length - averages[block] * averages[block]);
    }

    /** Floor of a clip. */
    public static SteadyFloor of(InputAnalysis analysis) {
        CleanEstimate clip = analysis.cleanEstimate();
        return new SteadyFloor(clip.input(), clip.frames());
    }

    /** Wanted sound and noise of a clip where what stays is noise and all else is wanted. */
    public static CleanEstimate estimate(InputAnalysis analysis) {
        CleanEstimate clip = analysis.cleanEstimate();
        SteadyFloor floor = new SteadyFloor(clip.input(), clip.frames());
        float[] steady = new float[clip.frames() * BINS];
        for (int i = 0; i < steady.length; i++) {
            steady[i] = (float) floor.noise[i % BINS];
        }
        return new CleanEstimate(clip.input(), clip.frames(), steady, clip.gain(), SpeechTarget.LEVELS_DB);
    }

    /** Power of the noise by bin. */
    public double[] noise() {
        return noise;
    }

    /** Mean power by bin. */
    public double[] mean() {
        return mean;
    }

    /** 10th percentile over time by bin, of itself, its neighbours left out. */
    public double[] level() {
        return level;
    }

    /** 30th over 10th percentile by bin, in dB: small where it stays at its level. */
    public double[] spreadDb() {
        return spreadDb;
    }

    /** Variance over squared mean within the quiet blocks by bin: noise scatters as much as its mean, partials less or more. */
    public double[] scatter() {
        return scatter;
    }

    /** The loudest block over all noise, in dB. */
    public double loudestDb() {
        return loudestDb;
    }

    /** The 10th percentile of the blocks over all noise, in dB: near 0 where pauses hold nothing but noise. */
    public double quietestDb() {
        return quietestDb;
    }
}
