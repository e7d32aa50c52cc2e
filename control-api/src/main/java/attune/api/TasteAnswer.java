package attune.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored answer to a blind pair; also the event "answer".
 *
 * @param number rising
 * @param id of the question
 * @param choice which sound is liked better
 * @param degree how much better; null with {@link Choice#none}
 * @param first parameter set of the sound "a"
 * @param second parameter set of the sound "b"
 * @param situation in which both were rendered
 * @param repeats id of the question that it was again, its sides changed; null where it was new
 */
public record TasteAnswer(
        long number,
        String id,
        String engineId,
        long at,
        Choice choice,
        @Nullable Degree degree,
        Map<String, Double> first,
        Map<String, Double> second,
        Situation situation,
        @Nullable String repeats) {
    /** Which of two sounds. */
    public enum Choice {
        a,
        b,
        none
    }

    /** How much better one of them is. */
    public enum Degree {
        slightly,
        clearly,
        much
    }
}
