package attune.learn.prove;

import attune.api.PresetInfo;
import attune.learn.agent.FileLearner;
import attune.learn.strategy.ParamMaps;
import attune.learn.truth.ClipScore;
import attune.learn.truth.EvaluationClip;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a learner that knows nothing hear the first part of a clip, decides so many times, and holds each set that was in
 * force against the clean recording on the last part, which the learner never heard. One thread.
 */
public final class Proof {
    /** Shortest clip that leaves enough to hear before what is measured. */
    public static final double SHORTEST_SECONDS = ClipScore.MEASURED_SECONDS + FileLearner.HEARD_SECONDS;

    private final List<PresetInfo> presets;
    private final int decisions;
    private final double targetLufs;

    /** Told after each rendering. */
    public interface Progress {
        /**
         * One more rendering is done.
         *
         * @param share of one clip's work that is done, 0 to 1
         */
        void done(double share);
    }

    /**
     * A way to play clips.
     *
     * @param presets factory presets: strategies may propose them, and the best of them is the peer of what is learned
     * @param decisions how many for each clip, at least 1
     */
    public Proof(List<PresetInfo> presets, int decisions, double targetLufs) {
        this.presets = List.copyOf(presets);
        this.decisions = decisions;
        this.targetLufs = targetLufs;
    }

    /**
     * Plays one clip dry, with each preset, and with what is learned.
     *
     * @throws IllegalArgumentException for a clip shorter than {@link #SHORTEST_SECONDS}
     * @throws InterruptedException where the thread is interrupted
     */
    ProofItem play(EvaluationClip clip, Progress progress) throws InterruptedException {
        if (clip.seconds() < SHORTEST_SECONDS) {
            throw new IllegalArgumentException(
                    clip.name() + " lasts " + clip.seconds() + " s, at least " + SHORTEST_SECONDS + " s are needed");
        }
        int renderings = presets.size() + 2 * decisions + 1;
        int done = 0;
        ProofScore dry = ProofScore.of(clip, ClipPlayer.dry(clip), targetLufs);
        ProofScore best = dry;
        String bestPreset = "";
        for (PresetInfo preset : presets) {
            ProofScore score = score(clip, ParamMaps.snapshot(preset.params()));
            if (bestPreset.isEmpty() || score.stepsOver(dry) > best.stepsOver(dry)) {
                best = score;
                bestPreset = preset.id();
            }
            progress.done((double) ++done / renderings);
        }
        FileLearner learner = new FileLearner(GentlePreset.params(), presets, targetLufs, 1);
        List<ProofScore> learned = new ArrayList<>(List.of(score(clip, learner.inForce())));
        progress.done((double) ++done / renderings);
        List<String> moves = new ArrayList<>();
        String last = "";
        float[] heard = heard(clip);
        for (int i = 0; i < decisions; i++) {
            FileLearner.Step step = learner.decide(upTo(heard, i, clip.rateHz()), clip.rateHz());
            last = step.sentence();
            progress.done((double) (done += 2) / renderings);
            if (step.moved()) {
                moves.add(step.why());
                learned.add(score(clip, learner.inForce()));
            } else {
                learned.add(learned.get(i));
            }
        }
        return new ProofItem(clip.described(), dry, bestPreset, best, learned, moves, last);
    }

    private ProofScore score(EvaluationClip clip, ParamSnapshot set) throws InterruptedException {
        return ProofScore.of(clip, ClipPlayer.play(clip, set, targetLufs), targetLufs);
    }

    /** All but what is measured. */
    private static float[] heard(EvaluationClip clip) {
        float[] heard = new float[clip.input().length - ClipScore.MEASURED_SECONDS * clip.rateHz()];
        for (int i = 0; i < heard.length; i++) {
            heard[i] = (float) clip.input()[i];
        }
        return heard;
    }

    /** Decisions come as the sound does: the first after ten seconds, the last at the end. */
    private float[] upTo(float[] heard, int decision, int rateHz) {
        double first = Math.min(heard.length, 10.0 * rateHz);
        double share = decisions == 1 ? 1 : (double) decision / (decisions - 1);
        return java.util.Arrays.copyOf(heard, (int) (first + share * (heard.length - first)));
    }
}
