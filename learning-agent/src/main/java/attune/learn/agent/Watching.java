package attune.learn.agent;

import attune.api.EngineInfo;
import attune.api.Experience;
import attune.api.MeasurementRequest;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.env.Audition;
import attune.learn.env.AuditionResult;
import attune.learn.env.Candidate;
import attune.learn.explain.Wording;
import attune.learn.loop.FeedbackItem;
import attune.learn.loop.FeedbackLoopSystem;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares what a change of one engine had promised with the sound that comes after it. The agent's main thread. */
final class Watching {
    private final LearnedEngine engine;
    private @Nullable Watch watch;

    Watching(LearnedEngine engine) {
        this.engine = engine;
    }

    void start(Watch newWatch) {
        watch = newWatch;
    }

    void forget() {
        watch = null;
    }

    /**
     * Goes on watching.
     *
     * @return whether there is anything to watch
     */
    boolean watch(EngineInfo now) throws LinkException, InterruptedException {
        Watch watched = watch;
        if (watched == null) {
            return false;
        }
        follow(now, watched);
        return true;
    }

    private void follow(EngineInfo now, Watch watched) throws LinkException, InterruptedException {
        int heard = engine.source().soundingSeconds(watched.settledFrame());
        if (heard >= Watch.NEEDED_SECONDS) {
            engine.report().say("watching", "Comparing what was promised with what is heard.");
            engine.report().put(now);
            conclude(watched, measure(now, watched));
        } else if (engine.nowMs() > watched.deadlineMs()) {
            conclude(
                    watched,
                    new MeasurementRequest(
                            null,
                            Watch.INCONCLUSIVE,
                            "Only " + Wording.progress(heard, Watch.NEEDED_SECONDS) + " were heard after the change."));
        } else {
            engine.report().say("watching", Wording.progress(heard, Watch.NEEDED_SECONDS) + " heard since the change");
        }
    }

    private @Nullable MeasurementRequest measure(EngineInfo now, Watch watched)
            throws LinkException, InterruptedException {
        double seconds = Clips.seconds(watched.before());
        Optional<CapturedClip> captured = engine.link().capture(now.id(), seconds);
        if (captured.isEmpty()) {
            return new MeasurementRequest(null, Watch.INCONCLUSIVE, "No sound was captured after the change.");
        }
        CapturedClip clip = Clips.since(captured.get(), watched.settledFrame(), seconds);
        InputAnalysis analysis = InputAnalysis.of(clip);
        if (!analysis.contentClass().id().equals(watched.contentClass())) {
            return new MeasurementRequest(
                    null,
                    Watch.INCONCLUSIVE,
                    "Something else is heard now: " + analysis.contentClass().id() + ", when it was decided "
                            + watched.contentClass() + ".");
        }
        MacroSnapshot macros = Moment.macros(now);
        try {
            engine.budget().abandonWhen(engine::isUnwanted);
            Audition audition =
                    engine.learning().bench(analysis, watched.before()).audition();
            AuditionResult result = audition.run(
                    clip,
                    analysis,
                    macros,
                    Moment.steadyGainDb(analysis, macros),
                    watched.before(),
                    List.of(new Candidate("watched", watched.after())),
                    engine.budget());
            engine.learning().auditioned(result.xRealTime());
            engine.report().qualities(audition.objectives(watched.after(), macros.get(MacroTable.TARGET)));
            return watched.verdict(result, macros.get(MacroTable.TARGET));
        } catch (InterruptedException e) {
            if (engine.isUnwanted()) {
                return null;
            }
            throw e;
        }
    }

    private void conclude(Watch watched, @Nullable MeasurementRequest verdict) throws LinkException {
        watch = null;
        if (verdict == null) {
            return;
        }
        engine.pace().changed(engine.nowMs());
        try {
            tell(watched.change().id(), verdict);
        } catch (LinkException e) {
            if (e.status() != 404 && e.status() != 409) {
                throw e;
            }
            return; // taken back or replaced by a person meanwhile: nothing to measure
        }
        Experience experience = watched.experience();
        if (experience != null) {
            Double measured = verdict.verdict().equals(Watch.INCONCLUSIVE) ? null : verdict.measured();
            engine.keep(List.of(measured == null ? experience : withMeasured(experience, measured)));
        }
    }

    /** A change that did harm is taken back; the server hears of every other, too. */
    private void tell(long change, MeasurementRequest verdict) throws LinkException {
        feedback().take(new FeedbackItem.Measurement(change, verdict));
        if (!feedback().rollback(change, engine.link()::measured)) {
            engine.link().measured(change, verdict);
        }
    }

    private FeedbackLoopSystem feedback() {
        return engine.learning().feedback();
    }

    private static Experience withMeasured(Experience e, double measured) {
        return new Experience(
                e.number(),
                e.engineId(),
                e.at(),
                e.situation(),
                e.strategy(),
                e.params(),
                e.score(),
                e.overIncumbent(),
                e.chosen(),
                measured);
    }
}
