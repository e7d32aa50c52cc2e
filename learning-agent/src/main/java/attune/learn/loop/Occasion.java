package attune.learn.loop;

import attune.api.Situation;
import attune.learn.env.SetScore;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.Proposals;
import attune.learn.strategy.StrategyInput;
import java.util.List;

/**
 * What is heard now, and what may be tried on it.
 *
 * @param situation what is heard
 * @param input what strategies know of it
 * @param bounds where learning may go
 * @param proposals gathers sets inside them, without what was refused here
 * @param order strategies, those first that the bandit rates best
 * @param score auditions a set on the captured sound
 */
public record Occasion(
        Situation situation,
        StrategyInput input,
        LearningBounds bounds,
        Proposals proposals,
        List<String> order,
        SetScore score) {}
