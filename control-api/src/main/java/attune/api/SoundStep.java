package attune.api;

import java.util.Map;

/**
 * What a step of the sound would move, before it is gone.
 *
 * @param sentence for people: what would move, or why nothing would
 * @param before values of the parameters that would move, by permanent id; empty where none would
 * @param after the same once it is gone
 */
public record SoundStep(String sentence, Map<String, Double> before, Map<String, Double> after) {}
