package attune.bench.plot;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.param.ParamSnapshot;
import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_1D;

/** Measures stages from outside: what goes in, what comes out. 48 kHz, one channel where nothing else is said. */
final class Probe {
    static final int RATE_HZ = 48_000;
    static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int IMPULSE_FRAMES = 1 << 16;
    private static final int AVERAGED_FRAMES = 1 << 18;
    /** Distance of the frequencies that {@link #followedResponseDb} tells apart. */
    static final double BIN_HZ = (double) RATE_HZ / AVERAGED_FRAMES;

    private static final double IMPULSE = 0.5;

    private Probe() {}

    /** Frequencies in equal ratios. */
    static double[] frequencies(double fromHz, double toHz, int count) {
        double[] hz = new double[count];
        for (int i = 0; i < count; i++) {
            hz[i] = fromHz * Math.pow(toHz / fromHz, (double) i / (count - 1));
        }
        return hz;
    }

    /** Response in dB of a stage that only filters, from its answer to an impulse. */
    static double[] responseDb(Processor stage, ParamSnapshot params, double[] hz) {
        stage.prepare(new ProcessSpec(RATE_HZ, 1));
        stage.update(params);
        float[][] quantum = new float[1][QUANTUM];
        double[] answer = new double[IMPULSE_FRAMES];
        for (int at = 0; at < IMPULSE_FRAMES; at += QUANTUM) {
            Arrays.fill(quantum[0], 0);
            quantum[0][0] = at == 0 ? (float) IMPULSE : 0;
            stage.process(quantum, QUANTUM);
            for (int i = 0; i < QUANTUM; i++) {
                answer[at + i] = quantum[0][i] / IMPULSE;
            }
        }
        return magnitudesDb(answer, hz);
    }

    /** Magnitudes of a short answer's spectrum, in dB. */
    static double[] magnitudesDb(double[] answer, double[] hz) {
        int length = 1 << 18;
        double[] data = Arrays.copyOf(answer, length);
        new DoubleFFT_1D(length).realForward(data);
        double[] db = new double[hz.length];
        for (int i = 0; i < hz.length; i++) {
            double at = Math.max(1, Math.min(length / 2 - 2, hz[i] * length / RATE_HZ));
            int bin = (int) at;
            double below = Math.hypot(data[2 * bin], data[2 * bin + 1]);
            double above = Math.hypot(data[2 * bin + 2], data[2 * bin + 3]);
            db[i] = 20 * Math.log10(below + (at - bin) * (above - below) + 1e-12);
        }
        return db;
    }

    /**
     * Response in dB of a stage that also follows its input: cross spectrum of what goes in and comes out, over the
     * spectrum of what goes in, averaged (P. D. Welch, 1967). Bins are 0.2 Hz wide.
     *
     * @param input one channel
     * @param fromFrame from here on, once the stage has settled
     */
    static double[] followedResponseDb(
            Processor stage, ParamSnapshot params, float[] input, int fromFrame, double[] hz) {
        stage.prepare(new ProcessSpec(RATE_HZ, 1));
        stage.update(params);
        float[] output = played(stage, input);
        int delay = stage.latencyFrames();
        DoubleFFT_1D transform = new DoubleFFT_1D(AVERAGED_FRAMES);
        double[] real = new double[AVERAGED_FRAMES / 2];
        double[] imaginary = new double[AVERAGED_FRAMES / 2];
        double[] power = new double[AVERAGED_FRAMES / 2];
        for (int at = fromFrame; at + delay + AVERAGED_FRAMES <= input.length; at += AVERAGED_FRAMES / 2) {
            double[] in = windowed(transform, input, at);
            double[] out = windowed(transform, output, at + delay);
            for (int k = 1; k < power.length; k++) {
                real[k] += in[2 * k] * out[2 * k] + in[2 * k + 1] * out[2 * k + 1];
                imaginary[k] += in[2 * k] * out[2 * k + 1] - in[2 * k + 1] * out[2 * k];
                power[k] += in[2 * k] * in[2 * k] + in[2 * k + 1] * in[2 * k + 1];
            }
        }
        double[] db = new double[hz.length];
        for (int i = 0; i < hz.length; i++) {
            int k = (int) Math.round(hz[i] * AVERAGED_FRAMES / RATE_HZ);
            db[i] = 20 * Math.log10(Math.hypot(real[k], imaginary[k]) / power[k] + 1e-12);
        }
        return db;
    }

    private static double[] windowed(DoubleFFT_1D transform, float[] samples, int at) {
        double[] data = new double[AVERAGED_FRAMES];
        for (int i = 0; i < AVERAGED_FRAMES; i++) {
            data[i] = samples[at + i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / AVERAGED_FRAMES));
        }
        transform.realForward(data);
        return data;
    }

    private static float[] played(Processor stage, float[] input) {
        float[] output = new float[input.length];
        float[][] quantum = new float[1][QUANTUM];
        for (int at = 0; at + QUANTUM <= input.length; at += QUANTUM) {
            System.arraycopy(input, at, quantum[0], 0, QUANTUM);
            stage.process(quantum, QUANTUM);
            System.arraycopy(quantum[0], 0, output, at, QUANTUM);
        }
        return output;
    }

    /**
     * Levels that come out of a stage for steady tones: effective values over the last half second of two, as peak levels
     * of a sine.
     *
     * @param levelsDbfs of the sines that go in, after silence
     */
    static double[] staticCurveDb(Processor stage, ParamSnapshot params, double toneHz, double[] levelsDbfs) {
        return staticCurveDb(stage, params, toneHz, levelsDbfs, Double.NEGATIVE_INFINITY);
    }

    /** The same, after the first half second at another level. */
    static double[] staticCurveDb(
            Processor stage, ParamSnapshot params, double toneHz, double[] levelsDbfs, double beforeDbfs) {
        double[] out = new double[levelsDbfs.length];
        int frames = 2 * RATE_HZ / QUANTUM * QUANTUM;
        for (int i = 0; i < levelsDbfs.length; i++) {
            stage.prepare(new ProcessSpec(RATE_HZ, 1));
            stage.update(params);
            float[] tone = new float[frames];
            for (int at = 0; at < frames; at++) {
                double level = at < RATE_HZ / 2 && beforeDbfs > levelsDbfs[i] ? beforeDbfs : levelsDbfs[i];
                tone[at] = (float) (Math.pow(10, level / 20) * Math.sin(2 * Math.PI * toneHz * at / RATE_HZ));
            }
            float[] played = played(stage, tone);
            double sum = 0;
            for (int at = frames - RATE_HZ / 2; at < frames; at++) {
                sum += (double) played[at] * played[at];
            }
            out[i] = 10 * Math.log10(2 * sum / (RATE_HZ / 2) + 1e-20);
        }
        return out;
    }
}
