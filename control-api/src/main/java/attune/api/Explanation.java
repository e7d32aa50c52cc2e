package attune.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why something was changed or left alone, for people.
 *
 * @param sentence everything in one sentence or two, numbers first
 * @param parts the single moves, the largest effect first; empty where nothing moved
 */
public record Explanation(String sentence, List<Part> parts) {
    /**
     * One move.
     *
     * @param stage label of the stage, as people read it
     * @param headline number with unit ("−3.1 dB")
     * @param place where or what ("at 6.8 kHz", "more noise reduction")
     * @param reason measured reason, one sentence
     * @param effect share of the score that goes when this move alone is taken back (ablation), in steps of the judge
     * @param frequencyHz centre of what moved, for the curve; null where there is none
     * @param gainDb what moved there; null where there is none
     * @param q width; null where there is none
     */
    public record Part(
            String stage,
            String headline,
            String place,
            String reason,
            double effect,
            @Nullable Double frequencyHz,
            @Nullable Double gainDb,
            @Nullable Double q) {}
}
