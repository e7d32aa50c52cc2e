package attune.learn.audio;

import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.KWeighting;

/**
 * Integrated loudness after ITU-R BS.1770-5 of mono sound at 16 kHz, in quanta: quick enough to be asked for every
 * candidate. Reused, it allocates nothing but for longer sound. One owner thread.
 */
public final class MonoLoudness {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int STEP_QUANTA = CapturedClip.ANALYSIS_RATE_HZ / 10 / QUANTUM;
    private static final int BLOCK_STEPS = 4;
    private static final double ABSOLUTE_GATE_LUFS = -70;
    private static final double RELATIVE_GATE = 0.1;

    private final KWeighting weighting = new KWeighting();
    private final float[][] channel = new float[1][];
    private double[] steps = new double[0];

    public MonoLoudness() {
        weighting.prepare(new ProcessSpec(CapturedClip.ANALYSIS_RATE_HZ, 1));
    }

    /** Loudness in LUFS; −∞ when nothing lies above the absolute gate, or under 0.4 s of sound. */
    public double integratedLufs(float[] mono16k) {
        weighting.reset();
        channel[0] = mono16k;
        int count = mono16k.length / (STEP_QUANTA * QUANTUM);
        if (steps.length < count) {
            steps = new double[count];
        }
        for (int s = 0; s < count; s++) {
            double sum = 0;
            for (int q = 0; q < STEP_QUANTA; q++) {
                sum += weighting.energy(channel, (s * STEP_QUANTA + q) * QUANTUM, QUANTUM);
            }
            steps[s] = sum / (STEP_QUANTA * QUANTUM);
        }
        double absolute = StrictMath.pow(10, (ABSOLUTE_GATE_LUFS - KWeighting.OFFSET_LUFS) / 10);
        double relative = gatedMean(count, absolute) * RELATIVE_GATE;
        double mean = gatedMean(count, Math.max(absolute, relative));
        return mean > 0 ? KWeighting.OFFSET_LUFS + 10 * StrictMath.log10(mean) : Double.NEGATIVE_INFINITY;
    }

    private double gatedMean(int count, double gate) {
        double sum = 0;
        int blocks = 0;
        for (int b = 0; b + BLOCK_STEPS <= count; b++) {
            double block = (steps[b] + steps[b + 1] + steps[b + 2] + steps[b + 3]) / BLOCK_STEPS;
            if (block > gate) {
                sum += block;
                blocks++;
            }
        }
        return blocks == 0 ? 0 : sum / blocks;
    }
}
