package attune.control.registry;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.LiveFrame;
import attune.bridge.telemetry.MetricFrame;
import attune.dsp.chain.Engine;
import attune.dsp.core.ProcessSpec;
import attune.param.MacroSnapshot;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveFramesTest {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;

    /** What the panel then shows as "at 60 s" instead of a number. */
    @Test
    void range_when_a_minute_was_not_yet_heard_expect_it_flagged_also_after_a_restart() {
        ProcessSpec spec = new ProcessSpec(8_000, 1);
        Engine engine = new Engine();
        engine.prepare(spec);
        engine.start(new MacroSnapshot());
        Random random = new Random(1);
        play(engine, random, 58);
        assertThat(stable(engine)).isFalse();
        play(engine, random, 3);
        assertThat(stable(engine)).isTrue();
        engine.start(new MacroSnapshot());
        play(engine, random, 3);
        assertThat(stable(engine)).isFalse();
    }

    private static void play(Engine engine, Random random, int seconds) {
        float[][] quantum = new float[1][QUANTUM];
        for (int at = 0; at < seconds * 8_000; at += QUANTUM) {
            for (int i = 0; i < QUANTUM; i++) {
                quantum[0][i] = (float) (0.1 * random.nextGaussian());
            }
            engine.process(quantum, QUANTUM);
        }
    }

    private static boolean stable(Engine engine) {
        MetricFrame metrics = new MetricFrame();
        metrics.takeMeters(engine.meters());
        LiveFrame live = new LiveFrame();
        LiveFrames.fill(live, metrics, 0);
        return (live.flags & LiveFrame.FLAG_RANGE_STABLE) != 0;
    }
}
