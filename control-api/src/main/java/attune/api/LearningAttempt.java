package attune.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person wants one strategy tried on what is heard now. {@code POST /engines/{id}/learning/attempts}; also the event "attempt".
 *
 * @param strategy one of {@link LearningAttempt.Request#STRATEGIES}
 * @param done whether the agent has answered
 * @param change the change that came of it; null where none did
 * @param sentence what came of it, for people; empty until done
 */
public record LearningAttempt(
        String id,
        String engineId,
        long at,
        String strategy,
        boolean done,
        @Nullable Long change,
        String sentence) {
    /** What is asked for. */
    public record Request(String strategy) {
        /** All that can be tried. */
        public static final List<String> STRATEGIES =
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
