package attune.learn.judge;

import attune.learn.env.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * What the gate decided.
 *
 * @param kind what to do
 * @param winner the candidate to take; null unless {@code kind} is TAKE
 */
public record Verdict(Kind kind, @Nullable Candidate winner) {
    /** What to do with the sound in force. */
    public enum Kind {
        /** Take the winner. */
        TAKE,
        /** Keep what plays: it beats dry clearly, and nothing beats it clearly. */
        KEEP,
        /** Go back to dry: nothing, not even what plays, clearly beats the untouched input. */
        DRY,
        /** Do nothing: the judge is not to be used on this. */
        ABSTAIN
    }
}
