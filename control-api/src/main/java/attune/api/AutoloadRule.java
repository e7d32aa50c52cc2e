package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * When a preset is loaded by itself. A condition that is null always holds; in text, {@code *} stands for any letters and
 * {@code ?} for one, and case does not matter. {@code GET /autoload} lists them, the one that goes first at the top.
 *
 * @param id number of the rule
 * @param preset id of the preset
 * @param host name of the program that hosts the plugin
 * @param engine name that a person gave the plugin instance; its id where it has none
 * @param contentClass what is heard: "speech", "music", "mixed" or "noise"
 * @param sampleRateHz rate of the audio
 * @param time of day where the server runs, "HH:MM-HH:MM": from the first minute to before the second, also past midnight
 * @param priority a higher one goes before a more exact rule
 */
public record AutoloadRule(
        int id,
        String preset,
        @Nullable String host,
        @Nullable String engine,
        @Nullable String contentClass,
        @Nullable Double sampleRateHz,
        @Nullable String time,
        int priority) {
    /** The same with another number. */
    public AutoloadRule withId(int other) {
        return new AutoloadRule(other, preset, host, engine, contentClass, sampleRateHz, time, priority);
    }

    /** The same that loads another preset. */
    public AutoloadRule withPreset(String other) {
        return new AutoloadRule(id, other, host, engine, contentClass, sampleRateHz, time, priority);
    }

    /** The same with another priority. */
    public AutoloadRule withPriority(int other) {
        return new AutoloadRule(id, preset, host, engine, contentClass, sampleRateHz, time, other);
    }
}
