package attune.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored opinion; also the event "feedback".
 *
 * @param number rising
 * @param id sender's id
 * @param source "panel", "host" or "cli"
 * @param vote "up", "down", "less", or stars: "1" to "5"
 * @param changeId learned change that was audible; null where none was
 * @param before set before that change; null where none was audible
 * @param after set that was audible
 * @param situation of that change, else the last one heard; null where nothing was heard yet
 */
public record Feedback(
        long number,
        String id,
        String engineId,
        long at,
        String source,
        String vote,
        @Nullable Long changeId,
        @Nullable Map<String, Double> before,
        Map<String, Double> after,
        @Nullable Situation situation) {}
