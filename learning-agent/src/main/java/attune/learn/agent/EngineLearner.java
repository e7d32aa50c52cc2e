package attune.learn.agent;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.EngineInfo;
import attune.api.Evidence;
import attune.api.Experience;
import attune.api.Explanation;
import attune.api.LearningMode;
import attune.api.MeasurementRequest;
import attune.api.ObjectiveWish;
import attune.api.ParameterState;
import attune.api.ProposalRequest;
import attune.api.Situation;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.env.Audition;
import attune.learn.env.AuditionResult;
import attune.learn.env.Candidate;
import attune.learn.explain.LeftAlone;
import attune.learn.explain.Wording;
import attune.learn.objective.ObjectiveWeights;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.ParamMaps;
import attune.learn.strategy.Proposals;
import attune.learn.strategy.StrategyInput;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The loop of one engine: listen, decide, propose, watch. {@link #tick} is called about once a second by the agent's main
 * thread; the server's events come from the socket's thread. A decision is made on at least eight seconds of one source
 * that is no silence, and dropped when the sound in force, freeze, mode or a person's opinion moved meanwhile.
 */
final class EngineLearner {
    /** Sounding seconds that a decision needs. */
    static final int NEEDED_SECONDS = 8;

    private static final double SHORTEST_SECONDS = 1;
    private static final double LISTEN_SECONDS = 4;
    private static final double DECIDE_SECONDS = 14;
    private static final int SILENCE_SECONDS = 20;
    private static final int TIGHT_CANDIDATES = 8;

    private final ServerLink link;
    private final Learning learning;
    private final LiveBudget budget;
    private final LongSupplier clockMs;
    private final SourceWatch source = new SourceWatch();
    private final Pace pace = new Pace();
    private final WhyNot whyNot;
    private final HeardReport report;
    private final IdleWork idle;
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private volatile EngineInfo info;
    private @Nullable Watch watch;
    private @Nullable Decision proposed;
    private @Nullable Situation proposedIn;
    private long proposedChange = -1;
    private @Nullable ParamSnapshot beforeLastChange;
    private long steadySince = -1;
    /** What came of the last decision, in a sentence. */
    private String outcome = "";

    EngineLearner(ServerLink link, Learning learning, LiveBudget budget, LongSupplier clockMs, EngineInfo info) {
        this.link = link;
        this.learning = learning;
        this.budget = budget;
        this.clockMs = clockMs;
        this.info = info;
        this.whyNot = new WhyNot(link, info.id());
        this.idle = new IdleWork(learning, clockMs);
        this.report = new HeardReport(link, info.id(), clockMs);
    }

    /** The engine as the server sees it now. Any thread. */
    void update(EngineInfo newInfo) {
        info = newInfo;
    }

    /** What is known of the engine. Any thread. */
    EngineInfo info() {
        return info;
    }

    /** A change of this engine is new or has another status. Any thread. */
    void changed(Change change) {
        changes.add(change);
    }

    /** What it does, in a word and a sentence. Any thread. */
    HeardReport report() {
        return report;
    }

    /** Whether it has anything to do. */
    boolean isActive() {
        EngineInfo now = info;
        return now.connected() && now.mode() != LearningMode.off;
    }

    /** Whether an audition for this engine is still wanted. Any thread. */
    private boolean isUnwanted() {
        EngineInfo now = info;
        return !now.connected() || now.frozen() || now.mode() == LearningMode.off;
    }

    /**
     * One step.
     *
     * @param alone whether no other engine is learned for, so that there is time to search
     * @throws LinkException when the server refused something unexpected or does not answer
     * @throws InterruptedException when the agent ends
     */
    void tick(boolean alone) throws LinkException, InterruptedException {
        takeChanges();
        EngineInfo now = info;
        if (!isActive()) {
            forget();
            report.say("off", "Learning is off.");
            return;
        }
        if (now.frozen()) {
            forget();
            report.say("frozen", "Frozen: nothing changes until you resume.");
            report.put(now);
            return;
        }
        String why = now.captureWhy();
        if (why != null) {
            report.say("listening", Wording.sentence(why) + ".");
            whyNot.tell(
                    clockMs.getAsLong(),
                    LeftAlone.NO_CAPTURE,
                    new Explanation(LeftAlone.noCapture(why), List.of()),
                    null,
                    null);
            report.put(now);
            return;
        }
        Optional<CapturedClip> clip = link.capture(now.id(), report.needsAnalysis() ? NEEDED_SECONDS : LISTEN_SECONDS);
        if (clip.isEmpty() || clip.get().seconds() < SHORTEST_SECONDS) {
            report.say("listening", Wording.progress(0, NEEDED_SECONDS) + " heard");
        } else {
            source.hear(clip.get());
            listen(now, clip.get(), alone);
        }
        report.put(now);
    }

    /** Tells what is heard, between two pieces of an audition of this engine or another; decides nothing. */
    void listenOn() {
        EngineInfo now = info;
        if (isUnwanted() || now.captureWhy() != null) {
            return;
        }
        try {
            Optional<CapturedClip> clip = link.capture(now.id(), HeardReport.LONGEST_SECONDS);
            if (clip.isPresent() && clip.get().seconds() >= SHORTEST_SECONDS) {
                report.analyse(clip.get(), now);
            }
            report.put(now);
        } catch (LinkException e) {
            return; // what was heard before stays; the audition itself, or the step after it, will find the server away
        }
    }

    private void forget() {
        watch = null;
        idle.forget();
        proposed = null;
        proposedChange = -1;
        source.restart();
    }

    private void listen(EngineInfo now, CapturedClip clip, boolean alone) throws LinkException, InterruptedException {
        long at = clockMs.getAsLong();
        if (source.steadySince() != steadySince) {
            steadySince = source.steadySince();
            pace.newSource(at);
            idle.forget();
        }
        if (source.silentSeconds() >= SILENCE_SECONDS) {
            silence(at);
            return;
        }
        if (source.silentSeconds() == 0) {
            report.analyse(clip, now);
        }
        if (watch != null) {
            watch(now, watch);
        } else if (source.isChanging()) {
            leaveChangingAlone(at);
        } else if (proposedChange >= 0) {
            report.say("listening", "A proposal waits for your answer.");
        } else {
            int heard = source.soundingSeconds(source.steadySince());
            if (heard < NEEDED_SECONDS) {
                report.say("listening", Wording.progress(heard, NEEDED_SECONDS) + " heard");
            } else if (pace.isDue(at)) {
                decide(now);
            } else {
                report.say("listening", outcome);
                if (alone && learning.searchesWhileIdle()) {
                    idle();
                }
            }
        }
    }

    private void silence(long at) throws LinkException {
        report.silent();
        report.say("listening", "Silence.");
        source.restart();
        whyNot.tell(
                at,
                LeftAlone.SILENCE,
                new Explanation(LeftAlone.silence(source.silentSeconds()), List.of()),
                null,
                null);
    }

    private void leaveChangingAlone(long at) throws LinkException {
        String sentence = LeftAlone.changing(source.changes(), SourceWatch.MEMORY_SECONDS);
        report.say("listening", sentence);
        whyNot.tell(at, LeftAlone.CHANGING, new Explanation(sentence, List.of()), null, null);
    }

    private void decide(EngineInfo now) throws LinkException, InterruptedException {
        ParameterState state = link.parameters(now.id());
        if (!state.values().equals(state.wanted())) {
            report.say("listening", "Waiting until the last change has settled.");
            return;
        }
        Optional<CapturedClip> captured = link.capture(now.id(), DECIDE_SECONDS);
        if (captured.isEmpty()) {
            return;
        }
        report.say("auditioning", "Trying changes on what was just heard.");
        report.put(now);
        ObjectiveWish wish = link.wish();
        Moment moment = moment(now, state, Clips.since(captured.get(), source.steadySince(), DECIDE_SECONDS), wish);
        ToDoubleFunction<Candidate> taste =
                set -> learning.opinions().bonus(moment.situation(), set.strategy(), set.params(), moment.inForce());
        Learning.Bench bench = learning.bench(moment.analysis());
        LearningBounds bounds = new LearningBounds(link.bounds());
        Decision decision;
        try {
            budget.abandonWhen(this::isUnwanted);
            Proposals.Gathered gathered = new Proposals(
                            bounds, (set, inForce) -> learning.memory().allowed(moment.situation(), set, inForce))
                    .gather(
                            moment.input(),
                            learning.order(moment.situation()),
                            budget.isTight() ? TIGHT_CANDIDATES : Proposals.LARGEST);
            decision = bench.decider().decide(moment, gathered, new Liking(taste, wish), budget);
            if (decision.evidence() != null) {
                report.qualities(bench.audition().objectives(moment.inForce(), moment.targetLufs()));
            }
        } catch (InterruptedException e) {
            if (isUnwanted()) {
                return; // frozen, switched off or gone while it was tried out: nothing is lost
            }
            throw e;
        }
        learning.auditioned(decision.xRealTime());
        act(now, state, moment, decision);
        idle.decided(moment, decision, bounds, taste);
    }

    /** Uses the time in which nothing is due, as long as nothing else wants it. */
    private void idle() throws InterruptedException {
        if (!idle.isWaiting() || budget.isTight()) {
            return;
        }
        BooleanSupplier wantedElsewhere = () -> isUnwanted() || !changes.isEmpty() || pace.isDue(clockMs.getAsLong());
        try {
            budget.abandonWhen(wantedElsewhere);
            idle.run(budget);
        } catch (InterruptedException e) {
            if (!wantedElsewhere.getAsBoolean()) {
                throw e;
            }
        }
    }

    private Moment moment(EngineInfo now, ParameterState state, CapturedClip clip, ObjectiveWish wish)
            throws LinkException {
        ParamSnapshot inForce = ParamMaps.snapshot(state.values());
        InputAnalysis analysis = InputAnalysis.of(clip);
        Situation situation = Moment.situation(
                analysis, clip, inForce, ObjectiveWeights.of(wish.weights()).heard());
        MacroSnapshot macros = macros(now);
        StrategyInput input = new StrategyInput(
                analysis,
                inForce,
                macros.get(MacroTable.TARGET),
                clip.sampleRateHz(),
                link.presets(),
                earlier(situation),
                idle.found(situation));
        return new Moment(
                now.id(),
                clockMs.getAsLong(),
                clip,
                analysis,
                situation,
                macros,
                Moment.steadyGainDb(analysis, macros),
                input);
    }

    private List<ParamSnapshot> earlier(Situation situation) {
        List<ParamSnapshot> sets = new ArrayList<>();
        add(sets, learning.memory().liked(situation));
        add(sets, learning.memory().proven(situation));
        add(sets, beforeLastChange);
        return sets;
    }

    private static void add(List<ParamSnapshot> sets, @Nullable ParamSnapshot set) {
        if (set != null) {
            sets.add(set);
        }
    }

    private static MacroSnapshot macros(EngineInfo now) {
        MacroSnapshot macros = new MacroSnapshot();
        for (MacroTable macro : MacroTable.all()) {
            Double value = now.macros().get(macro.id());
            boolean shapesSound = macro == MacroTable.AMOUNT
                    || macro == MacroTable.TARGET
                    || macro == MacroTable.OUTPUT_TRIM
                    || macro == MacroTable.SLOT;
            if (value != null && shapesSound) {
                macros.set(macro, value);
            }
        }
        return macros;
    }

    private void act(EngineInfo then, ParameterState state, Moment moment, Decision decision) throws LinkException {
        EngineInfo now = info;
        long at = clockMs.getAsLong();
        Candidate candidate = decision.candidate();
        if (candidate == null) {
            keep(decision.experiences());
            pace.leftAlone(at, moment.situation());
            whyNot.tell(at, decision.reason(), decision.explanation(), decision.evidence(), moment.situation());
            outcome = decision.explanation().sentence();
            report.say("listening", outcome);
            return;
        }
        boolean overtaken = isUnwanted() || now.mode() != then.mode() || now.slot() != then.slot();
        boolean refusedMeanwhile = !learning.memory()
                .allowed(moment.situation(), candidate.params(), moment.inForce())
                .refused()
                .isEmpty();
        if (overtaken || refusedMeanwhile) {
            return;
        }
        if (now.mode() == LearningMode.observe) {
            keep(decision.experiences());
            pace.leftAlone(at, moment.situation());
            outcome = "Would change: " + decision.explanation().sentence();
            report.say("listening", outcome);
            return;
        }
        propose(state, moment, decision, candidate);
    }

    private void propose(ParameterState state, Moment moment, Decision decision, Candidate candidate)
            throws LinkException {
        try {
            Change change = link.propose(
                    moment.engineId(),
                    new ProposalRequest(
                            state.generation(),
                            state.slot(),
                            ParamMaps.map(candidate.params()),
                            candidate.strategy(),
                            decision.explanation(),
                            Objects.requireNonNull(decision.evidence()),
                            moment.situation()));
            keep(decision.experiences().stream().filter(e -> !e.chosen()).toList());
            pace.changed(clockMs.getAsLong());
            whyNot.forget();
            outcome = "";
            proposed = decision;
            proposedIn = moment.situation();
            proposedChange = change.id();
            accepted(change);
        } catch (LinkException e) {
            if (e.status() != 409) {
                throw e;
            }
            pace.changed(clockMs.getAsLong()); // stale or frozen meanwhile: what was found does not fit any more
        }
    }

    /** Takes in what became of changes since the last step. */
    private void takeChanges() throws LinkException {
        for (Change change = changes.poll(); change != null; change = changes.poll()) {
            if (change.id() == proposedChange) {
                accepted(change);
            } else if (isByPerson(change)) {
                pace.changed(clockMs.getAsLong());
                whyNot.forget();
                watch = null;
            }
        }
    }

    private static boolean isByPerson(Change change) {
        return change.kind() == ChangeKind.manual
                || change.kind() == ChangeKind.preset
                || change.kind() == ChangeKind.undo;
    }

    /** Follows the proposal that is out: watched once it plays, forgotten once it is answered otherwise. */
    private void accepted(Change change) {
        Decision decision = proposed;
        Situation situation = proposedIn;
        if (change.status() == ChangeStatus.proposed || decision == null || situation == null) {
            return;
        }
        proposedChange = -1;
        proposed = null;
        boolean plays = change.status() == ChangeStatus.watching || change.status() == ChangeStatus.in_force;
        if (!plays) {
            pace.changed(clockMs.getAsLong());
            return;
        }
        beforeLastChange = ParamMaps.snapshot(change.before());
        double ramp = Watch.rampSeconds(ParamMaps.snapshot(change.before()), ParamMaps.snapshot(change.after()));
        Evidence evidence = Objects.requireNonNull(decision.evidence());
        watch = new Watch(
                change,
                decision.experiences().stream()
                        .filter(Experience::chosen)
                        .findFirst()
                        .orElse(null),
                situation.contentClass(),
                evidence.promised(),
                evidence.noise(),
                decision.levelOnly(),
                source.settledAfter(ramp),
                clockMs.getAsLong() + Watch.PATIENCE_MS + (long) (1000 * ramp));
    }

    private void watch(EngineInfo now, Watch watched) throws LinkException, InterruptedException {
        int heard = source.soundingSeconds(watched.settledFrame());
        if (heard >= Watch.NEEDED_SECONDS) {
            report.say("watching", "Comparing what was promised with what is heard.");
            report.put(now);
            conclude(watched, measure(now, watched));
        } else if (clockMs.getAsLong() > watched.deadlineMs()) {
            conclude(
                    watched,
                    new MeasurementRequest(
                            null,
                            Watch.INCONCLUSIVE,
                            "Only " + Wording.progress(heard, Watch.NEEDED_SECONDS) + " were heard after the change."));
        } else {
            report.say("watching", Wording.progress(heard, Watch.NEEDED_SECONDS) + " heard since the change");
        }
    }

    private @Nullable MeasurementRequest measure(EngineInfo now, Watch watched)
            throws LinkException, InterruptedException {
        Optional<CapturedClip> captured = link.capture(now.id(), DECIDE_SECONDS);
        if (captured.isEmpty()) {
            return new MeasurementRequest(null, Watch.INCONCLUSIVE, "No sound was captured after the change.");
        }
        CapturedClip clip = Clips.since(captured.get(), watched.settledFrame(), DECIDE_SECONDS);
        InputAnalysis analysis = InputAnalysis.of(clip);
        if (!analysis.contentClass().id().equals(watched.contentClass())) {
            return new MeasurementRequest(
                    null,
                    Watch.INCONCLUSIVE,
                    "Something else is heard now: " + analysis.contentClass().id() + ", when it was decided "
                            + watched.contentClass() + ".");
        }
        MacroSnapshot macros = macros(now);
        try {
            budget.abandonWhen(this::isUnwanted);
            Audition audition = learning.bench(analysis).audition();
            AuditionResult result = audition.run(
                    clip,
                    analysis,
                    macros,
                    Moment.steadyGainDb(analysis, macros),
                    watched.before(),
                    List.of(new Candidate("watched", watched.after())),
                    budget);
            learning.auditioned(result.xRealTime());
            report.qualities(audition.objectives(watched.after(), macros.get(MacroTable.TARGET)));
            return watched.verdict(result, macros.get(MacroTable.TARGET));
        } catch (InterruptedException e) {
            if (isUnwanted()) {
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
        pace.changed(clockMs.getAsLong());
        try {
            link.measured(watched.change().id(), verdict);
        } catch (LinkException e) {
            if (e.status() != 404 && e.status() != 409) {
                throw e;
            }
            return; // taken back or replaced by a person meanwhile: nothing to measure
        }
        Experience experience = watched.experience();
        if (experience != null) {
            Double measured = verdict.verdict().equals(Watch.INCONCLUSIVE) ? null : verdict.measured();
            keep(List.of(measured == null ? experience : withMeasured(experience, measured)));
        }
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

    private void keep(List<Experience> experiences) throws LinkException {
        if (!experiences.isEmpty()) {
            learning.learn(experiences);
            link.keep(experiences);
        }
    }
}
