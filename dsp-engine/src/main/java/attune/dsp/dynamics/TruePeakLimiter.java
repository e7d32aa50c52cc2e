package attune.dsp.dynamics;

import attune.dsp.core.ExactMath;
import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.meter.PeakInterpolator;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Look-ahead limiter on true peaks, the last word on level. Both channels get the same gain. Under the ceiling the
 * output is the delayed input, bit for bit.
 *
 * <p>Detect: peaks between samples, the largest in each block of a sixteenth of the look-ahead. Gain: the smallest
 * required gain of the look-ahead, released ({@link ReleaseEnvelope}) and smoothed ({@link GainSmoother}); the
 * look-ahead spans the smoother and a few frames more, so the gain is down, and flat, when the peak comes. Apply: to the
 * delayed input. A lowered ceiling holds {@link #latencyFrames} later, for every frame that comes in from now on.
 *
 * <pre>
 *   input frame        n − latency                    n − 12        n
 *   output now ────────┘ │◀─ smoother spans these ──▶│ │◀── taps ──▶│
 *                      hold                    last detected
 * </pre>
 */
public final class TruePeakLimiter implements Processor {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int BLOCKS_IN_LATENCY = 16;
    private static final int HALF_TAPS = PeakInterpolator.HALF_TAPS;
    /** Flat part of the gain around a peak: the interpolation at the output sees mostly this. */
    private static final int HOLD_FRAMES = 8;
    /** The peak between two interpolated points is at most 6 % above them. */
    private static final float VERTEX_MARGIN = 0.94f;

    private static final int BLOCK_RING = 32;
    private static final double LEAST_GAIN = 1.0 / GainSmoother.ONE;

    private final ReleaseEnvelope envelope = new ReleaseEnvelope();
    private final float[] peaks = new float[QUANTUM];
    private final float[] gains = new float[QUANTUM];
    private final double[] blockGains = new double[BLOCK_RING];
    private GainSmoother smoother = new GainSmoother(1, 1);
    private PeakInterpolator interpolator = new PeakInterpolator(2);
    private float[][] lines = new float[0][];
    private double sampleRateHz = 48_000;
    private int latencyFrames;
    private int blockFrames;
    private int blocksAhead;
    private int blockAt;
    private int restingFrames;
    private float[] previousMax = new float[0];
    private float threshold;
    private double ceilingDbtp = Double.NaN;
    private double releaseMs = Double.NaN;
    private float smallestGain;

    @Override
    @ControlThread
    public void prepare(ProcessSpec spec) {
        sampleRateHz = spec.sampleRateHz();
        latencyFrames = LatencyTable.limiterFrames(sampleRateHz, spec.latencyMode());
        blockFrames = latencyFrames / BLOCKS_IN_LATENCY;
        int hold = Math.min(HOLD_FRAMES, latencyFrames / 8);
        int span = latencyFrames - HALF_TAPS - hold;
        smoother = new GainSmoother(span / 2 + 1, span - span / 2 + 1);
        blocksAhead = (latencyFrames - HALF_TAPS + hold + blockFrames - 1) / blockFrames;
        interpolator = new PeakInterpolator(Math.max(2, PeakInterpolator.factorFor(sampleRateHz)));
        lines = new float[spec.channels()][latencyFrames + QUANTUM];
        previousMax = new float[spec.channels()];
        ceilingDbtp = Double.NaN;
        releaseMs = Double.NaN;
        threshold = 1;
        reset();
    }

    @Override
    @AudioThread
    public void update(ParamSnapshot params) {
        double ceiling = params.get(ParamTable.LIMITER_CEILING);
        if (ceiling != ceilingDbtp) {
            ceilingDbtp = ceiling;
            threshold = (float) ExactMath.dbToLinear(ceiling);
        }
        double release = params.get(ParamTable.LIMITER_RELEASE);
        if (release != releaseMs) {
            releaseMs = release;
            envelope.set(release / 1000, blockFrames / sampleRateHz);
        }
    }

    @Override
    @AudioThread
    public void process(float[][] channels, int frames) {
        for (int start = 0; start < frames; start += QUANTUM) {
            takeIn(channels, start);
            boolean hot = detect();
            if (!hot && restingFrames >= smoother.spanFrames() && envelope.atRest() && noneAhead()) {
                skipBlocks();
                putOut(channels, start);
            } else {
                shapeGain(hot);
                applyGain(channels, start);
            }
        }
    }

    private void takeIn(float[][] channels, int start) {
        for (int c = 0; c < lines.length; c++) {
            float[] line = lines[c];
            System.arraycopy(line, QUANTUM, line, 0, latencyFrames);
            System.arraycopy(channels[c], start, line, latencyFrames, QUANTUM);
        }
    }

    /** Fills {@link #peaks} and returns true, or returns false where no peak can exceed the ceiling. */
    private boolean detect() {
        int first = latencyFrames - HALF_TAPS;
        boolean hot = false;
        for (int c = 0; c < lines.length; c++) {
            float max = PeakInterpolator.largestMagnitude(lines[c], latencyFrames);
            float windowMax = Math.max(max, previousMax[c]);
            previousMax[c] = max;
            if (interpolator.canExceed(threshold * VERTEX_MARGIN, lines[c], first, windowMax)) {
                if (!hot) {
                    clearPeaks();
                }
                hot = true;
                interpolator.raiseToVertices(lines[c], first, peaks);
            }
        }
        return hot;
    }

    private void clearPeaks() {
        for (int i = 0; i < QUANTUM; i++) {
            peaks[i] = 0;
        }
    }

    private boolean noneAhead() {
        return smallestAhead() >= 1;
    }

    private void skipBlocks() {
        for (int i = 0; i < QUANTUM; i += blockFrames) {
            pushBlock(1);
        }
    }

    private void shapeGain(boolean hot) {
        for (int i = 0; i < QUANTUM; i += blockFrames) {
            pushBlock(hot ? requiredGain(i) : 1);
            double gain = envelope.next(smallestAhead());
            smoother.hold((long) (gain * GainSmoother.ONE), gains, i, blockFrames);
            restingFrames = gain < 1 ? 0 : Math.min(restingFrames + blockFrames, smoother.spanFrames());
        }
    }

    private double requiredGain(int from) {
        float peak = 0;
        for (int i = from; i < from + blockFrames; i++) {
            peak = Math.max(peak, peaks[i]);
        }
        return peak > threshold ? Math.max(LEAST_GAIN, (double) threshold / peak) : 1;
    }

    private void pushBlock(double gain) {
        blockAt = (blockAt + 1) & (BLOCK_RING - 1);
        blockGains[blockAt] = gain;
    }

    private double smallestAhead() {
        double smallest = 1;
        for (int i = 0; i <= blocksAhead; i++) {
            smallest = Math.min(smallest, blockGains[(blockAt - i) & (BLOCK_RING - 1)]);
        }
        return smallest;
    }

    private void putOut(float[][] channels, int start) {
        for (int c = 0; c < lines.length; c++) {
            System.arraycopy(lines[c], 0, channels[c], start, QUANTUM);
        }
    }

    private void applyGain(float[][] channels, int start) {
        float smallest = smallestGain;
        for (int i = 0; i < QUANTUM; i++) {
            smallest = Math.min(smallest, gains[i]);
        }
        smallestGain = smallest;
        for (int c = 0; c < lines.length; c++) {
            float[] line = lines[c];
            float[] out = channels[c];
            for (int i = 0; i < QUANTUM; i++) {
                out[start + i] = line[i] * gains[i];
            }
        }
    }

    @Override
    @AudioThread
    public void reset() {
        for (int c = 0; c < lines.length; c++) {
            float[] line = lines[c];
            for (int i = 0; i < line.length; i++) {
                line[i] = 0;
            }
            previousMax[c] = 0;
        }
        for (int i = 0; i < BLOCK_RING; i++) {
            blockGains[i] = 1;
        }
        smoother.reset();
        envelope.reset();
        blockAt = 0;
        smallestGain = 1;
        restingFrames = smoother.spanFrames();
    }

    @Override
    public int latencyFrames() {
        return latencyFrames;
    }

    /** Largest gain reduction since the last {@link #markRead}, as a gain in dB: 0 or negative. */
    @AudioThread
    public double gainReductionDb() {
        return smallestGain >= 1 ? 0 : ExactMath.linearToDb(Math.max(smallestGain, LEAST_GAIN));
    }

    /** Starts a new interval for {@link #gainReductionDb}. */
    @AudioThread
    public void markRead() {
        smallestGain = 1;
    }
}
