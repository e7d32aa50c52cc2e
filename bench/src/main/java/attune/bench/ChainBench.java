package attune.bench;

import attune.dsp.chain.Engine;
import attune.dsp.core.ProcessSpec;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * CPU time of the whole engine (chain, meters, macros) in this JVM. CPU time of the thread, not wall time; median of
 * rounds; quanta in batches of four, as a host with 256 frames gives them.
 */
final class ChainBench {
    private static final double SAMPLE_RATE_HZ = 48_000;
    private static final int BATCH_FRAMES = 4 * ProcessSpec.QUANTUM_FRAMES;
    private static final int ROUND_FRAMES = (int) (10 * SAMPLE_RATE_HZ) / BATCH_FRAMES * BATCH_FRAMES;
    private static final int WARM_UP_ROUNDS = 4;
    private static final int ROUNDS = 15;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /**
     * Figures of every preset given.
     *
     * @param presetNames for the figures' names; an empty one for the set that stands for the whole chain
     * @param presets complete sets
     */
    List<Figure> run(List<String> presetNames, List<ParamSnapshot> presets) {
        String jdk = Integer.toString(Runtime.version().feature());
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < presets.size(); i++) {
            double nsPerFrame = nsPerFrame(new Engine(), presets.get(i));
            String prefix = "chain."
                    + (presetNames.get(i).isEmpty() ? "" : presetNames.get(i).replace('-', '_') + ".");
            String sound = presetNames.get(i).isEmpty() ? "all twelve stages" : "preset " + presetNames.get(i);
            String how = sound + ", 48 kHz stereo, thread CPU time, median of " + ROUNDS + " rounds of 10 s";
            figures.add(Figure.of(prefix + "ns_per_frame", nsPerFrame, "ns", jdk, how));
            figures.add(Figure.of(prefix + "core_percent", percent(nsPerFrame), "%", jdk, how));
            if (presetNames.get(i).isEmpty()) {
                double alone = nsPerFrame(Engine.withoutMeters(), presets.get(i));
                String without = "the same without the meters of input and output";
                figures.add(Figure.of(prefix + "without_meters.ns_per_frame", alone, "ns", jdk, without));
                figures.add(Figure.of(prefix + "without_meters.core_percent", percent(alone), "%", jdk, without));
            }
        }
        return figures;
    }

    private static double percent(double nsPerFrame) {
        return nsPerFrame * SAMPLE_RATE_HZ * 1e-9 * 100;
    }

    private double nsPerFrame(Engine engine, ParamSnapshot preset) {
        engine.prepare(new ProcessSpec(SAMPLE_RATE_HZ, 2));
        engine.recall(0, preset);
        engine.start(new MacroSnapshot());
        float[][] signal = TestSignal.voiceOverNoise(SAMPLE_RATE_HZ, ROUND_FRAMES);
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            round(engine, signal);
        }
        double[] results = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long before = threads.getCurrentThreadCpuTime();
            round(engine, signal);
            results[i] = (threads.getCurrentThreadCpuTime() - before) / (double) ROUND_FRAMES;
        }
        Arrays.sort(results);
        return results[ROUNDS / 2];
    }

    private static void round(Engine engine, float[][] signal) {
        float[][] batch = new float[2][BATCH_FRAMES];
        for (int at = 0; at < ROUND_FRAMES; at += BATCH_FRAMES) {
            System.arraycopy(signal[0], at, batch[0], 0, BATCH_FRAMES);
            System.arraycopy(signal[1], at, batch[1], 0, BATCH_FRAMES);
            engine.process(batch, BATCH_FRAMES);
        }
    }
}
