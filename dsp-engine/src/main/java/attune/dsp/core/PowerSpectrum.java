package attune.dsp.core;

import attune.rt.AudioThread;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * Power spectrum of the last frames of one or two channels together, by one complex transform: left is the real, right
 * the imaginary part, and |Z(k)|² + |Z(−k)|² is twice the power of both. Hann window.
 */
public final class PowerSpectrum {
    /** Bins that hold a sine's power under the window. */
    public static final int SINE_BINS = 3;

    private final int frames;
    private final int channels;
    private final float[] window;
    private final float[] transform;
    private final float[][] history;
    private final double scale;
    private final FloatFFT_1D fft;
    private int at;

    /** @param frames length of the transform, a power of two up to {@link FourierTransforms#MOST_FRAMES} */
    public PowerSpectrum(int channels, int frames) {
        this.frames = frames;
        this.channels = channels;
        this.window = new float[frames];
        this.transform = new float[2 * frames];
        this.history = new float[channels][frames];
        this.fft = FourierTransforms.complex(frames);
        for (int i = 0; i < frames; i++) {
            window[i] = (float) (0.5 - 0.5 * StrictMath.cos(2 * StrictMath.PI * i / frames));
        }
        // a sine of amplitude 1: the window puts (frames/4)² · (¼ + 1 + ¼) on three bins
        this.scale = 1 / (2.0 * channels * frames * frames / 16 * 1.5);
    }

    @AudioThread
    public void reset() {
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < frames; i++) {
                history[c][i] = 0;
            }
        }
        at = 0;
    }

    /** Takes frames of all channels, at most as many as the transform is long. */
    @AudioThread
    public void put(float[][] samples, int start, int count) {
        int first = Math.min(count, frames - at);
        for (int c = 0; c < channels; c++) {
            System.arraycopy(samples[c], start, history[c], at, first);
            System.arraycopy(samples[c], start + first, history[c], 0, count - first);
        }
        at = (at + count) & (frames - 1);
    }

    /** Transforms the last frames; {@link #power} tells of them until the next call. */
    @AudioThread
    public void transform() {
        float[] left = history[0];
        float[] right = history[channels - 1];
        float second = channels == 2 ? 1 : 0;
        for (int i = 0; i < frames; i++) {
            int from = (at + i) & (frames - 1);
            transform[2 * i] = window[i] * left[from];
            transform[2 * i + 1] = second * window[i] * right[from];
        }
        fft.complexForward(transform);
    }

    /**
     * Power in one bin, mean of the channels; a full-scale sine in all of them has 1 in all its bins together.
     *
     * @param bin 0 to half the transform's length
     */
    @AudioThread
    public double power(int bin) {
        return scale * (squared(bin) + squared(frames - bin));
    }

    private double squared(int bin) {
        int i = bin & (frames - 1);
        double re = transform[2 * i];
        double im = transform[2 * i + 1];
        return re * re + im * im;
    }
}
