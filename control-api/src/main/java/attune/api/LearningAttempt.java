package attune.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person wants a set tried on what is heard now, found by one method. {@code POST /engines/{id}/learning/attempts}; also the event "attempt".
 *
 * @param method one of {@link LearningAttempt.Request#METHODS}
 * @param done whether the agent has answered
 * @param change the change that came of it; null where none did
 * @param sentence what came of it, for people; empty until done
 */
public record LearningAttempt(
        String id,
        String engineId,
        long at,
        String method,
        boolean done,
        @Nullable Long change,
        String sentence) {
    /**
     * What is asked for.
     *
     * @param method how a set is found; the server takes the earlier name "strategy", too
     */
    public record Request(String method) {
        /** All that can be tried. */
        public static final List<String> METHODS =
                List.of("measured", "liked", "adapted", "bandit", "policy", "search", "gradient");
    }

    /**
     * The agent's answer, {@code PUT /learning/attempts/{id}}.
     *
     * @param change the change that came of it; null where none did
     * @param sentence for people
     */
    public record Outcome(@Nullable Long change, String sentence) {}
}
