package attune.learn.agent;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.EngineInfo;
import attune.api.Explanation;
import attune.api.LearningAttempt;
import attune.learn.audio.CapturedClip;
import attune.learn.explain.LeftAlone;
import attune.learn.explain.Wording;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

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
    private static final int SILENCE_SECONDS = 20;

    private final LearnedEngine engine;
    private final IdleWork idle;
    private final Watching watching;
    private final Decisions decisions;
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final Attempts attempts;
    private long steadySince = -1;

    EngineLearner(ServerLink link, Learning learning, LiveBudget budget, LongSupplier clockMs, EngineInfo info) {
        this.engine = new LearnedEngine(link, learning, budget, clockMs, info);
        this.idle = new IdleWork(learning, clockMs);
        this.watching = new Watching(engine);
        this.decisions = new Decisions(engine, idle, watching);
        this.attempts = new Attempts(engine, decisions);
    }

    /** The engine as the server sees it now. Any thread. */
    void update(EngineInfo newInfo) {
        engine.update(newInfo);
    }

    /** What is known of the engine. Any thread. */
    EngineInfo info() {
        return engine.info();
    }

    /** A change of this engine is new or has another status. Any thread. */
    void changed(Change change) {
        changes.add(change);
    }

    /** A person wants a strategy tried. Any thread. */
    void attempt(LearningAttempt attempt) {
        attempts.ask(attempt);
    }

    /** What it does, in a word and a sentence. Any thread. */
    HeardReport report() {
        return engine.report();
    }

    /** Whether it has anything to do. */
    boolean isActive() {
        return engine.isActive();
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
        attempts.giveUpLate();
        EngineInfo now = engine.info();
        if (!isActive()) {
            forget();
            engine.report().say("off", "Learning is off.");
            return;
        }
        if (now.frozen()) {
            forget();
            engine.report().say("frozen", "Frozen: nothing changes until you resume.");
            engine.report().put(now);
            return;
        }
        String why = now.captureWhy();
        if (why != null) {
            engine.report().say("listening", Wording.sentence(why) + ".");
            engine.whyNot()
                    .tell(
                            engine.nowMs(),
                            LeftAlone.NO_CAPTURE,
                            new Explanation(LeftAlone.noCapture(why), List.of()),
                            null,
                            null);
            engine.report().put(now);
            return;
        }
        Optional<CapturedClip> clip =
                engine.link().capture(now.id(), engine.report().needsAnalysis() ? NEEDED_SECONDS : LISTEN_SECONDS);
        if (clip.isEmpty() || clip.get().seconds() < SHORTEST_SECONDS) {
            engine.report().say("listening", Wording.progress(0, NEEDED_SECONDS) + " heard");
        } else {
            engine.source().hear(clip.get());
            engine.report().hear(clip.get());
            listen(now, clip.get(), alone);
        }
        engine.report().put(now);
    }

    /** Tells what is heard, between two pieces of an audition of this engine or another; decides nothing. */
    void listenOn() {
        EngineInfo now = engine.info();
        if (engine.isUnwanted() || now.captureWhy() != null) {
            return;
        }
        try {
            Optional<CapturedClip> clip = engine.link().capture(now.id(), HeardReport.LONGEST_SECONDS);
            if (clip.isPresent() && clip.get().seconds() >= SHORTEST_SECONDS) {
                engine.report().analyse(clip.get(), now);
            }
            engine.report().put(now);
        } catch (LinkException e) {
            return; // what was heard before stays; the audition itself, or the step after it, will find the server away
        }
    }

    private void forget() {
        watching.forget();
        idle.forget();
        decisions.forget();
        engine.source().restart();
    }

    private void listen(EngineInfo now, CapturedClip clip, boolean alone) throws LinkException, InterruptedException {
        long at = engine.nowMs();
        if (engine.source().steadySince() != steadySince) {
            steadySince = engine.source().steadySince();
            engine.pace().newSource(at);
            idle.forget();
        }
        if (engine.source().silentSeconds() >= SILENCE_SECONDS) {
            silence(at);
            return;
        }
        if (engine.source().silentSeconds() == 0) {
            engine.report().analyse(clip, now);
        }
        if (watching.watch(now)) {
            return;
        }
        if (engine.source().isChanging()) {
            leaveChangingAlone(at);
        } else if (decisions.isWaiting() && !attempts.isAsked()) {
            engine.report().say("listening", "A proposal waits for your answer.");
        } else {
            int heard = engine.source().soundingSeconds(engine.source().steadySince());
            if (heard < NEEDED_SECONDS) {
                engine.report().say("listening", Wording.progress(heard, NEEDED_SECONDS) + " heard");
            } else if (attempts.isAsked()) {
                attempts.run(now);
            } else if (engine.pace().isDue(at)) {
                decisions.decide(now);
            } else {
                engine.report().say("listening", decisions.outcome());
                if (alone) {
                    idle();
                }
            }
        }
    }

    private void silence(long at) throws LinkException {
        engine.report().silent();
        engine.report().say("listening", "Silence.");
        engine.source().restart();
        engine.whyNot()
                .tell(
                        at,
                        LeftAlone.SILENCE,
                        new Explanation(LeftAlone.silence(engine.source().silentSeconds()), List.of()),
                        null,
                        null);
    }

    private void leaveChangingAlone(long at) throws LinkException {
        String sentence = LeftAlone.changing(engine.source().changes(), SourceWatch.MEMORY_SECONDS);
        engine.report().say("listening", sentence);
        engine.whyNot().tell(at, LeftAlone.CHANGING, new Explanation(sentence, List.of()), null, null);
    }

    /** Uses the time in which nothing is due, as long as nothing else wants it. */
    private void idle() throws InterruptedException {
        if (!idle.isWaiting() || engine.budget().isTight()) {
            return;
        }
        BooleanSupplier wantedElsewhere = () -> engine.isUnwanted()
                || !changes.isEmpty()
                || attempts.isAsked()
                || engine.pace().isDue(engine.nowMs());
        try {
            engine.budget().abandonWhen(wantedElsewhere);
            idle.run(engine.budget());
        } catch (InterruptedException e) {
            if (!wantedElsewhere.getAsBoolean()) {
                throw e;
            }
        }
    }

    /** Takes in what became of changes since the last step. */
    private void takeChanges() throws LinkException {
        for (Change change = changes.poll(); change != null; change = changes.poll()) {
            if (decisions.isProposed(change)) {
                decisions.accepted(change);
            } else if (isByPerson(change)) {
                engine.pace().changed(engine.nowMs());
                engine.whyNot().forget();
                watching.forget();
            }
        }
    }

    private static boolean isByPerson(Change change) {
        return change.kind() == ChangeKind.manual
                || change.kind() == ChangeKind.preset
                || change.kind() == ChangeKind.undo;
    }
}
