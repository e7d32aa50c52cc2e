package attune.learn.agent;

import attune.api.Change;
import attune.api.ChangeStatus;
import attune.api.EngineInfo;
import attune.api.Evidence;
import attune.api.Experience;
import attune.api.LearningMode;
import attune.api.ObjectiveWish;
import attune.api.ParameterState;
import attune.api.ProposalRequest;
import attune.api.Situation;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.env.Candidate;
import attune.learn.memory.SituationMatcher;
import attune.learn.objective.ObjectiveWeights;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.ParamMaps;
import attune.learn.strategy.Proposals;
import attune.learn.strategy.StrategyInput;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one engine: gathers sets, tries them on what was just heard, proposes the best or leaves the sound alone, and
 * follows its proposal until it plays or is refused. The agent's main thread.
 */
final class Decisions {
    private static final int TIGHT_CANDIDATES = 8;

    private final LearnedEngine engine;
    private final IdleWork idle;
    private final Watching watching;
    private @Nullable Decision proposed;
    private @Nullable Situation proposedIn;
    private long proposedChange = -1;
    private @Nullable ParamSnapshot beforeLastChange;
    private @Nullable LeftAloneWith leftAlone;
    /** What came of the last decision, in a sentence. */
    private String outcome = "";

    /** What was left alone last. */
    private record LeftAloneWith(Situation situation, ParamSnapshot inForce) {}

    Decisions(LearnedEngine engine, IdleWork idle, Watching watching) {
        this.engine = engine;
        this.idle = idle;
        this.watching = watching;
    }

    /** The proposal that is out counts no more. */
    void forget() {
        proposed = null;
        proposedChange = -1;
    }

    /** Whether a proposal waits for an answer. */
    boolean isWaiting() {
        return proposedChange >= 0;
    }

    /** Whether this is the proposal that is out. */
    boolean isProposed(Change change) {
        return change.id() == proposedChange;
    }

    String outcome() {
        return outcome;
    }

    /**
     * Tries what there is to try and does what comes of it.
     *
     * @throws LinkException when the server refused something unexpected or does not answer
     * @throws InterruptedException when the agent ends
     */
    void decide(EngineInfo now) throws LinkException, InterruptedException {
        ParameterState state = engine.link().parameters(now.id());
        if (!state.values().equals(state.wanted())) {
            engine.report().say("listening", "Waiting until the last change has settled.");
            return;
        }
        double seconds = Clips.seconds(ParamMaps.snapshot(state.values()));
        Optional<CapturedClip> captured = engine.link().capture(now.id(), seconds);
        if (captured.isEmpty()) {
            return;
        }
        engine.report().say("auditioning", "Trying changes on what was just heard.");
        engine.report().put(now);
        ObjectiveWish wish = engine.link().wish();
        Moment moment =
                moment(now, state, Clips.since(captured.get(), engine.source().steadySince(), seconds), wish);
        ToDoubleFunction<Candidate> taste = taste(moment);
        Learning.Bench bench = engine.learning().bench(moment.analysis(), moment.inForce());
        LearningBounds bounds = new LearningBounds(engine.link().bounds());
        Decision decision;
        try {
            engine.budget().abandonWhen(engine::isUnwanted);
            Proposals.Gathered gathered = proposals(moment, bounds)
                    .gather(
                            moment.input(),
                            engine.learning().order(moment.situation()),
                            engine.budget().isTight() ? TIGHT_CANDIDATES : Proposals.LARGEST);
            decision = bench.decider().decide(moment, gathered, new Liking(taste, wish), engine.budget());
            if (decision.evidence() != null) {
                engine.report().qualities(bench.audition().objectives(moment.inForce(), moment.targetLufs()));
            }
        } catch (InterruptedException e) {
            if (engine.isUnwanted()) {
                return; // frozen, switched off or gone while it was tried out: nothing is lost
            }
            throw e;
        }
        engine.learning().auditioned(decision.xRealTime());
        act(now, state, moment, decision);
        idle.decided(moment, decision, bounds, taste);
    }

    /** Strategies that a person switched off for this kind of content, or that rest because their changes did harm. */
    private Set<String> silent(String contentClass) {
        Set<String> silent = new HashSet<>(engine.learning().breakers().silent(engine.nowMs()));
        silent.addAll(engine.learning().switchedOff().strategies(contentClass));
        return silent;
    }

    /** Sets inside these bounds, without what was refused in this situation, of those that are neither off here nor rest. */
    Proposals proposals(Moment moment, LearningBounds bounds) {
        return new Proposals(
                bounds,
                (set, inForce) -> engine.learning().memory().allowed(moment.situation(), set, inForce),
                silent(moment.situation().contentClass()));
    }

    /** What the person's taste adds to a set's score. */
    ToDoubleFunction<Candidate> taste(Moment moment) {
        return set ->
                engine.learning().opinions().bonus(moment.situation(), set.strategy(), set.params(), moment.inForce());
    }

    /** What is known on this sound. */
    Moment moment(EngineInfo now, ParameterState state, CapturedClip clip, ObjectiveWish wish) throws LinkException {
        ParamSnapshot inForce = ParamMaps.snapshot(state.values());
        InputAnalysis analysis = InputAnalysis.of(clip);
        Situation situation = Moment.situation(
                analysis, clip, inForce, ObjectiveWeights.of(wish.weights()).heard());
        MacroSnapshot macros = Moment.macros(now);
        StrategyInput input = new StrategyInput(
                analysis,
                inForce,
                macros.get(MacroTable.TARGET),
                clip.sampleRateHz(),
                engine.link().presets(),
                earlier(situation, inForce),
                idle.found(situation),
                engine.learning().memory().settled(now.id(), situation, inForce));
        return new Moment(
                now.id(),
                engine.nowMs(),
                clip,
                analysis,
                situation,
                macros,
                Moment.steadyGainDb(analysis, macros),
                input);
    }

    private List<ParamSnapshot> earlier(Situation situation, ParamSnapshot inForce) {
        List<ParamSnapshot> sets = new ArrayList<>();
        add(sets, engine.learning().memory().liked(situation));
        add(sets, engine.learning().memory().proven(situation));
        add(sets, engine.learning().feedback().adapted(situation, inForce).orElse(null));
        add(sets, beforeLastChange);
        return sets;
    }

    private static void add(List<ParamSnapshot> sets, @Nullable ParamSnapshot set) {
        if (set != null) {
            sets.add(set);
        }
    }

    private void act(EngineInfo then, ParameterState state, Moment moment, Decision decision) throws LinkException {
        EngineInfo now = engine.info();
        long at = engine.nowMs();
        Candidate candidate = decision.candidate();
        if (candidate == null) {
            engine.keep(decision.experiences());
            settle(moment);
            engine.pace().leftAlone(at, moment.situation());
            engine.whyNot()
                    .tell(at, decision.reason(), decision.explanation(), decision.evidence(), moment.situation());
            outcome = decision.explanation().sentence();
            engine.report().say("listening", outcome);
            return;
        }
        if (isOvertaken(then, moment, candidate)) {
            return;
        }
        if (now.mode() == LearningMode.observe) {
            engine.keep(decision.experiences());
            engine.pace().leftAlone(at, moment.situation());
            outcome = "Would change: " + decision.explanation().sentence();
            engine.report().say("listening", outcome);
            return;
        }
        propose(state, moment, decision, candidate);
    }

    /**
     * A voice that was left alone twice in a row may have back what it plays with, when it returns after other sounds; not after
     * the first look, in which the end of another sound may still be heard, nor while it waits for an earlier set.
     */
    private void settle(Moment moment) {
        LeftAloneWith before = leftAlone;
        leftAlone = new LeftAloneWith(moment.situation(), moment.inForce());
        if (before != null
                && moment.input().settled() == null
                && SituationMatcher.same(before.situation(), moment.situation())
                && before.inForce().sameAs(moment.inForce())) {
            engine.learning().memory().leftAlone(moment.engineId(), moment.situation(), moment.inForce());
        }
    }

    /** Whether a set must not be proposed any more: switched over, or refused, since then. */
    boolean isOvertaken(EngineInfo then, Moment moment, Candidate candidate) {
        EngineInfo now = engine.info();
        return engine.isUnwanted()
                || now.mode() != then.mode()
                || now.slot() != then.slot()
                || !engine.learning()
                        .memory()
                        .allowed(moment.situation(), candidate.params(), moment.inForce())
                        .refused()
                        .isEmpty();
    }

    private void propose(ParameterState state, Moment moment, Decision decision, Candidate candidate)
            throws LinkException {
        try {
            send(state, moment, decision, candidate);
        } catch (LinkException e) {
            if (e.status() != 409) {
                throw e;
            }
            engine.pace().changed(engine.nowMs()); // stale or frozen meanwhile: what was found does not fit any more
        }
    }

    /**
     * Proposes a set and follows it.
     *
     * @throws LinkException 409 where something else plays meanwhile, or learning may not propose
     */
    Change send(ParameterState state, Moment moment, Decision decision, Candidate candidate) throws LinkException {
        Change change = engine.link()
                .propose(
                        moment.engineId(),
                        new ProposalRequest(
                                state.generation(),
                                state.slot(),
                                ParamMaps.map(candidate.params()),
                                candidate.strategy(),
                                decision.explanation(),
                                Objects.requireNonNull(decision.evidence()),
                                moment.situation()));
        engine.learning().feedback().made(change);
        engine.keep(decision.experiences().stream().filter(e -> !e.chosen()).toList());
        engine.pace().changed(engine.nowMs());
        engine.whyNot().forget();
        outcome = "";
        proposed = decision;
        proposedIn = moment.situation();
        proposedChange = change.id();
        accepted(change);
        return change;
    }

    /** Follows the proposal that is out: watched once it plays, forgotten once it is answered otherwise. */
    void accepted(Change change) {
        Decision decision = proposed;
        Situation situation = proposedIn;
        if (change.status() == ChangeStatus.proposed || decision == null || situation == null) {
            return;
        }
        proposedChange = -1;
        proposed = null;
        boolean plays = change.status() == ChangeStatus.watching || change.status() == ChangeStatus.in_force;
        if (!plays) {
            engine.pace().changed(engine.nowMs());
            return;
        }
        beforeLastChange = ParamMaps.snapshot(change.before());
        double ramp = Watch.rampSeconds(ParamMaps.snapshot(change.before()), ParamMaps.snapshot(change.after()));
        Evidence evidence = Objects.requireNonNull(decision.evidence());
        watching.start(new Watch(
                change,
                decision.experiences().stream()
                        .filter(Experience::chosen)
                        .findFirst()
                        .orElse(null),
                situation.contentClass(),
                evidence.promised(),
                evidence.noise(),
                decision.levelOnly(),
                engine.source().settledAfter(ramp),
                engine.nowMs() + Watch.PATIENCE_MS + (long) (1000 * ramp)));
    }
}
