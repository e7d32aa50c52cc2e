package attune.dsp.core;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Seeded test signals, planar, full scale ±1; every call with the same arguments gives the same samples. */
public final class Signals {
    private Signals() {}

    /** The generator that all tests use. */
    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    public static float[][] silence(int channels, int frames) {
        return new float[channels][frames];
    }

    /** White, evenly distributed in ±{@code amplitude}, channels independent. */
    public static float[][] noise(long seed, int channels, int frames, double amplitude) {
        RandomGenerator random = random(seed);
        float[][] out = new float[channels][frames];
        for (float[] channel : out) {
            for (int i = 0; i < frames; i++) {
                channel[i] = (float) (amplitude * (2 * random.nextDouble() - 1));
            }
        }
        return out;
    }

    /** Starts at phase 0; the same in all channels; zeros are exact, as behind the input cleaner. */
    public static float[][] sine(ProcessSpec spec, int frames, double frequencyHz, double amplitude) {
        float[][] out = new float[spec.channels()][frames];
        double step = 2 * Math.PI * frequencyHz / spec.sampleRateHz();
        for (int i = 0; i < frames; i++) {
            double exact = amplitude * StrictMath.sin(step * i);
            float value = Math.abs(exact) < 0x1p-50 ? 0 : (float) exact;
            for (float[] channel : out) {
                channel[i] = value;
            }
        }
        return out;
    }

    /** Alternates between ±{@code amplitude} every half period, which is rounded to whole frames. */
    public static float[][] square(ProcessSpec spec, int frames, double frequencyHz, double amplitude) {
        float[][] out = new float[spec.channels()][frames];
        int half = Math.max(1, (int) (spec.sampleRateHz() / frequencyHz / 2));
        for (int i = 0; i < frames; i++) {
            float value = (float) (i / half % 2 == 0 ? amplitude : -amplitude);
            for (float[] channel : out) {
                channel[i] = value;
            }
        }
        return out;
    }

    /** Silence but for one sample of {@code amplitude} at frame {@code at}. */
    public static float[][] impulse(int channels, int frames, int at, double amplitude) {
        float[][] out = new float[channels][frames];
        for (float[] channel : out) {
            channel[at] = (float) amplitude;
        }
        return out;
    }

    /** The same value in every frame. */
    public static float[][] constant(int channels, int frames, double value) {
        float[][] out = new float[channels][frames];
        for (float[] channel : out) {
            Arrays.fill(channel, (float) value);
        }
        return out;
    }

    /** One signal after the other. */
    public static float[][] concat(float[][]... parts) {
        int frames = 0;
        for (float[][] part : parts) {
            frames += part[0].length;
        }
        float[][] out = new float[parts[0].length][frames];
        int at = 0;
        for (float[][] part : parts) {
            for (int c = 0; c < out.length; c++) {
                System.arraycopy(part[c], 0, out[c], at, part[c].length);
            }
            at += part[0].length;
        }
        return out;
    }

    public static float[][] copy(float[][] signal) {
        float[][] out = new float[signal.length][];
        for (int c = 0; c < signal.length; c++) {
            out[c] = signal[c].clone();
        }
        return out;
    }

    /** Largest magnitude from frame {@code from} to the end; NaN if there is any. */
    public static double peak(float[][] signal, int from) {
        double peak = 0;
        for (float[] channel : signal) {
            for (int i = from; i < channel.length; i++) {
                peak = Math.max(peak, Math.abs(channel[i]));
            }
        }
        return peak;
    }

    /** Effective value from frame {@code from} to before {@code to} of one channel. */
    public static double rms(float[] channel, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) channel[i] * channel[i];
        }
        return Math.sqrt(sum / (to - from));
    }

    /** This many seconds in frames, rounded up to whole quanta. */
    public static int frames(ProcessSpec spec, double seconds) {
        int quantum = ProcessSpec.QUANTUM_FRAMES;
        return ((int) Math.ceil(seconds * spec.sampleRateHz()) + quantum - 1) / quantum * quantum;
    }
}
