package attune.learn.loop;

import attune.api.LearningInsights;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How learned changes went lately. Effects are in steps of the judge; lists are sorted, the most telling first.
 *
 * @param changes learned changes in the window, whatever became of them
 * @param measured how many of them were measured
 * @param better how many of those were better by more than the judge's noise
 * @param worse how many were worse by more than that
 * @param refused how many a person refused or took back
 * @param meanEffect mean measured effect; null where none was measured
 * @param trend how it develops
 * @param error what was promised against what was measured
 * @param patterns what each strategy did for each kind of content
 * @param correlations parameters whose moves go with the effect, beyond chance
 * @param best the set with the largest measured effect for each kind of content
 * @param thresholds what judges must promise, after what became of their promises
 * @param dealings what became of the changes, by strategy
 */
public record Performance(
        int changes,
        int measured,
        int better,
        int worse,
        int refused,
        @Nullable Double meanEffect,
        Trend trend,
        PromiseError error,
        List<LearningInsights.Pattern> patterns,
        List<Correlation> correlations,
        Map<String, Best> best,
        List<LearningInsights.Threshold> thresholds,
        List<LearningInsights.Dealing> dealings) {

    /**
     * How the effect develops from change to change, by least squares.
     *
     * @param direction "rising", "falling", "steady", or "unknown" with fewer than {@link PerformanceAnalysis#NEEDED}
     * @param perTenChanges slope, in steps for ten changes
     * @param error standard error of the slope
     */
    public record Trend(String direction, double perTenChanges, double error) {}

    /**
     * Measured less promised.
     *
     * @param count changes with both
     * @param bias mean of it: below 0 where too much was promised
     * @param absolute mean size of it
     */
    public record PromiseError(int count, double bias, double absolute) {}

    /**
     * A parameter's move against the effect.
     *
     * @param parameter permanent id
     * @param changes in which it was moved and the effect measured
     * @param r Pearson's coefficient, −1 to 1
     */
    public record Correlation(String parameter, int changes, double r) {}

    /**
     * The best change for a kind of content.
     *
     * @param change its id
     * @param effect measured
     * @param sentence what it did, for people
     * @param params complete set after it
     */
    public record Best(long change, double effect, String sentence, Map<String, Double> params) {}
}
