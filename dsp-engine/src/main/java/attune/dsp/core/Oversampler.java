package attune.dsp.core;

import attune.rt.AudioThread;
import java.util.Arrays;

/**
 * Doubles the rate of one channel, so that a non-linearity has room, and halves it again; a quantum at a time. Half-band
 * FIR filters, sincs under a Kaiser window: P. P. Vaidyanathan, "Multirate Systems and Filter Banks", 1993, section 4.6.
 * Every second tap of such a filter is 0, so that one of the two phases is a mere delay.
 *
 * <pre>
 *   share of the Nyquist frequency (of the lower rate)   up (23 taps)    down (43 taps)
 *   within 0.1 dB                                        up to 0.7       up to 0.85
 *   −65 dB                                               from 1.4        from 1.2
 * </pre>
 *
 * Together they take 16 frames of the lower rate. The upper rate is held as two phases: first the even samples of a
 * quantum, then the odd ones between them.
 */
public final class Oversampler {
    /** Delay up and down together, in frames of the lower rate. */
    public static final int LATENCY_FRAMES = 16;

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int UP_TAPS = 12;
    private static final int DOWN_TAPS = 24;
    /** Taps of the filters on either side of the middle one, which has index 11 or 21. */
    private static final int UP_MIDDLE = 11;

    private static final int DOWN_MIDDLE = 21;
    private static final double KAISER_BETA = 7;
    private static final float[] UP = phase(UP_MIDDLE, UP_TAPS, 2);
    private static final float[] DOWN = phase(DOWN_MIDDLE, DOWN_TAPS, 1);
    /** Frames by which the middle tap of each filter lags in its own phase. */
    private static final int UP_DELAY = (UP_MIDDLE - 1) / 2;

    private static final int DOWN_DELAY = (DOWN_MIDDLE + 1) / 2;

    private final QuantumFir upFir = new QuantumFir(UP_TAPS);
    private final QuantumFir downFir = new QuantumFir(DOWN_TAPS);
    private final float[] input = new float[UP_TAPS - 1 + QUANTUM];
    private final float[] upper = new float[2 * QUANTUM];
    private final float[] evenHistory = new float[DOWN_TAPS - 1 + QUANTUM];
    private final float[] oddHistory = new float[DOWN_DELAY + QUANTUM];

    /** Taps of a half-band filter that are not 0, the middle one left out; the oldest first, padded with zeros there. */
    private static float[] phase(int middle, int length, double gain) {
        double[] taps = new double[middle + 1];
        double sum = 0;
        for (int t = 0; t <= middle; t++) {
            double distance = 2 * t - middle;
            taps[t] = KaiserWindow.sinc(distance / 2) * KaiserWindow.at(distance / (middle + 1), KAISER_BETA);
            sum += taps[t];
        }
        float[] phase = new float[length];
        for (int t = 0; t <= middle; t++) {
            phase[length - 1 - t] = (float) (gain / 2 * taps[t] / sum);
        }
        return phase;
    }

    /** Clears all history. */
    @AudioThread
    public void reset() {
        Arrays.fill(input, 0);
        Arrays.fill(upper, 0);
        Arrays.fill(evenHistory, 0);
        Arrays.fill(oddHistory, 0);
    }

    /** Takes one quantum and fills {@link #upper}. */
    @AudioThread
    public void up(float[] samples) {
        System.arraycopy(input, QUANTUM, input, 0, UP_TAPS - 1);
        System.arraycopy(samples, 0, input, UP_TAPS - 1, QUANTUM);
        upFir.load(input, 0);
        upFir.filter12(UP, upper);
        System.arraycopy(input, UP_TAPS - 1 - UP_DELAY, upper, QUANTUM, QUANTUM);
    }

    /**
     * One quantum at the upper rate, to be worked on between {@link #up} and {@link #down}: {@code upper[i]} and
     * {@code upper[64 + i]} are the pair of frame {@code i}.
     */
    @AudioThread
    public float[] upper() {
        return upper;
    }

    /** Writes one quantum made of {@link #upper}. */
    @AudioThread
    public void down(float[] samples) {
        System.arraycopy(evenHistory, QUANTUM, evenHistory, 0, DOWN_TAPS - 1);
        System.arraycopy(upper, 0, evenHistory, DOWN_TAPS - 1, QUANTUM);
        System.arraycopy(oddHistory, QUANTUM, oddHistory, 0, DOWN_DELAY);
        System.arraycopy(upper, QUANTUM, oddHistory, DOWN_DELAY, QUANTUM);
        downFir.load(evenHistory, 0);
        downFir.filter24(DOWN, samples);
        for (int i = 0; i < QUANTUM; i++) {
            samples[i] += 0.5f * oddHistory[i];
        }
    }
}
