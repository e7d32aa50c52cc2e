package attune.control.registry;

import attune.api.HealthReport;
import attune.api.HealthReport.Bucket;
import attune.bridge.telemetry.BlockTimes;
import attune.bridge.telemetry.MetricFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long the blocks of one plugin instance took in the last hour, minute by minute. Guarded by its session. */
final class BlockWindow {
    private static final int MINUTES = 60;
    private static final long MINUTE_MS = 60_000;
    private static final double NS_PER_US = 1e3;

    /** One minute. */
    private static final class Minute {
        long number = -1;
        final int[] counts = new int[BlockTimes.TOLD];
        long maxNs;
        long late;
        long hostBlocks;
        long audioFrames;
    }

    private final @Nullable Minute[] minutes = new @Nullable Minute[MINUTES];
    private long firstMs;
    private long lateBefore = -1;
    private long hostBlocksBefore;
    private long processedBefore;

    /** Takes one frame; what was rendered offline had no deadline. */
    void add(MetricFrame frame, long nowMs) {
        boolean goesOn = lateBefore >= 0
                && frame.lateBlocks >= lateBefore
                && frame.hostBlocks >= hostBlocksBefore
                && frame.processedFrames >= processedBefore;
        if (goesOn && frame.rendering == 0) {
            firstMs = firstMs == 0 ? nowMs : firstMs;
            Minute minute = minute(nowMs / MINUTE_MS);
            for (int i = 0; i < BlockTimes.TOLD; i++) {
                minute.counts[i] += frame.roundTripCounts[i] & 0xFFFF;
            }
            minute.maxNs = Math.max(minute.maxNs, frame.roundTripMaxNs);
            minute.late += frame.lateBlocks - lateBefore;
            minute.hostBlocks += frame.hostBlocks - hostBlocksBefore;
            minute.audioFrames += frame.processedFrames - processedBefore;
        }
        lateBefore = frame.lateBlocks;
        hostBlocksBefore = frame.hostBlocks;
        processedBefore = frame.processedFrames;
    }

    private Minute minute(long number) {
        int place = (int) (number % MINUTES);
        Minute known = minutes[place];
        if (known == null || known.number != number) {
            known = new Minute();
            known.number = number;
            minutes[place] = known;
        }
        return known;
    }

    /** What of the instance is no time. */
    record About(String engineId, String hostName, double sampleRateHz, String latencyMode) {}

    /** @param newest frame, for what counts since the engine started */
    HealthReport.Engine report(About about, MetricFrame newest, long nowMs) {
        long[] counts = new long[BlockTimes.TOLD];
        long maxNs = 0;
        long late = 0;
        long recentBlocks = 0;
        long recentFrames = 0;
        long oldest = nowMs / MINUTE_MS - MINUTES + 1;
        for (Minute minute : minutes) {
            if (minute == null || minute.number < oldest) {
                continue;
            }
            for (int i = 0; i < counts.length; i++) {
                counts[i] += minute.counts[i];
            }
            maxNs = Math.max(maxNs, minute.maxNs);
            late += minute.late;
            if (minute.number >= nowMs / MINUTE_MS - 1) {
                recentBlocks += minute.hostBlocks;
                recentFrames += minute.audioFrames;
            }
        }
        double deadlineUs = recentBlocks == 0 ? 0 : 1e6 * recentFrames / recentBlocks / about.sampleRateHz();
        long blocks = 0;
        for (long count : counts) {
            blocks += count;
        }
        double tailUs = percentileUs(counts, blocks, 0.999, maxNs);
        return new HealthReport.Engine(
                about.engineId(),
                about.hostName(),
                about.sampleRateHz(),
                about.latencyMode(),
                Math.max(firstMs, oldest * MINUTE_MS),
                deadlineUs,
                blocks,
                late,
                newest.dryBlocks,
                newest.restarts,
                percentileUs(counts, blocks, 0.5, maxNs),
                percentileUs(counts, blocks, 0.95, maxNs),
                percentileUs(counts, blocks, 0.99, maxNs),
                tailUs,
                maxNs / NS_PER_US,
                deadlineUs == 0 || blocks == 0 ? null : tailUs / deadlineUs,
                newest.economy != 0,
                newest.lacksRealTime(),
                buckets(counts));
    }

    private static double percentileUs(long[] counts, long blocks, double fraction, long maxNs) {
        long wanted = Math.max(1, (long) Math.ceil(fraction * blocks));
        long seen = 0;
        for (int i = 0; i < counts.length - 1; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.min(BlockTimes.longestNs(i), maxNs) / NS_PER_US;
            }
        }
        return maxNs / NS_PER_US; // the last bucket holds whatever is longer
    }

    private static List<Bucket> buckets(long[] counts) {
        int first = 0;
        int last = counts.length - 1;
        while (first <= last && counts[first] == 0) {
            first++;
        }
        while (last >= first && counts[last] == 0) {
            last--;
        }
        List<Bucket> buckets = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            buckets.add(new Bucket(BlockTimes.longestNs(i) / NS_PER_US, counts[i]));
        }
        return buckets;
    }
}
