package attune.learn.agent;

import attune.api.ObjectiveWish;
import attune.learn.env.Candidate;
import java.util.function.ToDoubleFunction;

/**
 * What a person likes, as far as it may choose among sets that pass the gate.
 *
 * @param taste steps that what the person said before adds to a set's score
 * @param wish what the person asked for; where there is one, the taste counts as its objective preference
 */
record Liking(ToDoubleFunction<Candidate> taste, ObjectiveWish wish) {
    /** Nobody in particular. */
    static final Liking NOBODYS = new Liking(candidate -> 0, ObjectiveWish.NONE);
}
