package attune.api;

/**
 * A learner whose changes did harm again and again: it proposes nothing for a while, then one change, and is back once that
 * is good.
 *
 * @param learner id, as {@link Learner#id}
 * @param label for people, as {@link Learner#label}
 * @param state "resting": proposes nothing; "trying": may make one change, or has just made it
 * @param sinceMs when it began to rest
 * @param untilMs when it may try again
 * @param why one sentence
 */
public record LearnerRest(String learner, String label, String state, long sinceMs, long untilMs, String why) {
    /** Proposes nothing. */
    public static final String RESTING = "resting";
    /** May make one change, or has just made it. */
    public static final String TRYING = "trying";
}
