package attune.api;

import java.util.List;

/**
 * What was heard when something was decided, to find the same situation again.
 *
 * @param contentClass "speech", "music", "mixed", "noise", "silence"
 * @param observationVersion layout of {@code observation}
 * @param observation the learner's observation vector
 */
public record Situation(String contentClass, int observationVersion, List<Double> observation) {
    public Situation {
        observation = List.copyOf(observation);
    }
}
