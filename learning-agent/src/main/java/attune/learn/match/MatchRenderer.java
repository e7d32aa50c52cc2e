package attune.learn.match;

import attune.dsp.chain.Engine;
import attune.dsp.core.ProcessSpec;
import attune.learn.audio.CapturedClip;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import java.util.Arrays;

/** Plays a clip through the engine: its first 3 s once more in front, the latency taken out. One owner thread. */
final class MatchRenderer {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double WARM_UP_SECONDS = 3;

    private final Engine engine = Engine.withoutMeters();
    private final CapturedClip clip;
    private final int warmUpFrames;

    MatchRenderer(CapturedClip clip) {
        this.clip = clip;
        this.warmUpFrames = (int) Math.min(clip.frames(), WARM_UP_SECONDS * clip.sampleRateHz()) / QUANTUM * QUANTUM;
        engine.prepare(new ProcessSpec(clip.sampleRateHz(), clip.channels().length));
    }

    CapturedClip render(ParamSnapshot params) {
        float[][] in = clip.channels();
        float[][] out = new float[in.length][clip.frames()];
        float[][] quantum = new float[in.length][QUANTUM];
        engine.recall(0, params);
        engine.start(new MacroSnapshot());
        int lead = warmUpFrames + engine.latencyFrames();
        int end = lead + clip.frames();
        for (int at = 0; at < end; at += QUANTUM) {
            for (int c = 0; c < in.length; c++) {
                take(in[c], at < warmUpFrames ? at : at - warmUpFrames, quantum[c]);
            }
            engine.process(quantum, QUANTUM);
            for (int c = 0; c < in.length; c++) {
                put(quantum[c], at - lead, out[c]);
            }
        }
        return new CapturedClip(clip.sampleRateHz(), out, clip.firstFrame());
    }

    /** Samples from a frame on, silence behind the end. */
    private static void take(float[] in, int from, float[] quantum) {
        int n = Math.max(0, Math.min(QUANTUM, in.length - from));
        if (n > 0) {
            System.arraycopy(in, from, quantum, 0, n);
        }
        Arrays.fill(quantum, n, QUANTUM, 0);
    }

    private static void put(float[] quantum, int to, float[] out) {
        int skipped = Math.max(0, -to);
        int n = Math.min(QUANTUM, out.length - to);
        if (skipped < n) {
            System.arraycopy(quantum, skipped, out, to + skipped, n - skipped);
        }
    }
}
