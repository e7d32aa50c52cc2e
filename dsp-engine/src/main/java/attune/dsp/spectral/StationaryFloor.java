package attune.dsp.spectral;

import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.util.Arrays;

/**
 * Noise under music: only what shows through again and again for {@value #WINDOW_SECONDS} s at one level, is broad, and
 * scatters as noise does. In each bin the 10th percentile over time of short averages, and of those the median over up
 * to 31 bins: a note is no noise however long it is held, because it is narrow. {@link RefinedNoise} then averages close
 * to it.
 *
 * <p>Two doubts, both about what the {@link QuietBlocks} of a neighbourhood have in common. Noise stands on its level:
 * the 30th percentile lies about 1 dB over the 10th, and what dies away is spread wider. And its power scatters from frame
 * to frame as much as its mean, whereas the partials of a tone that are too close to be told apart scatter less or,
 * beating, more. What is in doubt is no noise.
 *
 * <p>Nor is anything noise where nothing louder was heard for minutes: alone it can't be told from a drone. (A kept
 * {@link NoiseProfile} tells.)
 *
 * <p>The work is spread: each frame brings a few bins up to date.
 */
final class StationaryFloor implements NoiseEstimator {
    static final double WINDOW_SECONDS = 8;

    /** Mean of white noise over the 10th percentile of its blocks, measured. */
    private static final float BIAS = 1.45f;
    /** Bins on either side of a neighbourhood, near 0 Hz and from 30 bins on. */
    private static final int FEWEST_BESIDE = 4;

    private static final int MOST_BESIDE = 15;
    /** Spread of the quiet blocks up to which there is no doubt, and from which there is no belief. */
    private static final float STEADY = 1.4f;

    private static final float UNSTEADY = 1.65f;
    /** Scatter of noise in blocks of overlapping frames, measured. */
    private static final int SCATTERS_FROM = 4;

    private static final float SCATTER = 0.88f;

    /** Bins that are noise lie 0.05 to 0.1 from it, in the mean over a neighbourhood; here doubt begins and belief ends. */
    private static final float LIKELY = 0.115f;

    private static final float UNLIKELY = 0.15f;
    /** Share that noise has of the loudest block: surely noise, and surely music, 15 and 9 dB under it. */
    private static final float QUIET = 0.03f;

    private static final float LOUD = 0.125f;
    /** From block to block; a minute takes 3 dB. */
    private static final float FORGETTING = 0.9982f;

    /** Blocks in which every bin is looked at and judged once. */
    private static final int BLOCKS_TO_UPDATE = 4;

    private static final double AVERAGING_SECONDS = 1;
    /** Trust grows from nothing to full between these. */
    private static final double TRUST_FROM_SECONDS = 4;

    private static final double TRUST_FULL_SECONDS = 8;
    /** What stands this far above the noise around it is no noise, and fully a tone at the second. */
    private static final float TONE_FROM = 4;

    private static final float TONE_FULL = 16;
    /** Noise where none is believed in. */
    private static final float NONE = 1e-12f;

    private final int bins;
    private final double hopSeconds;
    private final int hopsInBlock;
    private final int binsAFrame;
    private final QuietBlocks blocks;
    private final float[] level;
    private final float[] spread;
    /** How far the scatter of each bin is from that of noise. */
    private final float[] oddness;

    private final RunningMedian levelAround;
    private final RunningMean spreadAround;
    private final RunningMean oddnessAround;
    private final float[] floor;
    private final float[] held;
    private final RefinedNoise refined;
    /** Power of all bins: loudest block for minutes, and noise that the judged bins of this block have. */
    private float loudest;

    private float believedNow;
    private float quiet;
    private int hopsNow;
    /** Next bin that is looked at, then, when all were, that is judged. */
    private int nextLook;

    private int nextJudged;
    private int stride = 1;
    private long hopsSeen;

    /**
     * Makes room.
     *
     * @param bins of every frame
     * @param hopSeconds from frame to frame
     */
    @ControlThread
    StationaryFloor(int bins, double hopSeconds) {
        this.bins = bins;
        this.hopSeconds = hopSeconds;
        this.hopsInBlock = (int) Math.ceil(WINDOW_SECONDS / QuietBlocks.BLOCKS / hopSeconds);
        this.binsAFrame = 2 * bins / (BLOCKS_TO_UPDATE * hopsInBlock) + 1;
        this.blocks = new QuietBlocks(bins);
        this.level = new float[bins];
        this.spread = new float[bins];
        this.oddness = new float[bins];
        this.levelAround = new RunningMedian(level, FEWEST_BESIDE, MOST_BESIDE);
        this.spreadAround = new RunningMean(spread, MOST_BESIDE);
        this.oddnessAround = new RunningMean(oddness, MOST_BESIDE);
        this.floor = new float[bins];
        this.held = new float[bins];
        this.refined = new RefinedNoise(bins);
        reset();
    }

    @Override
    @AudioThread
    public void reset() {
        blocks.reset();
        Arrays.fill(floor, 0);
        Arrays.fill(held, 0);
        refined.reset();
        loudest = 0;
        believedNow = 0;
        quiet = 0;
        hopsNow = 0;
        nextLook = bins;
        nextJudged = bins;
        hopsSeen = 0;
    }

    @Override
    @AudioThread
    public void setStride(int frames) {
        stride = frames;
    }

    @Override
    @AudioThread
    public void update(float[] power, float[] single) {
        blocks.add(power, single);
        hopsNow += stride;
        hopsSeen += stride;
        if (hopsNow >= hopsInBlock) {
            loudest = Math.max(loudest * FORGETTING, blocks.end());
            hopsNow = 0;
        }
        if (loudest > 0) {
            bringUpToDate();
        }
    }

    /** How far all noise that is believed in lies under the loudest music: alone it could be music itself. */
    private void quietness() {
        float share = believedNow / Math.max(NONE, loudest);
        quiet = Math.max(0, Math.min(1, (LOUD - share) / (LOUD - QUIET)));
        believedNow = 0;
    }

    private void bringUpToDate() {
        for (int left = binsAFrame; left > 0; left--) {
            if (nextLook < bins) {
                look(nextLook++);
            } else if (nextJudged < bins) {
                judge(nextJudged++);
            } else {
                startAgain();
                return;
            }
        }
    }

    private void startAgain() {
        quietness();
        nextLook = 0;
        nextJudged = 0;
        levelAround.start();
        spreadAround.start();
        oddnessAround.start();
    }

    private void look(int bin) {
        blocks.look(bin);
        level[bin] = blocks.level();
        spread[bin] = blocks.spread();
        // beside 0 Hz and the Nyquist frequency one channel alone scatters up to twice as much
        int inner = Math.max(SCATTERS_FROM, Math.min(bins - 1 - SCATTERS_FROM, bin));
        if (inner != bin) {
            blocks.look(inner);
        }
        oddness[bin] = Math.abs(blocks.scatter() - SCATTER);
    }

    private void judge(int bin) {
        float around = levelAround.at(bin);
        float steady = (UNSTEADY - spreadAround.at(bin)) / (UNSTEADY - STEADY);
        float likely = (UNLIKELY - oddnessAround.at(bin)) / (UNLIKELY - LIKELY);
        float belief = Math.max(0, Math.min(1, steady)) * Math.max(0, Math.min(1, likely));
        float believed = BIAS * belief * around;
        believedNow += believed;
        floor[bin] = Math.max(NONE, quiet * believed);
        float tone = (level[bin] / around - TONE_FROM) / (TONE_FULL - TONE_FROM);
        held[bin] = Math.max(0, Math.min(1, tone));
        if (refined.noise()[bin] == 0) {
            refined.set(bin, floor[bin]);
        }
    }

    @Override
    @AudioThread
    public void refine(float[] power, int from, int to, float presence) {
        if (isStarted()) {
            float rate = (float) (stride * hopSeconds / AVERAGING_SECONDS) * (1 - presence);
            refined.refine(power, floor, from, to, rate);
        }
    }

    @Override
    @AudioThread
    public void adopt(NoiseEstimator other) {
        if (other instanceof StationaryFloor known) {
            blocks.adopt(known.blocks);
            Resampling.powers(known.floor, floor);
            Resampling.values(known.held, held, 1);
            refined.adopt(known.refined);
            float scale = Resampling.scale(known.floor, floor);
            // half the bins of half the power, and the other way round
            loudest = scale * scale * known.loudest;
            quiet = known.quiet;
            believedNow = scale * scale * known.believedNow;
            hopsNow = known.hopsNow;
            hopsSeen = known.hopsSeen;
            nextLook = bins;
            nextJudged = bins;
        }
    }

    @Override
    public boolean isStarted() {
        return refined.noise()[bins - 1] > 0;
    }

    @Override
    @AudioThread
    public float trust() {
        double seconds = hopsSeen * hopSeconds;
        double trust = (seconds - TRUST_FROM_SECONDS) / (TRUST_FULL_SECONDS - TRUST_FROM_SECONDS);
        return (float) Math.max(0, Math.min(1, trust));
    }

    @Override
    public float[] noise() {
        return refined.noise();
    }

    @Override
    public float[] inverse() {
        return refined.inverse();
    }

    @Override
    public float[] held() {
        return held;
    }
}
