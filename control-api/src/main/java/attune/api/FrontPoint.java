package attune.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set that passed the gate lately, where it lies on the objectives. {@code GET} and {@code PUT /front}; also the event "front".
 *
 * @param contentClass on which it was tried
 * @param strategy that proposed it
 * @param values 0 to 1 by objective
 * @param wish that likes this one best of all of its class, by the weights of clarity and fidelity; null where there is none: others
 *     reach it in both
 */
public record FrontPoint(
        String contentClass,
        String strategy,
        Map<String, Double> values,
        @Nullable ObjectiveWish wish) {}
