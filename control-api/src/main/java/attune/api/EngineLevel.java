package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * One plugin instance among all, as the topic "levels" tells it: instances with a reading since the last time.
 *
 * @param inputLufs momentary; null in silence
 * @param outputLufs momentary; null in silence
 * @param outputPeakDbtp the louder channel's; null in silence
 * @param lateBlocks since the engine started
 * @param roundTripP99Us of the newest blocks
 */
public record EngineLevel(
        String engineId,
        @Nullable Double inputLufs,
        @Nullable Double outputLufs,
        @Nullable Double outputPeakDbtp,
        long lateBlocks,
        double roundTripP99Us) {}
