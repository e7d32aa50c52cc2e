package attune.learn.agent;

import attune.api.Change;
import attune.api.Experience;
import attune.api.MeasurementRequest;
import attune.learn.env.AuditionResult;
import attune.learn.env.Scored;
import attune.learn.explain.Wording;
import attune.learn.strategy.LevelRule;
import attune.learn.strategy.ParamMaps;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import org.jspecify.annotations.Nullable;

/**
 * A pushed change whose effect is being watched.
 *
 * @param change as the server took it
 * @param experience of the set that was pushed; null where it came from before this agent's start
 * @param contentClass that was heard when it was decided
 * @param promised steps over the sound before
 * @param noise judge's noise when it was decided
 * @param levelOnly whether only the level moved
 * @param settledFrame position from which the change is whole
 * @param deadlineMs when to give up waiting for sound
 */
record Watch(
        Change change,
        @Nullable Experience experience,
        String contentClass,
        double promised,
        double noise,
        boolean levelOnly,
        long settledFrame,
        long deadlineMs) {
    /** New sound that a verdict needs, in seconds. */
    static final int NEEDED_SECONDS = 6;
    /** A change that is heard on nothing for so long is given up. */
    static final long PATIENCE_MS = 60_000;

    static final String OK = "ok";
    static final String FAIL = "fail";
    static final String INCONCLUSIVE = "inconclusive";

    private static final double SETTLE_SECONDS = 0.5;

    /** Set before the change. */
    ParamSnapshot before() {
        return ParamMaps.snapshot(change.before());
    }

    /** Set after it, as the server let it through. */
    ParamSnapshot after() {
        return ParamMaps.snapshot(change.after());
    }

    /** How long the engine takes to move from one set to another. */
    static double rampSeconds(ParamSnapshot before, ParamSnapshot after) {
        double longest = 0;
        for (ParamTable param : ParamTable.all()) {
            ParamSpec spec = param.spec();
            double move = Math.abs(after.get(param) - before.get(param));
            longest = spec.learnable() && !spec.scale().isDiscrete()
                    ? Math.max(longest, move / spec.maxStepPerSecond())
                    : longest;
        }
        return longest + SETTLE_SECONDS;
    }

    /** Compares what was promised with what sound after the change shows. */
    MeasurementRequest verdict(AuditionResult result, double targetLufs) {
        Scored after = result.scored().get(0);
        double error = Math.max(noise, result.noise());
        return levelOnly ? level(result, after, targetLufs, error) : sound(after.overIncumbent(), error);
    }

    private MeasurementRequest sound(double measured, double error) {
        String numbers = "Promised " + Wording.scoreChange(promised) + ", measured " + Wording.scoreChange(measured);
        if (!Double.isFinite(measured) || measured < -error) {
            return new MeasurementRequest(finite(measured), FAIL, numbers + ": the sound got worse.");
        }
        if (promised <= error && measured <= error) {
            return new MeasurementRequest(
                    measured, INCONCLUSIVE, "No score was promised; no harm was measured either.");
        }
        if (measured > error || measured >= promised / 2) {
            return new MeasurementRequest(measured, OK, numbers + ".");
        }
        return new MeasurementRequest(
                measured,
                INCONCLUSIVE,
                numbers + ", inside the judge\u2019s own noise of " + Wording.score(error) + ".");
    }

    private MeasurementRequest level(AuditionResult result, Scored after, double targetLufs, double error) {
        double was = Choice.distanceLu(result.incumbent().lufs(), targetLufs);
        double is = Choice.distanceLu(after.measures().lufs(), targetLufs);
        double measured = after.overIncumbent();
        String numbers = "The level lies " + Wording.unit(is, "LU") + " from your Target, without the change "
                + Wording.unit(was, "LU");
        if (!Double.isFinite(measured) || measured < -error || is > was + LevelRule.WORTH_LU) {
            return new MeasurementRequest(finite(measured), FAIL, numbers + "; the sound got worse.");
        }
        return new MeasurementRequest(measured, is < was ? OK : INCONCLUSIVE, numbers + ".");
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : -1;
    }
}
