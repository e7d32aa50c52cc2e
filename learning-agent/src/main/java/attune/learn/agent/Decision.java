package attune.learn.agent;

import attune.api.Evidence;
import attune.api.Experience;
import attune.api.Explanation;
import attune.learn.env.Candidate;
import attune.learn.env.Scored;
import attune.learn.objective.ParetoFront;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done, and why.
 *
 * @param candidate set to be proposed; null where the sound is left alone
 * @param reason stable name of why it is left alone; empty where it is not
 * @param explanation for people
 * @param evidence of the audition; null where there was none
 * @param experiences all sets that were tried
 * @param passed sets that passed the gate, the best score first
 * @param points where those of them lie that were looked at for a person's wish; the winner's among them
 * @param levelOnly whether only the level moves, which the judge does not judge
 * @param xRealTime speed of the audition; 0 where there was none
 */
record Decision(
        @Nullable Candidate candidate,
        String reason,
        Explanation explanation,
        @Nullable Evidence evidence,
        List<Experience> experiences,
        List<Scored> passed,
        List<ParetoFront.Entry> points,
        boolean levelOnly,
        double xRealTime) {

    /** Leaves the sound alone without an audition. */
    static Decision leftAlone(String reason, String sentence) {
        return new Decision(
                null, reason, new Explanation(sentence, List.of()), null, List.of(), List.of(), List.of(), false, 0);
    }
}
