package attune.learn.prove;

import attune.learn.truth.Degradation;
import attune.learn.truth.EvaluationClip;
import java.util.List;

/**
 * One clip, and what became of it.
 *
 * @param clip without its samples
 * @param dry the clip itself
 * @param bestPreset id of the factory preset that is best for this clip by the truth, which nobody knows who plays it
 * @param best with that preset
 * @param learned after 0, 1, … decisions; the first is the factory default
 * @param moves strategies of the sets that were taken, in order; empty where the clip was left alone
 * @param last what the last decision said
 */
record ProofItem(
        EvaluationClip clip,
        ProofScore dry,
        String bestPreset,
        ProofScore best,
        List<ProofScore> learned,
        List<String> moves,
        String last) {
    ProofItem {
        learned = List.copyOf(learned);
        moves = List.copyOf(moves);
    }

    boolean isClean() {
        return clip.degradation() == Degradation.CLEAN;
    }

    ProofScore factory() {
        return learned.get(0);
    }

    ProofScore last(int decisions) {
        return learned.get(Math.min(decisions, learned.size() - 1));
    }

    /** After all decisions. */
    ProofScore end() {
        return learned.get(learned.size() - 1);
    }
}
