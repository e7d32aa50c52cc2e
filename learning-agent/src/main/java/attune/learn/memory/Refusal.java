package attune.learn.memory;

import attune.api.Situation;
import attune.param.ParamSnapshot;

/**
 * A change that did not please, or did harm.
 *
 * @param changeId number of the change
 * @param kind what became of it
 * @param situation in which it was made
 * @param before set before it
 * @param after set after it
 */
record Refusal(long changeId, Kind kind, Situation situation, ParamSnapshot before, ParamSnapshot after) {
    /** How far one may go again in the same situation. */
    enum Kind {
        /** Refused or taken back by a person, or by the watcher: at most a quarter of the way. */
        NO(0.25),
        /** Asked for less: at most half of the way. */
        LESS(0.55);

        private final double largestShare;

        Kind(double largestShare) {
            this.largestShare = largestShare;
        }

        /** Largest share of the move that is no repetition. */
        double largestShare() {
            return largestShare;
        }
    }
}
