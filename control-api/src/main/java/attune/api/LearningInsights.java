package attune.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What learning has come to. {@code GET} and {@code PUT /insights}; also the event "insights".
 *
 * @param insights what is sure enough to be told, a sentence each
 * @param patterns what each strategy did for each kind of content, of all that was tried; the surest first
 * @param thresholds what judges must promise, after what became of their promises
 * @param suggestions proposals that wait for an answer
 * @param dealings what became of proposals, by strategy
 */
public record LearningInsights(
        List<String> insights,
        List<Pattern> patterns,
        List<Threshold> thresholds,
        List<Suggestion> suggestions,
        List<Dealing> dealings) {
    /** Nothing is known. */
    public static final LearningInsights NONE =
            new LearningInsights(List.of(), List.of(), List.of(), List.of(), List.of());

    /**
     * What one strategy did for one kind of content.
     *
     * @param strategy that proposed
     * @param contentClass what was heard
     * @param tries how often its effect is known
     * @param successes how often that was more than the judge's noise
     * @param confidence lower end of the 95 % interval of its rate of success, 0 to 1
     * @param improvement mean effect, in steps of the judge
     */
    public record Pattern(
            String strategy, String contentClass, int tries, int successes, double confidence, double improvement) {}

    /**
     * Steps that a winner must promise over the sound in force and over dry.
     *
     * @param judge name and version
     * @param shipped before anything was measured
     * @param inUse now
     * @param changes promises of this judge that were measured
     * @param bias mean of measured less promised, in steps; 0 where there are none
     * @param error standard error of it
     */
    public record Threshold(String judge, double shipped, double inUse, int changes, double bias, double error) {}

    /**
     * A proposal that waits, with what speaks for it.
     *
     * @param change its number
     * @param strategy that proposed it
     * @param sentence the reason, for people
     * @param promised steps over the sound in force; null where there was no audition
     * @param noise of the judge on that sound, in steps; null likewise
     * @param tries such changes, by strategy and content, whose effect was measured
     * @param successes how many of them helped
     * @param confidence lower end of the 95 % interval of their rate of success; null where none was measured
     */
    public record Suggestion(
            long change,
            String strategy,
            String sentence,
            @Nullable Double promised,
            @Nullable Double noise,
            int tries,
            int successes,
            @Nullable Double confidence) {}

    /**
     * What became of the newest changes of one strategy.
     *
     * @param made all of them
     * @param played that were heard: by a click, or by themselves in mode auto
     * @param undone of those, by a person
     * @param takenBack of those, by the watcher
     * @param refused by a person, unheard
     * @param ignored that nobody answered before something else came
     * @param waiting for an answer
     */
    public record Dealing(
            String strategy, int made, int played, int undone, int takenBack, int refused, int ignored, int waiting) {}
}
