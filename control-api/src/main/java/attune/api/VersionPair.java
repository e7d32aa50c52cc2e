package attune.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two versions on the same last seconds of input, equally loud, and how they differ. {@code POST
 * /engines/{id}/versions/pairs}; also the event "versions".
 *
 * @param status {@link Status#asked} until the agent has rendered both sounds
 * @param problem why there is none, one sentence; null unless {@link Status#failed}
 * @param first what the sound "a" is
 * @param second what the sound "b" is
 * @param difference null until the sounds are there
 */
public record VersionPair(
        String id,
        String engineId,
        long at,
        Status status,
        @Nullable String problem,
        Side first,
        Side second,
        @Nullable VersionDifference difference) {
    /** What has become of it. */
    public enum Status {
        /** The agent renders it. */
        asked,
        /** It can be heard. */
        ready,
        /** Nothing could be rendered, or its sounds are forgotten. */
        failed
    }

    /** What a version can be held against that never was one. */
    public enum Reference {
        /** The set that a new plugin begins with. */
        factory,
        /** The same chain with every stage at rest; the limiter guards as ever. */
        dry
    }

    /**
     * One of the two.
     *
     * @param version its number; null: what played when it was asked for, or the reference
     * @param reference null where it is none
     * @param params its whole set
     */
    public record Side(@Nullable Long version, @Nullable Reference reference, Map<String, Double> params) {}
}
