package attune.learn.truth;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;

/** Plays a recording through a stage that is prepared for mono. */
final class StagePlayer {
    private StagePlayer() {}

    /** What comes out, without the stage's delay. */
    static double[] play(Processor stage, double[] in) {
        int latency = stage.latencyFrames();
        int quanta = (in.length + latency) / ProcessSpec.QUANTUM_FRAMES + 1;
        float[][] samples = new float[1][quanta * ProcessSpec.QUANTUM_FRAMES];
        for (int i = 0; i < in.length; i++) {
            samples[0][i] = (float) in[i];
        }
        stage.process(samples, samples[0].length);
        double[] out = new double[in.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = samples[0][i + latency];
        }
        return out;
    }
}
