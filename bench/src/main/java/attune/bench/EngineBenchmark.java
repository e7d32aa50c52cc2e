package attune.bench;

import attune.dsp.chain.Engine;
import attune.dsp.core.ProcessSpec;
import attune.param.MacroSnapshot;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The engine under JMH: with {@code -prof gc} the third net under "0 bytes per quantum". */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
public class EngineBenchmark {
    private static final int SIGNAL_FRAMES = 48_000 * 4 / ProcessSpec.QUANTUM_FRAMES * ProcessSpec.QUANTUM_FRAMES;

    private final Engine engine = new Engine();
    private final float[][] quantum = new float[2][ProcessSpec.QUANTUM_FRAMES];
    private float[][] signal = new float[0][];
    private int at;

    /** Every stage at work. */
    @Setup
    public void prepare() {
        engine.prepare(new ProcessSpec(48_000, 2));
        engine.recall(0, TestSignal.everyStageOn());
        engine.start(new MacroSnapshot());
        signal = TestSignal.voiceOverNoise(48_000, SIGNAL_FRAMES);
    }

    /** One quantum of 64 stereo frames. */
    @Benchmark
    public float quantum() {
        System.arraycopy(signal[0], at, quantum[0], 0, ProcessSpec.QUANTUM_FRAMES);
        System.arraycopy(signal[1], at, quantum[1], 0, ProcessSpec.QUANTUM_FRAMES);
        at = (at + ProcessSpec.QUANTUM_FRAMES) % SIGNAL_FRAMES;
        engine.process(quantum, ProcessSpec.QUANTUM_FRAMES);
        return quantum[0][0];
    }
}
