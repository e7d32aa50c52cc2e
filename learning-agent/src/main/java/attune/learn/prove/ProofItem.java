package attune.learn.prove;

import attune.learn.truth.ClipScore;
import attune.learn.truth.Degradation;
import attune.learn.truth.EvaluationClip;
import attune.param.Stage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One clip, and what became of it.
 *
 * @param clip without its samples
 * @param dry the clip itself
 * @param bestPreset id of the factory preset that is best for this clip by the truth, which nobody knows who plays it
 * @param best with that preset
 * @param presets with each factory preset, by id
 * @param learned after 0, 1, … decisions; the first is the factory default
 * @param moves strategies of the sets that were taken, in order; empty where the clip was left alone
 * @param movedStages that sound different in the end from the factory default
 * @param last what the last decision said
 * @param alone what became of it where nothing played at first; of clean clips only
 * @param without scores in the end by what was left out; of degraded clips only
 */
record ProofItem(
        EvaluationClip clip,
        ProofScore dry,
        String bestPreset,
        ProofScore best,
        Map<String, ClipScore> presets,
        List<ProofScore> learned,
        List<String> moves,
        List<Stage> movedStages,
        String last,
        @Nullable Alone alone,
        Map<String, ClipScore> without) {
    /**
     * What a learner made of a clean clip when nothing was in force that could be taken away.
     *
     * @param moves strategies of the sets that were taken
     * @param movedStages that sound different in the end
     * @param end after all decisions
     */
    record Alone(List<String> moves, List<Stage> movedStages, ProofScore end) {
        Alone {
            moves = List.copyOf(moves);
            movedStages = List.copyOf(movedStages);
        }
    }

    ProofItem {
        presets = Collections.unmodifiableMap(new LinkedHashMap<>(presets));
        learned = List.copyOf(learned);
        moves = List.copyOf(moves);
        movedStages = List.copyOf(movedStages);
        without = Collections.unmodifiableMap(new LinkedHashMap<>(without));
    }

    /** Whether more was moved than the level, which belongs to the listener and his Target. */
    static boolean beyondLevel(List<Stage> moved) {
        return moved.stream().anyMatch(stage -> stage != Stage.LEVELER && stage != Stage.LIMITER);
    }

    boolean isClean() {
        return clip.degradation() == Degradation.CLEAN;
    }

    /** Steps over dry with this preset. */
    double presetSteps(String id) {
        return Objects.requireNonNull(presets.get(id)).stepsOver(dry.truth());
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
