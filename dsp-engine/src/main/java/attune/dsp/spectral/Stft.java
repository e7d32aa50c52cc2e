package attune.dsp.spectral;

import attune.dsp.core.FourierTransforms;
import attune.dsp.core.LatencyMode;
import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.util.Arrays;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * Short-time Fourier transform with overlap-add, fed and read in quanta. Windows by {@link StftWindows}: output is made
 * from the newest part of every frame alone. Without a gain the output is the input, delayed by {@link
 * #latencyFrames()}, to within float rounding.
 *
 * <p>Left and right travel as real and imaginary part of one complex transform: right as long as both channels get the
 * same real gain. Mono leaves the imaginary part zero.
 *
 * <p>Order within a quantum: {@link #push}; when it says that a frame is due {@link #analyse}, {@link #power},
 * {@link #scale}, {@link #synthesise}; then {@link #pull} or {@link #pullDry}. Frames may be left out while nobody wants
 * the output; then {@link #forgetOutput} first, and the output is whole again {@link #overlap} hops later.
 */
final class Stft {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    /** Frames that overlap at any moment. */
    private static final int QUALITY_OVERLAP = 4;

    static final int LIVE_OVERLAP = 2;
    /** The input is 0 or at least this (see Processor), and so is the output: no denormal leaves the transform. */
    private static final float SMALLEST = 0x1p-50f;

    private final int channels;
    private final int frames;
    private final int synthesisFrames;
    private final int overlap;
    private final int hopFrames;
    private final FloatFFT_1D fft;
    private final StftWindows windows;
    /** Last {@code frames} input samples, ring; {@code position} is the oldest and the next to be written. */
    private final float[][] input;
    /** Overlap-added output, ring in step with {@code input}; what has been read is zero. */
    private final float[][] output;
    /** Interleaved real and imaginary parts, L + iR. */
    private final float[] spectrum;

    private int position;

    /** Lengths of the {@link LatencyTable}; frames a quarter or, in live mode, half of their audible part apart. */
    @ControlThread
    Stft(ProcessSpec spec) {
        this(
                spec.channels(),
                LatencyTable.analysisFrames(spec.sampleRateHz(), spec.latencyMode()),
                LatencyTable.synthesisFrames(spec.sampleRateHz(), spec.latencyMode()),
                spec.latencyMode() == LatencyMode.QUALITY ? QUALITY_OVERLAP : LIVE_OVERLAP);
    }

    /**
     * Any lengths.
     *
     * @param frames length of the transform, a power of two
     * @param synthesisFrames newest part of a frame from which output is made, a power of two up to {@code frames}
     * @param overlap parts of a frame's output that overlap at any moment; {@code synthesisFrames / overlap}, the way
     *     from frame to frame, is at least a quantum
     */
    @ControlThread
    Stft(int channels, int frames, int synthesisFrames, int overlap) {
        this.channels = channels;
        this.frames = frames;
        this.synthesisFrames = synthesisFrames;
        this.overlap = overlap;
        this.hopFrames = synthesisFrames / overlap;
        this.fft = FourierTransforms.complex(frames);
        this.windows = new StftWindows(frames, synthesisFrames, overlap);
        this.input = new float[channels][frames];
        this.output = new float[channels][frames];
        this.spectrum = new float[2 * frames];
    }

    /** Length of a frame. */
    int frames() {
        return frames;
    }

    /** Frames of audio from one transform to the next. */
    int hopFrames() {
        return hopFrames;
    }

    /** Frames that overlap at any moment. */
    int overlap() {
        return overlap;
    }

    /** Bins from 0 Hz to the Nyquist frequency, both included. */
    int bins() {
        return frames / 2 + 1;
    }

    /** Delay from {@link #push} to {@link #pull}. */
    int latencyFrames() {
        return synthesisFrames - QUANTUM;
    }

    /** Mean square of a sample, both channels added, for a sum of {@link #power} over bins 0 to Nyquist. */
    double meanSquarePerPower() {
        // the bins above Nyquist mirror those below
        return 2.0 / (frames * windows.analysisEnergy());
    }

    /** Clears all history. */
    @AudioThread
    void reset() {
        for (int c = 0; c < channels; c++) {
            Arrays.fill(input[c], 0);
        }
        forgetOutput();
        position = 0;
    }

    /** Drops what frames so far have put into the output. */
    @AudioThread
    void forgetOutput() {
        for (int c = 0; c < channels; c++) {
            Arrays.fill(output[c], 0);
        }
    }

    /** Takes one quantum in; true when a frame is due. */
    @AudioThread
    boolean push(float[][] source, int offset) {
        for (int c = 0; c < channels; c++) {
            System.arraycopy(source[c], offset, input[c], position, QUANTUM);
        }
        position = (position + QUANTUM) & (frames - 1);
        return (position & (hopFrames - 1)) == 0;
    }

    /** Transforms the last frame of input. */
    @AudioThread
    void analyse() {
        int tail = frames - position;
        window(position, 0, tail);
        window(0, tail, position);
        fft.complexForward(spectrum);
    }

    private void window(int from, int to, int count) {
        float[] z = spectrum;
        float[] w = windows.analysis();
        float[] left = input[0];
        if (channels == 1) {
            for (int i = 0; i < count; i++) {
                z[2 * (to + i)] = w[to + i] * left[from + i];
                z[2 * (to + i) + 1] = 0;
            }
            return;
        }
        float[] right = input[1];
        for (int i = 0; i < count; i++) {
            float g = w[to + i];
            z[2 * (to + i)] = g * left[from + i];
            z[2 * (to + i) + 1] = g * right[from + i];
        }
    }

    /** Power of every bin, left and right added, into {@code power[0 .. bins)}; held between {@code floor} and {@code ceiling}. */
    @AudioThread
    void power(float[] power, float floor, float ceiling) {
        float[] z = spectrum;
        int n = frames;
        int half = n / 2;
        // |L|² + |R|² = (|Z(k)|² + |Z(−k)|²) / 2 for Z = L + iR
        power[0] = between(floor, z[0] * z[0] + z[1] * z[1], ceiling);
        for (int k = 1; k <= half; k++) {
            int a = 2 * k;
            int b = 2 * (n - k);
            float sum = z[a] * z[a] + z[a + 1] * z[a + 1] + z[b] * z[b] + z[b + 1] * z[b + 1];
            power[k] = between(floor, 0.5f * sum, ceiling);
        }
    }

    /**
     * Power of every bin of left + i·right, held between {@code floor} and {@code ceiling}: where both are noise it scatters
     * like that of one channel, whatever they have in common.
     */
    @AudioThread
    void single(float[] power, float floor, float ceiling) {
        float[] z = spectrum;
        for (int k = 0; k < power.length; k++) {
            power[k] = between(floor, z[2 * k] * z[2 * k] + z[2 * k + 1] * z[2 * k + 1], ceiling);
        }
    }

    /** NaN becomes {@code floor}. */
    private static float between(float floor, float x, float ceiling) {
        return x > floor ? Math.min(x, ceiling) : floor;
    }

    /** Multiplies every bin of both channels by {@code gain[0 .. bins)}. */
    @AudioThread
    void scale(float[] gain) {
        float[] z = spectrum;
        int n = frames;
        int half = n / 2;
        z[0] *= gain[0];
        z[1] *= gain[0];
        for (int k = 1; k < half; k++) {
            float g = gain[k];
            int a = 2 * k;
            int b = 2 * (n - k);
            z[a] *= g;
            z[a + 1] *= g;
            z[b] *= g;
            z[b + 1] *= g;
        }
        z[n] *= gain[half];
        z[n + 1] *= gain[half];
    }

    /** Transforms back and adds to the output, so many times as loud. */
    @AudioThread
    void synthesise(float weight) {
        fft.complexInverse(spectrum, false);
        int first = frames - synthesisFrames;
        int start = (position + first) & (frames - 1);
        int tail = Math.min(synthesisFrames, frames - start);
        overlapAdd(first, start, tail, weight);
        overlapAdd(first + tail, 0, synthesisFrames - tail, weight);
    }

    private void overlapAdd(int from, int to, int count, float weight) {
        float[] z = spectrum;
        float[] w = windows.synthesis();
        float[] left = output[0];
        if (channels == 1) {
            for (int i = 0; i < count; i++) {
                left[to + i] += weight * w[from + i] * z[2 * (from + i)];
            }
            return;
        }
        float[] right = output[1];
        for (int i = 0; i < count; i++) {
            float g = weight * w[from + i];
            left[to + i] += g * z[2 * (from + i)];
            right[to + i] += g * z[2 * (from + i) + 1];
        }
    }

    /** Where the quantum lies that leaves with the one last pushed. */
    private int oldest() {
        return (position - synthesisFrames) & (frames - 1);
    }

    /** One quantum of output for the quantum last pushed; once only. */
    @AudioThread
    void pull(float[][] destination, int offset) {
        int from = oldest();
        for (int c = 0; c < channels; c++) {
            float[] out = output[c];
            float[] to = destination[c];
            for (int i = 0; i < QUANTUM; i++) {
                float x = out[from + i];
                out[from + i] = 0;
                to[offset + i] = Math.abs(x) < SMALLEST ? 0 : x;
            }
        }
    }

    /** Drops the quantum that {@link #pull} would give. */
    @AudioThread
    void skip() {
        int from = oldest();
        for (int c = 0; c < channels; c++) {
            Arrays.fill(output[c], from, from + QUANTUM, 0);
        }
    }

    /** One quantum of untouched input with the delay of {@link #pull}. */
    @AudioThread
    void pullDry(float[][] destination, int offset) {
        for (int c = 0; c < channels; c++) {
            System.arraycopy(input[c], oldest(), destination[c], offset, QUANTUM);
        }
    }
}
