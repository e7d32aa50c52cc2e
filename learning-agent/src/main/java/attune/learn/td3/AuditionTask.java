package attune.learn.td3;

import attune.learn.analysis.InputAnalysis;
import attune.learn.analysis.Observation;
import attune.learn.audio.CapturedClip;
import attune.learn.env.SetScore;
import attune.learn.search.SearchSpace;
import attune.learn.strategy.LearningBounds;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.List;

/**
 * Auditions on one clip as a problem to act in. An episode is {@link #MOVES} moves; it is broken off then, not ended.
 *
 * <pre>
 *   observation  what is heard of the clip ({@link Observation}), where the sound stands (as an action), its steps over dry
 *   action       where the sound is to stand: each of {@link #PARAMS} in [-1, 1] over its safe range
 *   reward       steps over the sound before, less {@link #MOVEMENT_STEPS} times the mean way over the parameters' ranges
 * </pre>
 *
 * Since what is heard of a clip stays, and an audition always gives the same score, any two places that were tried on it make a
 * transition. One thread.
 */
public final class AuditionTask {
    /** Moves of an episode. */
    public static final int MOVES = 8;
    /** What a move over all ranges costs, in steps. */
    public static final double MOVEMENT_STEPS = 0.2;

    /**
     * What is moved: what mends noise, hum, rumble, tone and sharpness. Level is matched before anybody judges; sensitivity and
     * smoothing of the noise reducer please the judge more than the truth ({@link SearchSpace}); what else can be learned is a matter
     * of taste.
     */
    public static final List<ParamTable> PARAMS = List.of(
            ParamTable.HPF_CORNER,
            ParamTable.HUM_DEPTH,
            ParamTable.NR_ATTENUATION,
            ParamTable.EQ1_GAIN,
            ParamTable.EQ2_GAIN,
            ParamTable.EQ3_GAIN,
            ParamTable.EQ4_GAIN,
            ParamTable.EQ5_GAIN,
            ParamTable.EQ6_GAIN,
            ParamTable.EQ7_GAIN,
            ParamTable.EQ8_GAIN,
            ParamTable.DEESS_DEPTH);

    /** Numbers in an action. */
    public static final int ACTIONS = PARAMS.size();
    /** Numbers in an observation. */
    public static final int OBSERVATIONS = Observation.HEARD + ACTIONS + 1;

    private final SearchSpace space;
    private final SetScore score;
    private final double[] heard;

    /** A place that was auditioned. */
    public static final class Tried {
        private final float[] place;
        private final ParamSnapshot params;
        private final double score;

        private Tried(float[] place, ParamSnapshot params, double score) {
            this.place = place;
            this.params = params;
            this.score = score;
        }

        /** The action that leads here. */
        public float[] action() {
            return place.clone();
        }

        /** What was rendered; to be read only. */
        public ParamSnapshot params() {
            return params;
        }

        /** Steps over dry. */
        public double score() {
            return score;
        }
    }

    /**
     * On one clip.
     *
     * @param analysis of the same clip
     * @param around set whose other parameters stay
     * @param score renders a set on the clip and judges it
     */
    public AuditionTask(CapturedClip clip, InputAnalysis analysis, ParamSnapshot around, SetScore score) {
        ParamSnapshot base = new ParamSnapshot(around);
        if (analysis.hum().present()) {
            base.set(ParamTable.HUM_FREQUENCY, analysis.hum().f0Hz());
            base.set(ParamTable.HUM_HARMONICS, ParamTable.HUM_HARMONICS.spec().safeMax());
        }
        this.space = SearchSpace.overAll(PARAMS, LearningBounds.SAFE, base);
        this.score = score;
        this.heard = Observation.of(analysis, clip, around, new double[attune.learn.judge.Objectives.NAMES.size()])
                .values();
    }

    /** Goes where an action leads, and listens. */
    public Tried go(float[] action) throws InterruptedException {
        if (action.length != ACTIONS) {
            throw new IllegalArgumentException("action.length=" + action.length + ", allowed is " + ACTIONS);
        }
        float[] place = action.clone();
        double[] coordinates = new double[ACTIONS];
        for (int i = 0; i < ACTIONS; i++) {
            place[i] = Math.max(-1, Math.min(1, place[i]));
            coordinates[i] = (place[i] + 1.0) / 2;
        }
        ParamSnapshot params = space.set(coordinates);
        return new Tried(place, params, score.of(params));
    }

    /** The action that leads nearest to a set. */
    public float[] toward(ParamSnapshot set) {
        double[] coordinates = space.coordinates(set);
        float[] action = new float[ACTIONS];
        for (int i = 0; i < ACTIONS; i++) {
            action[i] = (float) (2 * coordinates[i] - 1);
        }
        return action;
    }

    /** What is observed where the sound stands at some place. */
    public void observe(Tried at, float[] into) {
        for (int i = 0; i < Observation.HEARD; i++) {
            into[i] = (float) heard[i];
        }
        System.arraycopy(at.place, 0, into, Observation.HEARD, ACTIONS);
        into[OBSERVATIONS - 1] = (float) at.score;
    }

    /** What it is worth to go from one place to another. */
    public static float reward(Tried from, Tried to) {
        double way = 0;
        for (int i = 0; i < ACTIONS; i++) {
            way += Math.abs(to.place[i] - from.place[i]) / 2;
        }
        return (float) (to.score - from.score - MOVEMENT_STEPS * way / ACTIONS);
    }
}
