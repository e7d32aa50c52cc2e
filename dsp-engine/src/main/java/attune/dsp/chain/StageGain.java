package attune.dsp.chain;

import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Level change that a stage without latency makes: ratio of its output's to its input's mean square, each averaged over
 * 0.4 s of sound. Unchanged while the input is silent; 0 dB while the stage is off.
 */
final class StageGain {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double AVERAGE_SECONDS = 0.4;
    /** Mean square under which a quantum is silence: −80 dB relative to full scale. */
    private static final double GATE_MEAN_SQUARE = 1e-8;

    private double perQuantum = 1;
    private double quantumBefore;
    private double before;
    private double after;

    @ControlThread
    void prepare(ProcessSpec spec) {
        perQuantum = 1 - StrictMath.exp(-QUANTUM / spec.sampleRateHz() / AVERAGE_SECONDS);
        off();
    }

    /** The stage is off, or its history was cleared. */
    @AudioThread
    void off() {
        before = 0;
        after = 0;
    }

    /** A quantum that goes into the stage. */
    @AudioThread
    void input(float[][] samples) {
        quantumBefore = meanSquare(samples);
    }

    /** The same quantum, behind the stage. */
    @AudioThread
    void output(float[][] samples) {
        if (quantumBefore > GATE_MEAN_SQUARE) {
            before += perQuantum * (quantumBefore - before);
            after += perQuantum * (meanSquare(samples) - after);
        }
    }

    private static double meanSquare(float[][] samples) {
        double even = 0;
        double odd = 0;
        for (int c = 0; c < samples.length; c++) {
            float[] channel = samples[c];
            for (int i = 0; i < QUANTUM; i += 2) {
                even += (double) channel[i] * channel[i];
                odd += (double) channel[i + 1] * channel[i + 1];
            }
        }
        return (even + odd) / (samples.length * QUANTUM);
    }

    /** In dB; 0 before any sound. */
    @AudioThread
    double gainDb() {
        return before > 0 && after > 0 ? ExactMath.powerToDb(after / before) : 0;
    }
}
