package attune.control.registry;

import attune.api.HealthSample;
import attune.api.TelemetryPoint;
import attune.bridge.telemetry.MetricFrame;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One second of an engine's frames, summed up. Guarded by its session. */
final class SecondSums {
    private static final int LEVELS = 6;

    private final double[] sums = new double[LEVELS];
    private final int[] counts = new int[LEVELS];
    private double inputPeakDbtp;
    private double outputPeakDbtp;
    private long p50Ns;
    private long p99Ns;
    private long maxNs;
    private int frames;
    private long blocks;
    private long lateBlocks;
    private long audioFrames;
    // counters at the end of the last second
    private long hostBlocksBefore = -1;
    private long lateBefore;
    private long processedBefore;

    SecondSums() {
        clear();
    }

    void add(MetricFrame frame) {
        if (hostBlocksBefore < 0 || frame.hostBlocks < hostBlocksBefore || frame.processedFrames < processedBefore) {
            restart(frame);
        }
        double[] levels = {
            frame.inputShortTermLufs,
            frame.outputShortTermLufs,
            frame.noiseFloorDbfs,
            frame.noiseReductionDb,
            frame.levelerGainDb,
            frame.limiterGainDb
        };
        for (int i = 0; i < LEVELS; i++) {
            if (Double.isFinite(levels[i])) {
                sums[i] += levels[i];
                counts[i]++;
            }
        }
        inputPeakDbtp = Math.max(inputPeakDbtp, frame.inputTruePeakDbtp);
        outputPeakDbtp = Math.max(outputPeakDbtp, frame.outputTruePeakDbtp);
        p50Ns += frame.roundTripP50Ns;
        p99Ns = Math.max(p99Ns, frame.roundTripP99Ns);
        maxNs = Math.max(maxNs, frame.roundTripMaxNs);
        frames++;
        blocks = frame.hostBlocks - hostBlocksBefore;
        lateBlocks = frame.lateBlocks - lateBefore;
        audioFrames = frame.processedFrames - processedBefore;
    }

    private void restart(MetricFrame frame) {
        hostBlocksBefore = frame.hostBlocks;
        lateBefore = frame.lateBlocks;
        processedBefore = frame.processedFrames;
    }

    /** Whether any frame came in this second. */
    boolean isEmpty() {
        return frames == 0;
    }

    TelemetryPoint point(String engineId, long at) {
        return new TelemetryPoint(
                engineId,
                at / 1000 * 1000,
                1,
                1,
                mean(0),
                mean(1),
                finite(inputPeakDbtp),
                finite(outputPeakDbtp),
                mean(2),
                mean(3),
                mean(4),
                mean(5),
                p99Ns / 1e3,
                maxNs / 1e3,
                blocks,
                lateBlocks);
    }

    HealthSample health(String engineId, long at, MetricFrame newest, double sampleRateHz, double cpuIdle) {
        double periodUs = blocks == 0 ? 0 : 1e6 * audioFrames / blocks / sampleRateHz;
        return new HealthSample(
                engineId,
                at,
                frames == 0 ? 0 : p50Ns / 1e3 / frames,
                p99Ns / 1e3,
                maxNs / 1e3,
                periodUs,
                newest.lateBlocks,
                lateBlocks,
                newest.dryBlocks,
                newest.restarts,
                cpuIdle);
    }

    /** Begins the next second. */
    void next(MetricFrame newest) {
        clear();
        restart(newest);
    }

    private void clear() {
        Arrays.fill(sums, 0);
        Arrays.fill(counts, 0);
        inputPeakDbtp = Double.NEGATIVE_INFINITY;
        outputPeakDbtp = Double.NEGATIVE_INFINITY;
        p50Ns = 0;
        p99Ns = 0;
        maxNs = 0;
        frames = 0;
        blocks = 0;
        lateBlocks = 0;
        audioFrames = 0;
    }

    private @Nullable Double mean(int level) {
        return counts[level] == 0 ? null : sums[level] / counts[level];
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
