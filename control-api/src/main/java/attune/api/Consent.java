package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * One purpose for which something of a person's sound may be kept.
 *
 * @param purpose "features", "capture", "clips", "sharing"
 * @param on whether it is kept or sent now
 * @param preference name of the switch in {@code PUT /preferences}; null where there is nothing to switch, since nothing of it
 *     is built
 * @param sentence what is kept, where and how long
 */
public record Consent(String purpose, boolean on, @Nullable String preference, String sentence) {}
