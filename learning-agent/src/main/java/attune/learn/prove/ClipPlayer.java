package attune.learn.prove;

import attune.dsp.chain.Engine;
import attune.dsp.core.ProcessSpec;
import attune.learn.truth.EvaluationClip;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import org.jspecify.annotations.Nullable;

/** Plays a clip through the engine on both channels, faster than it lasts. One thread. */
public final class ClipPlayer {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;

    /** Somebody who moves the sound while it plays. */
    public interface Mover {
        /**
         * Asked before each quantum.
         *
         * @param frame how many frames of the clip have been played
         * @return the set to push; null where nothing is to move
         */
        @Nullable
        ParamSnapshot move(int frame) throws InterruptedException;
    }

    private ClipPlayer() {}

    /**
     * What comes out, in time with the clip and as long.
     *
     * @param set that plays from the first sample on
     * @return both channels
     * @throws InterruptedException where the mover's thread is interrupted
     */
    public static double[][] play(EvaluationClip clip, ParamSnapshot set, double targetLufs, Mover mover)
            throws InterruptedException {
        Engine engine = new Engine();
        engine.prepare(new ProcessSpec(clip.rateHz(), 2));
        engine.recall(0, set);
        MacroSnapshot macros = new MacroSnapshot();
        macros.set(MacroTable.TARGET, targetLufs);
        engine.start(macros);
        double[] input = clip.input();
        int latency = engine.latencyFrames();
        double[][] out = new double[2][input.length];
        float[][] quantum = new float[2][QUANTUM];
        for (int at = 0; at < input.length + latency; at += QUANTUM) {
            ParamSnapshot moved = mover.move(at);
            if (moved != null) {
                engine.push(moved);
            }
            for (float[] channel : quantum) {
                for (int i = 0; i < QUANTUM; i++) {
                    channel[i] = at + i < input.length ? (float) input[at + i] : 0;
                }
            }
            engine.process(quantum, QUANTUM);
            for (int c = 0; c < 2; c++) {
                for (int i = 0; i < QUANTUM; i++) {
                    int to = at + i - latency;
                    if (to >= 0 && to < input.length) {
                        out[c][to] = quantum[c][i];
                    }
                }
            }
        }
        return out;
    }

    /** As {@link #play(EvaluationClip, ParamSnapshot, double, Mover)}, and nobody moves anything. */
    static double[][] play(EvaluationClip clip, ParamSnapshot set, double targetLufs) throws InterruptedException {
        return play(clip, set, targetLufs, frame -> null);
    }

    /** What comes out with Bypass: the clip itself. */
    static double[][] dry(EvaluationClip clip) {
        return new double[][] {clip.input(), clip.input()};
    }
}
