package attune.learn.prove;

import attune.api.PresetInfo;
import attune.learn.agent.FileLearner;
import attune.learn.agent.Without;
import attune.learn.env.RenderMemo;
import attune.learn.strategy.ParamMaps;
import attune.learn.strategy.StageMoves;
import attune.learn.truth.ClipScore;
import attune.learn.truth.Degradation;
import attune.learn.truth.EvaluationClip;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Lets a learner that knows nothing hear the first part of a clip, decides so many times, and holds each set that was in
 * force against the clean recording on the last part, which the learner never heard. One thread.
 */
public final class Proof {
    /** Shortest clip that leaves enough to hear before what is measured. */
    public static final double SHORTEST_SECONDS = ClipScore.MEASURED_SECONDS + FileLearner.HEARD_SECONDS;

    /** What the first decision hears. */
    private static final double FIRST_SECONDS = 10;

    private final List<PresetInfo> presets;
    private final int decisions;
    private final double targetLufs;
    private final List<Without> others;

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
        this(presets, decisions, targetLufs, List.of());
    }

    /**
     * The same, and degraded clips are played again with learners left out or added, to see what those are worth.
     *
     * @param others what is left out or added, each in turn
     */
    public Proof(List<PresetInfo> presets, int decisions, double targetLufs, List<Without> others) {
        this.presets = List.copyOf(presets);
        this.decisions = decisions;
        this.targetLufs = targetLufs;
        this.others = List.copyOf(others);
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
        boolean clean = clip.degradation() == Degradation.CLEAN;
        int renderings = presets.size() + 1 + 2 * decisions * (1 + (clean ? 1 : others.size()));
        int done = 0;
        ProofScore.Scale scale = new ProofScore.Scale(clip, targetLufs);
        ProofScore dry = scale.of(ClipPlayer.dry(clip));
        RenderMemo memo = new RenderMemo();
        Map<String, ClipScore> byPreset = new LinkedHashMap<>();
        for (PresetInfo preset : presets) {
            byPreset.put(
                    preset.id(), scale.truth(ClipPlayer.play(clip, ParamMaps.snapshot(preset.params()), targetLufs)));
            progress.done((double) ++done / renderings);
        }
        Optional<PresetInfo> best = presets.stream()
                .max(Comparator.comparingDouble(preset ->
                        Objects.requireNonNull(byPreset.get(preset.id())).stepsOver(dry.truth())));
        List<ProofScore> learned = new ArrayList<>(List.of(score(clip, scale, GentlePreset.params())));
        int before = ++done;
        progress.done((double) before / renderings);
        Course course = course(clip, GentlePreset.params(), Without.NOTHING, memo, decision -> {
            progress.done((double) (before + 2 * decision) / renderings);
        });
        for (int i = 0; i < decisions; i++) {
            ParamSnapshot was = i == 0 ? GentlePreset.params() : course.sets().get(i - 1);
            learned.add(
                    course.sets().get(i).sameAs(was)
                            ? learned.get(i)
                            : score(clip, scale, course.sets().get(i)));
        }
        progress.done((double) (before + 2 * decisions) / renderings);
        Map<String, ClipScore> without = new LinkedHashMap<>();
        for (Without other : clean ? List.<Without>of() : others) {
            ParamSnapshot end = course(clip, GentlePreset.params(), other, memo, decision -> {})
                    .end();
            without.put(
                    other.label(),
                    end.sameAs(course.end())
                            ? learned.get(decisions).truth()
                            : scale.truth(ClipPlayer.play(clip, end, targetLufs)));
            progress.done((double) (before + 2 * decisions * (1 + without.size())) / renderings);
        }
        ProofItem.Alone alone = clean ? alone(clip, scale, memo) : null;
        progress.done(1);
        return new ProofItem(
                clip.described(),
                dry,
                best.map(PresetInfo::id).orElse(""),
                best.isEmpty()
                        ? dry
                        : score(clip, scale, ParamMaps.snapshot(best.get().params())),
                byPreset,
                learned,
                course.moves(),
                course.movedStages(),
                course.last(),
                alone,
                without);
    }

    /** What the learner does where nothing plays that could be taken away. */
    private ProofItem.Alone alone(EvaluationClip clip, ProofScore.Scale scale, RenderMemo memo)
            throws InterruptedException {
        Course course = course(clip, new ParamSnapshot(), Without.NOTHING, memo, decision -> {});
        return new ProofItem.Alone(course.moves(), course.movedStages(), score(clip, scale, course.end()));
    }

    /**
     * What one learner did.
     *
     * @param sets in force after each decision
     */
    private record Course(ParamSnapshot start, List<ParamSnapshot> sets, List<String> moves, String last) {
        ParamSnapshot end() {
            return sets.get(sets.size() - 1);
        }

        List<Stage> movedStages() {
            return StageMoves.changed(start, end());
        }
    }

    /** Asked after each decision. */
    private interface Decided {
        void done(int decision);
    }

    private Course course(EvaluationClip clip, ParamSnapshot start, Without without, RenderMemo memo, Decided decided)
            throws InterruptedException {
        FileLearner learner = new FileLearner(start, presets, targetLufs, 1, without, memo);
        List<ParamSnapshot> sets = new ArrayList<>();
        List<String> moves = new ArrayList<>();
        String last = "";
        float[] heard = heard(clip);
        for (int i = 0; i < decisions; i++) {
            FileLearner.Step step = learner.decide(upTo(heard, i, clip.rateHz()), clip.rateHz());
            last = step.sentence();
            sets.add(learner.inForce());
            if (step.moved()) {
                moves.add(step.why());
            }
            decided.done(i);
        }
        return new Course(start, sets, moves, last);
    }

    private ProofScore score(EvaluationClip clip, ProofScore.Scale scale, ParamSnapshot set)
            throws InterruptedException {
        return scale.of(ClipPlayer.play(clip, set, targetLufs));
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
        double first = Math.min(heard.length, FIRST_SECONDS * rateHz);
        double share = decisions == 1 ? 1 : (double) decision / (decisions - 1);
        return Arrays.copyOf(heard, (int) (first + share * (heard.length - first)));
    }
}
