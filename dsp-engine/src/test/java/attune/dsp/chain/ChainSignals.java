package attune.dsp.chain;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Signals;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import java.util.random.RandomGenerator;

/** Engines and sounds for tests of what a person does with a whole chain. */
final class ChainSignals {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;

    private ChainSignals() {}

    /** Started with this set in slot A, and others in B to D. */
    static Engine started(ProcessSpec spec, MacroSnapshot macros, ParamSnapshot... slots) {
        Engine engine = new Engine();
        engine.prepare(spec);
        for (int s = 0; s < slots.length; s++) {
            engine.recall(s, slots[s]);
        }
        engine.start(macros);
        return engine;
    }

    /** Processes a copy, quantum by quantum; before each one the engine may be told something. */
    static float[][] run(Engine engine, float[][] in, QuantumAction before) {
        float[][] out = Signals.copy(in);
        float[][] block = new float[in.length][QUANTUM];
        for (int start = 0; start < in[0].length; start += QUANTUM) {
            before.at(start);
            for (int c = 0; c < in.length; c++) {
                System.arraycopy(in[c], start, block[c], 0, QUANTUM);
            }
            engine.process(block, QUANTUM);
            for (int c = 0; c < in.length; c++) {
                System.arraycopy(block[c], 0, out[c], start, QUANTUM);
            }
        }
        return out;
    }

    static float[][] run(Engine engine, float[][] in) {
        return run(engine, in, start -> {});
    }

    /** What happens before the quantum that starts at a frame. */
    interface QuantumAction {
        void at(int frame);
    }

    /**
     * Like talk: bursts of coloured noise with pauses in between, 3 to 5 a second, over a quiet floor; channels half alike.
     */
    static float[][] talk(long seed, ProcessSpec spec, double seconds, double amplitude) {
        RandomGenerator random = Signals.random(seed);
        int frames = Signals.frames(spec, seconds);
        float[][] out = new float[spec.channels()][frames];
        double common = 0;
        double[] own = new double[out.length];
        double envelope = 0;
        double goal = 1;
        int left = 0;
        for (int i = 0; i < frames; i++) {
            if (left-- == 0) {
                goal = goal > 0.1 ? 0.003 : 0.4 + 0.6 * random.nextDouble();
                left = (int) (spec.sampleRateHz() * (0.08 + 0.2 * random.nextDouble()));
            }
            envelope += (goal - envelope) * 100 / spec.sampleRateHz();
            common += 0.2 * (2 * random.nextDouble() - 1 - common);
            for (int c = 0; c < out.length; c++) {
                own[c] += 0.2 * (2 * random.nextDouble() - 1 - own[c]);
                out[c][i] = (float) (amplitude * envelope * (common + 0.5 * own[c]));
            }
        }
        return out;
    }

    /** Largest second difference of a channel in a stretch: a click stands out of it. */
    static double roughness(float[] x, int from, int to) {
        double largest = 0;
        for (int i = Math.max(2, from); i < Math.min(x.length, to); i++) {
            largest = Math.max(largest, Math.abs((double) x[i] - 2.0 * x[i - 1] + x[i - 2]));
        }
        return largest;
    }

    /** A copy of some frames. */
    static float[][] part(float[][] signal, int from, int to) {
        float[][] out = new float[signal.length][to - from];
        for (int c = 0; c < signal.length; c++) {
            System.arraycopy(signal[c], from, out[c], 0, to - from);
        }
        return out;
    }
}
