package attune.api;

import java.util.List;
import java.util.Map;

/**
 * What a person wants most of a sound, {@code GET} and {@code PUT /objectives}. It chooses among sets that pass the gate and has no
 * say in which do. Objectives: clarity, tone, dynamics, loudness, fidelity, comfort, cost, preference; each of a sound is 0 to 1,
 * 1 is best.
 *
 * @param method how objectives become one number; {@link Method#sum} where it is left out
 * @param weights by objective, 0 to 100; one that is missing is 1, and where all are equal no wish is taken for one
 * @param least by objective, 0 to 1: what {@link Method#limits} asks for at least; empty with the others
 */
public record ObjectiveWish(Method method, Map<String, Double> weights, Map<String, Double> least) {
    /** All objectives, in order. */
    public static final List<String> OBJECTIVES =
            List.of("clarity", "tone", "dynamics", "loudness", "fidelity", "comfort", "cost", "preference");

    /** Nothing is wanted more than anything else. */
    public static final ObjectiveWish NONE = new ObjectiveWish(Method.sum, Map.of(), Map.of());

    /** How objectives become one number. */
    public enum Method {
        /** Their mean by weight. */
        sum,
        /** The one that falls shortest, by weight. */
        chebyshev,
        /** The mean by weight of what reaches the least values. */
        limits
    }

    public ObjectiveWish {
        method = method == null ? Method.sum : method; // left out in JSON, whatever the type says
        weights = weights == null ? Map.of() : Map.copyOf(weights);
        least = least == null ? Map.of() : Map.copyOf(least);
    }

    /** Whether nothing is wanted more than anything else. */
    public boolean asksForNothing() {
        return least.isEmpty()
                && OBJECTIVES.stream()
                                .mapToDouble(id -> weights.getOrDefault(id, 1.0))
                                .distinct()
                                .count()
                        == 1;
    }
}
