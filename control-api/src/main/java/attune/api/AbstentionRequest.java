package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * The agent left the sound alone, and why. {@code POST /engines/{id}/abstentions}. The same reason again within a minute
 * is not written twice.
 *
 * @param reason short stable name: "clean", "inside-noise", "rejected-before", "silence", "unsure", "music", "changing",
 *     "no-capture", "busy"
 * @param explanation for people; its parts name what was not done
 * @param evidence of the audition; null where there was none
 * @param situation in which it was decided; null where nothing was heard
 */
public record AbstentionRequest(
        String reason,
        Explanation explanation,
        @Nullable Evidence evidence,
        @Nullable Situation situation) {}
