package attune.dsp.spectral;

import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.util.Arrays;

/**
 * What the quietest parts of the last {@value #BLOCKS} blocks of frames were like, bin by bin: how quiet, how far from
 * each other, how scattered within.
 */
final class QuietBlocks {
    static final int BLOCKS = 50;

    /** Share of blocks under the lower and the upper percentile. */
    private static final double LOWER = 0.1;

    private static final double UPPER = 0.3;
    private static final int MOST_QUIET = (int) (UPPER * BLOCKS) + 1;

    private final int bins;
    private final float[] sum;
    private final float[] singleSum;
    private final float[] squareSum;
    /** Mean power of each block. */
    private final float[][] mean;
    /** Variance over squared mean, of each block. */
    private final float[][] variance;
    /** Means of the quietest blocks, ascending, and their variances. */
    private final float[] quietMean = new float[MOST_QUIET];

    private final float[] quietVariance = new float[MOST_QUIET];
    private int frames;
    private int next;
    private int seen;

    /** For frames of so many bins. */
    @ControlThread
    QuietBlocks(int bins) {
        this.bins = bins;
        this.sum = new float[bins];
        this.singleSum = new float[bins];
        this.squareSum = new float[bins];
        this.mean = new float[BLOCKS][bins];
        this.variance = new float[BLOCKS][bins];
    }

    /** Forgets everything. */
    @AudioThread
    void reset() {
        Arrays.fill(sum, 0);
        Arrays.fill(singleSum, 0);
        Arrays.fill(squareSum, 0);
        frames = 0;
        next = 0;
        seen = 0;
    }

    /** Goes on from another one, see {@link Resampling}. */
    @AudioThread
    void adopt(QuietBlocks other) {
        float scale = Resampling.scale(other.sum, sum);
        Resampling.powers(other.sum, sum);
        Resampling.powers(other.singleSum, singleSum);
        Resampling.values(other.squareSum, squareSum, scale * scale);
        for (int i = 0; i < BLOCKS; i++) {
            Resampling.powers(other.mean[i], mean[i]);
            Resampling.values(other.variance[i], variance[i], 1);
        }
        frames = other.frames;
        next = other.next;
        seen = other.seen;
    }

    /**
     * Takes one frame into the block.
     *
     * @param power of every bin, all channels
     * @param single power of one combination of the channels, which scatters like one channel, whatever they share
     */
    @AudioThread
    void add(float[] power, float[] single) {
        for (int k = 0; k < bins; k++) {
            float p = single[k];
            sum[k] += power[k];
            singleSum[k] += p;
            squareSum[k] += p * p;
        }
        frames++;
    }

    /** Ends the block; returns the power of all bins in its mean. */
    @AudioThread
    float end() {
        float total = 0;
        float scale = 1f / frames;
        float[] m = mean[next];
        float[] v = variance[next];
        for (int k = 0; k < bins; k++) {
            m[k] = scale * sum[k];
            total += m[k];
            v[k] = frames * squareSum[k] / (singleSum[k] * singleSum[k]) - 1;
        }
        Arrays.fill(sum, 0);
        Arrays.fill(singleSum, 0);
        Arrays.fill(squareSum, 0);
        frames = 0;
        next = (next + 1) % BLOCKS;
        seen = Math.min(seen + 1, BLOCKS);
        return total;
    }

    /** Sorts out the quiet blocks of one bin, for {@link #level}, {@link #spread} and {@link #scatter}. */
    @AudioThread
    void look(int bin) {
        int wanted = rank(UPPER) + 1;
        int kept = 0;
        for (int i = 0; i < seen; i++) {
            float value = mean[i][bin];
            if (kept < wanted || value < quietMean[wanted - 1]) {
                insert(value, variance[i][bin], Math.min(kept, wanted - 1));
                kept = Math.min(kept + 1, wanted);
            }
        }
    }

    private void insert(float value, float itsVariance, int end) {
        int at = end;
        while (at > 0 && quietMean[at - 1] > value) {
            quietMean[at] = quietMean[at - 1];
            quietVariance[at] = quietVariance[at - 1];
            at--;
        }
        quietMean[at] = value;
        quietVariance[at] = itsVariance;
    }

    private int rank(double share) {
        return (int) (share * seen);
    }

    /** 10th percentile of the blocks' power. */
    @AudioThread
    float level() {
        return quietMean[rank(LOWER)];
    }

    /** 30th over 10th percentile of the blocks' power. */
    @AudioThread
    float spread() {
        return quietMean[rank(UPPER)] / quietMean[rank(LOWER)];
    }

    /** Variance of a frame's power over its squared mean within the blocks up to the 30th percentile; 1 for Gaussian noise. */
    @AudioThread
    float scatter() {
        int count = rank(UPPER) + 1;
        float total = 0;
        for (int i = 0; i < count; i++) {
            total += quietVariance[i];
        }
        return total / count;
    }
}
