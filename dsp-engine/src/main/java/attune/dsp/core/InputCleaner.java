package attune.dsp.core;

import attune.param.ParamSnapshot;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.util.Arrays;

/**
 * First stage: whatever comes in, finite samples without an offset go out.
 *
 * <p>Scrub: see {@link SampleScrub}. Offset: the mean of each channel is taken over Hann-weighted windows of one second.
 * When four windows in a row agree (spread within 15 % of their mean) on more than −60 dBFS, their mean is an offset and
 * is subtracted, reached by a straight line of one second; when it goes, the correction glides back to nothing. Without
 * an offset no sample is touched: music with strong bass has no lasting mean, and stays bit-exact.
 */
public final class InputCleaner implements Processor {
    private static final double WINDOW_SECONDS = 1;
    private static final int WINDOWS = 4;
    private static final double ENGAGE_LINEAR = 1e-3;
    private static final double RELEASE_LINEAR = 5e-4;
    private static final double ENGAGE_SPREAD = 0.15;
    private static final double RELEASE_SPREAD = 0.5;

    private int channels;
    private int windowQuanta;
    private double[] weights = new double[0];
    private double[] windowSum = new double[0];
    private double[][] windowMeans = new double[0][];
    private SmoothedValue[] corrections = new SmoothedValue[0];
    private int quantumInWindow;
    private long scrubbedSamples;

    @Override
    @ControlThread
    public void prepare(ProcessSpec spec) {
        channels = spec.channels();
        windowQuanta = spec.quantaFor(WINDOW_SECONDS);
        weights = hann(windowQuanta);
        windowSum = new double[channels];
        windowMeans = new double[channels][WINDOWS];
        corrections = new SmoothedValue[channels];
        for (int c = 0; c < channels; c++) {
            corrections[c] = new SmoothedValue(0);
        }
        scrubbedSamples = 0;
        reset();
    }

    /** Positive, sums to 1 / {@link ProcessSpec#QUANTUM_FRAMES}, so that sample sums give a mean. */
    private static double[] hann(int length) {
        double[] weights = new double[length];
        double scale = 1.0 / length / ProcessSpec.QUANTUM_FRAMES;
        for (int i = 0; i < length; i++) {
            weights[i] = scale * (1 - StrictMath.cos(2 * StrictMath.PI * (i + 0.5) / length));
        }
        return weights;
    }

    /** Has no parameters. */
    @Override
    @AudioThread
    public void update(ParamSnapshot params) {}

    @Override
    @AudioThread
    public void reset() {
        quantumInWindow = 0;
        for (int c = 0; c < channels; c++) {
            windowSum[c] = 0;
            corrections[c].snap(0);
            Arrays.fill(windowMeans[c], 0);
        }
    }

    @Override
    public int latencyFrames() {
        return 0;
    }

    /** Samples that were not finite or beyond ±2³², since prepare. */
    @AudioThread
    public long scrubbedSamples() {
        return scrubbedSamples;
    }

    /** {@inheritDoc} Other than elsewhere, the samples may be anything. */
    @Override
    @AudioThread
    public void process(float[][] samples, int frames) {
        for (int c = 0; c < channels; c++) {
            scrubbedSamples += SampleScrub.scrub(samples[c], frames);
        }
        for (int start = 0; start < frames; start += ProcessSpec.QUANTUM_FRAMES) {
            for (int c = 0; c < channels; c++) {
                windowSum[c] += weights[quantumInWindow] * sum(samples[c], start);
                correct(corrections[c], samples[c], start);
            }
            if (++quantumInWindow == windowQuanta) {
                quantumInWindow = 0;
                for (int c = 0; c < channels; c++) {
                    decide(c);
                }
            }
        }
    }

    /** Sum of one quantum; four partial sums, so that additions need not wait for each other. */
    private static double sum(float[] samples, int start) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int i = start; i < start + ProcessSpec.QUANTUM_FRAMES; i += 4) {
            a += samples[i];
            b += samples[i + 1];
            c += samples[i + 2];
            d += samples[i + 3];
        }
        return (a + b) + (c + d);
    }

    private static void correct(SmoothedValue correction, float[] samples, int start) {
        double from = correction.current();
        double to = correction.next();
        if (from == 0 && to == 0) {
            return;
        }
        double step = (to - from) / ProcessSpec.QUANTUM_FRAMES;
        for (int i = 0; i < ProcessSpec.QUANTUM_FRAMES; i++) {
            samples[start + i] = (float) (samples[start + i] - (from + step * (i + 1)));
        }
    }

    /** At the end of a window: is there an offset, and which? */
    private void decide(int c) {
        double[] means = windowMeans[c];
        double mean = windowSum[c];
        double min = mean;
        double max = mean;
        double sum = mean;
        for (int w = 0; w < WINDOWS - 1; w++) {
            means[w] = means[w + 1];
            min = Math.min(min, means[w]);
            max = Math.max(max, means[w]);
            sum += means[w];
        }
        means[WINDOWS - 1] = mean;
        windowSum[c] = 0;
        double offset = sum / WINDOWS;
        boolean engaged = corrections[c].target() != 0;
        double threshold = engaged ? RELEASE_LINEAR : ENGAGE_LINEAR;
        double spread = engaged ? RELEASE_SPREAD : ENGAGE_SPREAD;
        boolean present = Math.abs(offset) > threshold && max - min < spread * Math.abs(offset);
        corrections[c].glide(present ? offset : 0, windowQuanta);
    }
}
