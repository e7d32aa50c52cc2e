package attune.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the two sounds of a question are, once both are handed over. {@code PUT /taste/questions/{id}/offer}, agent only.
 *
 * @param seconds length of both sounds
 * @param levelDifferenceLu measured loudness of the first over the second
 * @param first whole parameter set of the sound "a"
 * @param second whole parameter set of the sound "b"
 * @param situation in which both were rendered
 * @param repeats id of the answered question that this one is again, its sides changed; null for a new one
 */
public record TasteOffer(
        double seconds,
        double levelDifferenceLu,
        Map<String, Double> first,
        Map<String, Double> second,
        Situation situation,
        @Nullable String repeats) {}
