package attune.dsp.meter;

import attune.rt.AudioThread;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * Mean-square spectrum of one or two channels in {@link LogBands} by one complex transform: left is the real, right the
 * imaginary part, and |Z(k)|² + |Z(−k)|² is twice the power of both. Hann window. Bins that straddle two bands are
 * shared; a band narrower than three bins, the width of a sine under this window, takes in as much of its neighbours. A
 * full-scale sine in all channels has power 1.
 */
final class BandAnalyser {
    /** Bins that hold a sine's power under a Hann window. */
    static final int SINE_BINS = 3;

    private final int frames;
    private final int channels;
    private final int firstBand;
    private final int lastBand;
    private final float[] window;
    private final float[] transform;
    private final float[][] history;
    private final double[] lowestBin = new double[LogBands.BANDS];
    private final double[] highestBin = new double[LogBands.BANDS];
    private final double scale;
    private final FloatFFT_1D fft;
    private int at;

    /**
     * @param frames length of the transform, a power of two up to 4 096
     * @param lastBand inclusive; bands whose centre is over half of {@code sampleRateHz} are left out
     */
    BandAnalyser(double sampleRateHz, int channels, int frames, int firstBand, int lastBand) {
        this.frames = frames;
        this.channels = channels;
        this.firstBand = firstBand;
        this.lastBand = lastBand;
        this.window = new float[frames];
        this.transform = new float[2 * frames];
        this.history = new float[channels][frames];
        this.fft = new FloatFFT_1D(frames);
        for (int i = 0; i < frames; i++) {
            window[i] = (float) (0.5 - 0.5 * StrictMath.cos(2 * StrictMath.PI * i / frames));
        }
        for (int band = firstBand; band <= lastBand; band++) {
            double centre = LogBands.centreHz(band);
            double halfSine = 0.5 * SINE_BINS * sampleRateHz / frames;
            if (centre < sampleRateHz / 2) {
                lowestBin[band] = bin(Math.min(LogBands.lowerHz(band), centre - halfSine), sampleRateHz);
                highestBin[band] = bin(Math.max(LogBands.lowerHz(band + 1), centre + halfSine), sampleRateHz);
            }
        }
        // a sine of amplitude 1: the Hann window puts (frames/4)² · (¼ + 1 + ¼) on three bins
        this.scale = 1 / (2.0 * channels * frames * frames / 16 * 1.5);
    }

    private double bin(double frequencyHz, double sampleRateHz) {
        return Math.min(frequencyHz * frames / sampleRateHz, 0.5 * frames - 0.5);
    }

    @AudioThread
    void reset() {
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < frames; i++) {
                history[c][i] = 0;
            }
        }
        at = 0;
    }

    /** Takes one frame's sample of one channel; call for all channels, then {@link #advance}. */
    @AudioThread
    void put(int channel, float sample) {
        history[channel][at] = sample;
    }

    @AudioThread
    void advance() {
        at = (at + 1) & (frames - 1);
    }

    /** Takes frames of all channels. */
    @AudioThread
    void put(float[][] samples, int start, int count) {
        int first = Math.min(count, frames - at);
        for (int c = 0; c < channels; c++) {
            System.arraycopy(samples[c], start, history[c], at, first);
            System.arraycopy(samples[c], start + first, history[c], 0, count - first);
        }
        at = (at + count) & (frames - 1);
    }

    /** Power of each covered band over the last frames. */
    @AudioThread
    void analyse(double[] powers) {
        float[] left = history[0];
        float[] right = history[channels - 1];
        float second = channels == 2 ? 1 : 0;
        for (int i = 0; i < frames; i++) {
            int from = (at + i) & (frames - 1);
            transform[2 * i] = window[i] * left[from];
            transform[2 * i + 1] = second * window[i] * right[from];
        }
        fft.complexForward(transform);
        for (int band = firstBand; band <= lastBand; band++) {
            if (lowestBin[band] < highestBin[band]) {
                powers[band] = scale * power(lowestBin[band], highestBin[band]);
            }
        }
    }

    private double power(double low, double high) {
        int last = (int) Math.floor(high + 0.5);
        double sum = 0;
        for (int k = (int) Math.floor(low + 0.5); k <= last; k++) {
            double share = Math.min(high, k + 0.5) - Math.max(low, k - 0.5);
            sum += share * (squared(k) + squared(frames - k));
        }
        return sum;
    }

    private double squared(int bin) {
        int i = bin & (frames - 1);
        double re = transform[2 * i];
        double im = transform[2 * i + 1];
        return re * re + im * im;
    }
}
