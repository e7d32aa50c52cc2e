package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * A blind pair: two sounds of the same seconds, equally loud. Says nothing of what they are. {@code POST
 * /engines/{id}/taste/questions}; also the event "question".
 *
 * @param status {@link Status#asked} until the agent has rendered both sounds
 * @param problem why there is no pair, one sentence; null unless {@link Status#failed}
 * @param seconds length of both sounds; 0 until they are there
 * @param levelDifferenceLu measured loudness of the first over the second; 0 until they are there
 */
public record TasteQuestion(
        String id,
        String engineId,
        long at,
        Status status,
        @Nullable String problem,
        double seconds,
        double levelDifferenceLu) {
    /** What has become of a question. */
    public enum Status {
        /** The agent renders it. */
        asked,
        /** It can be heard and answered. */
        ready,
        /** Nothing could be rendered. */
        failed
    }
}
