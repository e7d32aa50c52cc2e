package attune.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One audited candidate, kept for learning; also those that lost. {@code POST /experiences} takes a list of them,
 * {@code GET /experiences?after=N} pages through them.
 *
 * @param number given by the server; 0 when sent
 * @param engineId where it was heard
 * @param at when
 * @param situation what was heard
 * @param strategy that proposed it
 * @param params complete set that was tried
 * @param score over dry, in steps
 * @param overIncumbent score over the sound in force, in steps
 * @param chosen whether it won
 * @param measured effect found after the push; null where it was not pushed or not measured yet
 */
public record Experience(
        long number,
        String engineId,
        long at,
        Situation situation,
        String strategy,
        Map<String, Double> params,
        double score,
        double overIncumbent,
        boolean chosen,
        @Nullable Double measured) {}
