package attune.api;

/**
 * Once a second for each engine that is played; event "health". Times cover that second.
 *
 * @param blockPeriodUs sound that one block of the host holds
 * @param cpuIdle share of all cores that was idle, 0 to 1
 */
public record HealthSample(
        String engineId,
        long at,
        double roundTripP50Us,
        double roundTripP99Us,
        double roundTripMaxUs,
        double blockPeriodUs,
        long lateBlocks,
        long newLateBlocks,
        long dryBlocks,
        long restarts,
        double cpuIdle) {}
