package attune.learn.agent;

import attune.api.Change;
import attune.api.ChangeStatus;
import attune.api.EngineInfo;
import attune.api.LearningAttempt;
import attune.api.LearningMode;
import attune.api.ObjectiveWish;
import attune.api.ParameterState;
import attune.learn.analysis.ContentClass;
import attune.learn.audio.CapturedClip;
import attune.learn.env.Audition;
import attune.learn.env.Candidate;
import attune.learn.env.SetScore;
import attune.learn.explain.Wording;
import attune.learn.judge.Judge;
import attune.learn.loop.AttemptMethod;
import attune.learn.loop.Occasion;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.ParamMaps;
import attune.learn.strategy.Proposals;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants tried on one engine: the one set that a method finds is auditioned on what is heard now, through the gate like
 * any other, and proposes it or says why not. The agent's main thread, but for {@link #ask}.
 */
final class Attempts {
    /** A person waits no longer. */
    private static final long PATIENCE_MS = 60_000;

    private final LearnedEngine engine;
    private final Decisions decisions;
    /** Who must be pleased by what a search or slope finds: all that there are, trained otherwise. */
    private final List<Judge> judges = Judge.ofVoices();

    private final Queue<Asked> waiting = new ConcurrentLinkedQueue<>();

    private record Asked(LearningAttempt attempt, long untilMs) {}

    Attempts(LearnedEngine engine, Decisions decisions) {
        this.engine = engine;
        this.decisions = decisions;
    }

    /** A person wants it tried as soon as enough is heard. Any thread. */
    void ask(LearningAttempt attempt) {
        waiting.add(new Asked(attempt, engine.nowMs() + PATIENCE_MS));
    }

    /** Whether anything is to be tried. Any thread. */
    boolean isAsked() {
        return !waiting.isEmpty();
    }

    /** Answers what can't be tried any more. */
    void giveUpLate() throws LinkException {
        for (Asked asked = waiting.peek(); asked != null; asked = waiting.peek()) {
            if (engine.isUnwanted()) {
                answer(asked, null, "Learning was frozen or switched off, so nothing was tried.");
            } else if (engine.nowMs() > asked.untilMs()) {
                answer(
                        asked,
                        null,
                        "Nothing was tried within a minute. " + engine.report().detail());
            } else {
                return;
            }
        }
    }

    private void answer(Asked asked, @Nullable Long change, String sentence) throws LinkException {
        waiting.remove(asked);
        engine.link().tried(asked.attempt().id(), new LearningAttempt.Outcome(change, sentence));
    }

    /**
     * Tries the first that waits.
     *
     * @throws LinkException when the server does not answer
     * @throws InterruptedException when the agent ends
     */
    void run(EngineInfo now) throws LinkException, InterruptedException {
        Asked asked = waiting.peek();
        ParameterState state = engine.link().parameters(now.id());
        double seconds = Clips.seconds(ParamMaps.snapshot(state.values()));
        Optional<CapturedClip> captured = engine.link().capture(now.id(), seconds);
        if (asked == null || captured.isEmpty() || !state.values().equals(state.wanted())) {
            engine.report().say("listening", "Waiting until the last change has settled.");
            return;
        }
        String name = asked.attempt().method();
        Optional<AttemptMethod> method = AttemptMethod.of(name);
        if (method.isEmpty()) {
            answer(asked, null, "This agent knows no method \"" + name + "\".");
            return;
        }
        engine.report().say("auditioning", "Trying what you asked for on what was just heard.");
        engine.report().put(now);
        try {
            engine.budget().abandonWhen(engine::isUnwanted);
            attempt(asked, method.get(), now, state, captured.get());
        } catch (InterruptedException e) {
            if (!engine.isUnwanted()) {
                throw e;
            }
        } catch (LinkException e) {
            if (e.status() == 0) {
                throw e;
            }
            answer(asked, null, Wording.sentence(name) + ": " + e.getMessage());
        }
    }

    private void attempt(Asked asked, AttemptMethod method, EngineInfo now, ParameterState state, CapturedClip captured)
            throws LinkException, InterruptedException {
        String begin = Wording.sentence(method.id()) + ": ";
        ObjectiveWish wish = engine.link().wish();
        Moment moment = decisions.moment(
                now, state, Clips.since(captured, engine.source().steadySince(), captured.seconds()), wish);
        LearningBounds bounds = new LearningBounds(engine.link().bounds());
        Learning.Bench bench = engine.learning().bench(moment.analysis(), moment.inForce());
        Proposals proposals = decisions.proposals(moment, bounds);
        if (proposals.isSilent(method.proposes())) {
            answer(
                    asked,
                    null,
                    begin
                            + "switched off here, or resting because its changes did harm; learn learners and patterns say"
                            + " which.");
            return;
        }
        Proposals.Gathered gathered = engine.learning()
                .feedback()
                .updateParameters(
                        method,
                        new Occasion(
                                moment.situation(),
                                moment.input(),
                                bounds,
                                proposals,
                                engine.learning().order(moment.situation()),
                                score(moment, bench.audition())));
        if (gathered.candidates().isEmpty()) {
            answer(
                    asked,
                    null,
                    begin
                            + (gathered.refused().isEmpty()
                                    ? "nothing for this sound that does not play already."
                                    : "what it has was taken back in sound like this before."));
            return;
        }
        ToDoubleFunction<Candidate> taste = decisions.taste(moment);
        Decision decision = bench.decider().decide(moment, gathered, new Liking(taste, wish), engine.budget());
        engine.learning().auditioned(decision.xRealTime());
        Candidate found = decision.candidate();
        String sentence = decision.explanation().sentence();
        if (found == null) {
            engine.keep(decision.experiences());
            answer(asked, null, begin + sentence);
        } else if (decisions.isOvertaken(now, moment, found)) {
            answer(asked, null, begin + "something else was set meanwhile; ask again.");
        } else if (engine.info().mode() == LearningMode.observe) {
            engine.keep(decision.experiences());
            answer(asked, null, begin + "would change: " + sentence);
        } else {
            Change change = decisions.send(state, moment, decision, found);
            String what = change.status() == ChangeStatus.proposed ? "proposed" : "playing";
            answer(asked, change.id(), begin + what + " as #" + change.id() + ". " + sentence);
        }
    }

    /** Auditions sets on the sound of one moment; of voices all who judge them must be pleased. */
    private SetScore score(Moment moment, Audition audition) throws InterruptedException {
        audition.run(
                moment.clip(),
                moment.analysis(),
                moment.macros(),
                moment.levelerGainDb(),
                moment.inForce(),
                List.of(),
                engine.budget());
        return moment.analysis().contentClass() == ContentClass.SPEECH
                ? set -> audition.score(set, judges)
                : audition::score;
    }
}
