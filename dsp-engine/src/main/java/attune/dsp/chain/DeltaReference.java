package attune.dsp.chain;

import attune.dsp.core.ProcessSpec;
import attune.dsp.dynamics.MultibandCompressor;
import attune.dsp.filter.CrossoverPhase;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Gives the dry side of the whole chain's difference the phase that the compressor's crossover gives the processed one;
 * else the difference would be a comb of the programme itself. Blended in and out in 15 ms; while it rests the dry side
 * stays as it is, bit for bit, and costs nothing.
 */
final class DeltaReference {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double FADE_SECONDS = 0.015;

    private final CrossoverPhase phase = new CrossoverPhase();
    private double[][] turned = new double[0][];
    private double stepPerQuantum = 1;
    private double share;

    @ControlThread
    void prepare(ProcessSpec spec) {
        phase.prepare(spec);
        turned = new double[spec.channels()][QUANTUM];
        stepPerQuantum = 1.0 / spec.quantaFor(FADE_SECONDS);
        share = 0;
    }

    /** Forgets all sound. */
    @AudioThread
    void reset() {
        phase.reset();
        share = 0;
    }

    /**
     * One quantum of the dry side, in place.
     *
     * @param compressor whose phase it is
     * @param goal share of the dry side that is to have it, 0 to 1
     */
    @AudioThread
    void process(float[][] dry, MultibandCompressor compressor, double goal) {
        if (share == 0 && goal == 0) {
            return;
        }
        compressor.tellPhase(phase);
        if (share == 0) {
            phase.reset();
        }
        for (int c = 0; c < turned.length; c++) {
            for (int i = 0; i < QUANTUM; i++) {
                turned[c][i] = dry[c][i];
            }
        }
        phase.process(turned);
        double from = share;
        share = Math.max(from - stepPerQuantum, Math.min(from + stepPerQuantum, goal));
        double step = (share - from) / QUANTUM;
        for (int c = 0; c < turned.length; c++) {
            float[] samples = dry[c];
            double[] other = turned[c];
            for (int i = 0; i < QUANTUM; i++) {
                samples[i] = (float) (samples[i] + (from + step * (i + 1)) * (other[i] - samples[i]));
            }
        }
    }
}
