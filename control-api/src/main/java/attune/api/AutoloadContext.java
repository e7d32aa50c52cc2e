package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * What rules for loading presets look at; null is not known. As the body of {@code POST /autoload/test}, what it leaves null
 * is taken from the plugin instance named by {@code engine}, where it plays, and the time from the clock.
 *
 * @param host name of the program that hosts the plugin
 * @param engine name that a person gave the plugin instance, its id where it has none; the id names one that plays
 * @param contentClass what was heard for long enough to count
 * @param sampleRateHz rate of the audio
 * @param time of day, "HH:MM"
 */
public record AutoloadContext(
        @Nullable String host,
        @Nullable String engine,
        @Nullable String contentClass,
        @Nullable Double sampleRateHz,
        @Nullable String time) {}
