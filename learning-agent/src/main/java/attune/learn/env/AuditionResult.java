package attune.learn.env;

import attune.learn.judge.Measures;
import java.util.List;

/**
 * What an audition found. Dry scores 0 by definition.
 *
 * @param incumbentScore steps of the sound in force over dry
 * @param scored candidates in the order given
 * @param dry measures of the untouched input
 * @param incumbent measures of the sound in force
 * @param noise standard error of a score difference on this clip, from its two halves, in steps
 * @param secondsJudged sound that was judged; 0 where it held less than a second of wanted sound: scores mean nothing then
 * @param xRealTime rendered sound over the time it took, waiting left out
 */
public record AuditionResult(
        double incumbentScore,
        List<Scored> scored,
        Measures dry,
        Measures incumbent,
        double noise,
        double secondsJudged,
        double xRealTime) {
    public AuditionResult {
        scored = List.copyOf(scored);
    }
}
