package attune.bench.peer;

import attune.dsp.chain.Engine;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** One of our stages, alone, at a setting at which it works. */
final class OwnStage implements Contestant {
    private static final int WARM_UP_ROUNDS = 3;
    private static final int QUANTA_IN_BLOCK = PeerSignal.BLOCK_FRAMES / ProcessSpec.QUANTUM_FRAMES;
    /** Silence is timed from here on: what was heard before has died away or is a matter of denormals. */
    private static final int SILENT_FROM_BLOCK = PeerSignal.RATE_HZ / PeerSignal.BLOCK_FRAMES;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A stage, or the whole engine. */
    interface Sound {
        /** As {@link Processor#process}. */
        void process(float[][] channels, int frames);

        int latencyFrames();
    }

    private final String name;
    private final Sound processor;
    private final float[][] signal;
    private final float[][] block = new float[2][PeerSignal.BLOCK_FRAMES];
    private double differenceDb;
    private double bytesPerQuantum;

    /** A stage at a setting; plays until it is compiled. */
    static OwnStage of(String name, Processor stage, ParamSnapshot params, ProcessSpec spec, float[][] signal) {
        stage.prepare(spec);
        stage.update(params);
        return new OwnStage(
                name,
                new Sound() {
                    @Override
                    public void process(float[][] channels, int frames) {
                        stage.process(channels, frames);
                    }

                    @Override
                    public int latencyFrames() {
                        return stage.latencyFrames();
                    }
                },
                signal);
    }

    /** The whole engine at a setting, with meters and macros. */
    static OwnStage of(String name, Engine engine, ParamSnapshot params, ProcessSpec spec, float[][] signal) {
        engine.prepare(spec);
        engine.recall(0, params);
        engine.start(new MacroSnapshot());
        return new OwnStage(
                name,
                new Sound() {
                    @Override
                    public void process(float[][] channels, int frames) {
                        engine.process(channels, frames);
                    }

                    @Override
                    public int latencyFrames() {
                        return engine.latencyFrames();
                    }
                },
                signal);
    }

    private OwnStage(String name, Sound processor, float[][] signal) {
        this.name = name;
        this.processor = processor;
        this.signal = signal;
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            differenceDb = differenceOfOnePass();
        }
        play(signal, 0);
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        play(signal, 0);
        long bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        bytesPerQuantum = (double) bytes / (PeerSignal.FRAMES / PeerSignal.BLOCK_FRAMES * QUANTA_IN_BLOCK);
    }

    private double differenceOfOnePass() {
        int latency = processor.latencyFrames();
        double energy = 0;
        double distance = 0;
        for (int at = 0; at < PeerSignal.FRAMES; at += PeerSignal.BLOCK_FRAMES) {
            take(signal, at);
            processor.process(block, PeerSignal.BLOCK_FRAMES);
            for (int i = 0; i < PeerSignal.BLOCK_FRAMES && at >= PeerSignal.RATE_HZ; i++) {
                for (int c = 0; c < block.length; c++) {
                    double wanted = signal[c][at + i - latency];
                    energy += wanted * wanted;
                    distance += (block[c][i] - wanted) * (block[c][i] - wanted);
                }
            }
        }
        return 10 * Math.log10(Math.max(1e-20, distance / energy));
    }

    private void take(float[][] from, int at) {
        for (int c = 0; c < block.length; c++) {
            System.arraycopy(from[c], at, block[c], 0, PeerSignal.BLOCK_FRAMES);
        }
    }

    private int play(float[][] from, int firstBlock) {
        for (int at = firstBlock * PeerSignal.BLOCK_FRAMES; at < PeerSignal.FRAMES; at += PeerSignal.BLOCK_FRAMES) {
            take(from, at);
            processor.process(block, PeerSignal.BLOCK_FRAMES);
        }
        return PeerSignal.FRAMES - firstBlock * PeerSignal.BLOCK_FRAMES;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double differenceDb() {
        return differenceDb;
    }

    /** Allocated by the last quanta, with the measurement's own share. */
    double bytesPerQuantum() {
        return bytesPerQuantum;
    }

    @Override
    public double round() {
        long before = THREADS.getCurrentThreadCpuTime();
        int frames = play(signal, 0);
        return (THREADS.getCurrentThreadCpuTime() - before) / (double) frames;
    }

    /** As {@link #round}, on silence after the signal. */
    double silentRound(float[][] silence) {
        for (int at = 0; at < SILENT_FROM_BLOCK * PeerSignal.BLOCK_FRAMES; at += PeerSignal.BLOCK_FRAMES) {
            take(silence, at);
            processor.process(block, PeerSignal.BLOCK_FRAMES);
        }
        long before = THREADS.getCurrentThreadCpuTime();
        int frames = play(silence, SILENT_FROM_BLOCK);
        return (THREADS.getCurrentThreadCpuTime() - before) / (double) frames;
    }

    @Override
    public void close() {}
}
