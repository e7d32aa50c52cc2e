package attune.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /health/report}: how well everything works.
 *
 * @param at when it was made
 * @param score sum of the parts' points, 0 to 100
 * @param parts what the score is made of
 * @param engines that play, with the times of their blocks in the last hour
 * @param processes server, agent, engines and their hosts
 * @param routes requests since the server started, slowest first; only those that were asked for
 */
public record HealthReport(
        long at,
        int score,
        List<Part> parts,
        List<Engine> engines,
        List<Program> processes,
        List<RouteTime> routes,
        Storage storage) {
    /**
     * One part of the score.
     *
     * @param id "on_time", "headroom", "learning", "memory", "storage"
     * @param detail what was found, with its numbers
     * @param points reached
     * @param of that can be reached
     */
    public record Part(String id, String name, String detail, int points, int of) {}

    /**
     * How one plugin instance keeps time. Times are from the host's post to the engine's answer, at most 9 % too high; the
     * slowest is exact.
     *
     * @param latencyMode "Quality", "Live" or "Safe"
     * @param since when this window began: an hour ago, or when the server first saw it
     * @param deadlineUs sound that one block of the host holds; 0 before the first second
     * @param blocks answered in the window
     * @param lateBlocks in the window
     * @param dryBlocks since the engine started: played unprocessed
     * @param restarts of the engine process
     * @param budgetShare p99.9 by deadline; null where either is unknown
     * @param economy whether it works at less cost because blocks took too long
     * @param times how many blocks took how long, in buckets of an eighth octave, from the first to the last that is not empty
     */
    public record Engine(
            String engineId,
            String hostName,
            double sampleRateHz,
            String latencyMode,
            long since,
            double deadlineUs,
            long blocks,
            long lateBlocks,
            long dryBlocks,
            long restarts,
            double p50Us,
            double p95Us,
            double p99Us,
            double p999Us,
            double maxUs,
            @Nullable Double budgetShare,
            boolean economy,
            boolean lacksRealTime,
            List<Bucket> times) {}

    /**
     * Blocks that took about as long.
     *
     * @param toUs longest time that counts here
     */
    public record Bucket(double toUs, long blocks) {}

    /**
     * One process.
     *
     * @param role "server", "agent", "engine" or "host"
     * @param detail what it is
     * @param cpuPercent of one core, over the last 5 to 10 s
     * @param memoryBytes resident
     * @param growthBytes how much more that is than in the first third of the last six hours; null in the first half hour
     * @param heap of its Java; null where nothing tells it
     */
    public record Program(
            String role,
            String detail,
            long pid,
            double cpuPercent,
            long memoryBytes,
            @Nullable Long growthBytes,
            @Nullable Heap heap) {}

    /**
     * What a Java machine says about its memory.
     *
     * @param collections since it started
     * @param pausedMs in them, all together
     */
    public record Heap(long usedBytes, long largestBytes, long collections, long pausedMs) {}

    /**
     * How long one route took, from the request's arrival in its handler to the answer.
     *
     * @param route "GET /changes"
     * @param slow of those, over 100 ms
     */
    public record RouteTime(String route, long count, double p50Ms, double p99Ms, double maxMs, long slow) {}

    /**
     * What is kept on the disk.
     *
     * @param databaseBytes timeline, opinions, experiences, with their log
     * @param telemetryBytes measurements
     * @param freeBytes left for this user on that disk
     */
    public record Storage(long databaseBytes, long telemetryBytes, long freeBytes) {}
}
