package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * A person's opinion of what is heard. {@code POST /engines/{id}/feedback}.
 *
 * @param id made by the sender: the same id again is not counted twice
 * @param vote "up", "down", "less" (less of the change named), or stars: "1" to "5"
 * @param frame position in the audio that was audible ({@link LiveFrame#audibleFrame}); null: now
 * @param changeId change that is meant; null: the one that was audible
 */
public record FeedbackRequest(
        String id,
        String vote,
        @Nullable Long frame,
        @Nullable Long changeId) {}
