package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * What one engine measured in one stretch of time. {@code GET /telemetry}. Levels are means over its seconds, peaks and
 * times the largest; null where there was only silence.
 *
 * @param at start of the stretch
 * @param resolution its length in seconds: 1, 300, 3600, 86400
 * @param seconds how many of them were played
 * @param blocks of the host
 */
public record TelemetryPoint(
        String engineId,
        long at,
        int resolution,
        int seconds,
        @Nullable Double inputLufs,
        @Nullable Double outputLufs,
        @Nullable Double inputPeakDbtp,
        @Nullable Double outputPeakDbtp,
        @Nullable Double noiseFloorDbfs,
        @Nullable Double noiseReductionDb,
        @Nullable Double levelerGainDb,
        @Nullable Double limiterGainDb,
        @Nullable Double roundTripP99Us,
        @Nullable Double roundTripMaxUs,
        long blocks,
        long lateBlocks) {}
