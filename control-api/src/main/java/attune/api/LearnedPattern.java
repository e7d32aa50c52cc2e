package attune.api;

import java.util.List;

/**
 * What one strategy did for one kind of content, and whether a person lets it go on. {@code GET /patterns}; a list of them is the event
 * "patterns".
 *
 * @param id {@code CONTENT:STRATEGY}, as "speech:noise-mild"
 * @param strategy that proposed, as {@link Change#strategy}
 * @param contentClass what was heard
 * @param tries how often its effect is known; 0 where nothing is known of it (any more) and it is only switched off
 * @param successes how often that was more than the judge's noise
 * @param confidence lower end of the 95 % interval of its rate of success, 0 to 1
 * @param improvement mean effect, in steps of the judge
 * @param enabled whether this strategy may propose for this kind of content
 */
public record LearnedPattern(
        String id,
        String strategy,
        String contentClass,
        int tries,
        int successes,
        double confidence,
        double improvement,
        boolean enabled) {
    /** {@code PUT /patterns/{id}}. */
    public record Switch(Boolean enabled) {}

    /** The same, switched on or off. */
    public LearnedPattern withEnabled(boolean on) {
        return new LearnedPattern(id, strategy, contentClass, tries, successes, confidence, improvement, on);
    }

    /** The id of what this strategy does for this kind of content. */
    public static String id(String contentClass, String strategy) {
        return contentClass + ":" + strategy;
    }

    /** Kind of content and strategy of an id; empty where it is none. */
    public static List<String> parts(String id) {
        int colon = id.indexOf(':');
        return colon < 1 || colon == id.length() - 1
                ? List.of()
                : List.of(id.substring(0, colon), id.substring(colon + 1));
    }
}
