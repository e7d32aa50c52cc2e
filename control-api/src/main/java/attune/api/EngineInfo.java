package attune.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One plugin instance as the server knows it.
 *
 * @param id {@code HOSTPID-INSTANCE}: stays the same when the engine process is started anew
 * @param hostName program that hosts the plugin
 * @param name what a person calls it; the host's name where nobody gave it one, with its number among those of that host
 *     where there are several: "Ardour 2"
 * @param connected false when the instance was here before and is gone now
 * @param sampleRateHz of its audio
 * @param channels 1 or 2
 * @param mode of learning
 * @param frozen whether every automatic change is stopped
 * @param onAir whether automatic changes are limited to 1 dB a minute
 * @param generation number of the last parameter set that the server posted; a proposal must name it
 * @param slot playing slot, 0 to 3
 * @param macros effective macro values by permanent id
 * @param captureSeconds captured audio that can be fetched now; 0 where capture is off
 * @param captureWhy why there is no capture ("learning is off", "capture is switched off (…)", …), null where there is
 * @param latencyMs what the plugin reports
 * @param lateBlocks since the engine started
 * @param restarts of the engine process
 * @param lacksRealTime whether the host's audio thread has real-time priority and the engine was refused one: blocks may be
 *     late under load
 * @param since when the server first saw it
 */
public record EngineInfo(
        String id,
        String hostName,
        String name,
        boolean connected,
        double sampleRateHz,
        int channels,
        LearningMode mode,
        boolean frozen,
        boolean onAir,
        long generation,
        int slot,
        Map<String, Double> macros,
        double captureSeconds,
        @Nullable String captureWhy,
        double latencyMs,
        long lateBlocks,
        long restarts,
        boolean lacksRealTime,
        long since) {}
