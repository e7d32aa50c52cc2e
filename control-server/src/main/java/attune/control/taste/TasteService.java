package attune.control.taste;

import attune.api.FrontPoint;
import attune.api.Situation;
import attune.api.TasteAnswer;
import attune.api.TasteAnswerRequest;
import attune.api.TasteKnown;
import attune.api.TasteOffer;
import attune.api.TasteQuestion;
import attune.control.guard.ParamSets;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineSession;
import attune.control.store.TasteStore;
import attune.control.stream.Events;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Blind pairs between asking and answering. Sounds are in memory only: they go with the answer, after {@link #KEPT_MS}, when another
 * pair is asked for on the same instance, and with the server. Any thread.
 */
public final class TasteService {
    /** A pair that nobody answers is dropped after this. */
    public static final long KEPT_MS = 300_000;
    /** An agent that has not rendered a pair by then will not. */
    public static final long RENDERED_WITHIN_MS = 90_000;
    /** Bytes of one sound: eight seconds of stereo at 96 kHz and 24 bits are 4.4 MiB. */
    public static final int LARGEST_SOUND = 5 << 20;

    private static final String OVER =
            "This pair is over: its sounds were kept for five minutes at most. Ask for another.";

    private static final int LARGEST_OPEN = 2;
    private static final int REMEMBERED = 200;
    private static final int LONGEST_SENTENCE = 500;

    private final TasteStore store;
    private final Events events;
    private final BooleanSupplier keepsFeatures;
    private final Clock clock;
    private final Map<String, OpenQuestion> open = new LinkedHashMap<>();
    private final Deque<String> expired = new ArrayDeque<>();
    private List<TasteKnown> known = List.of();
    private List<FrontPoint> front = List.of();

    /**
     * @param keepsFeatures whether what was heard may be written down with an answer
     * @param clock of the answers
     */
    public TasteService(TasteStore store, Events events, BooleanSupplier keepsFeatures, Clock clock) {
        this.store = store;
        this.events = events;
        this.keepsFeatures = keepsFeatures;
        this.clock = clock;
    }

    /**
     * Asks the agent for a pair on the last seconds of an instance's input.
     *
     * @param agentIsHere whether there is an agent to render it
     * @throws ProblemException 409 where nothing can be rendered: frozen, nothing captured, no agent, instance gone
     */
    public TasteQuestion ask(EngineSession session, boolean agentIsHere) {
        session.requireConnected();
        if (session.isFrozen()) {
            throw ProblemException.conflict(
                    "frozen", "Learning is frozen, so no sounds are compared; resume it to go on.");
        }
        String why = session.info().captureWhy();
        if (why != null) {
            throw ProblemException.conflict("no-capture", "There is no sound to compare: " + why + ".");
        }
        if (!agentIsHere) {
            throw ProblemException.conflict(
                    "agent-away",
                    "The learning agent, which renders the pairs, is not running; it starts within seconds while a"
                            + " plugin plays and learns.");
        }
        return open(session.id());
    }

    /** Opens a question on an instance, whose last one is over with it. */
    TasteQuestion open(String engineId) {
        TasteQuestion question = new TasteQuestion(
                UUID.randomUUID().toString(), engineId, clock.millis(), TasteQuestion.Status.asked, null, 0, 0);
        synchronized (this) {
            open.values().stream()
                    .filter(other -> other.question().engineId().equals(engineId))
                    .map(other -> other.question().id())
                    .toList()
                    .forEach(this::drop);
            if (open.size() >= LARGEST_OPEN) {
                drop(open.keySet().iterator().next());
            }
            open.put(question.id(), new OpenQuestion(question));
        }
        events.tell("question", engineId, question);
        return question;
    }

    /** A question. @throws ProblemException 404 for an unknown one, 409 for one that is over */
    public synchronized TasteQuestion question(String id) {
        return require(id).question();
    }

    /** Questions that wait for an agent: for one that has just come. */
    public synchronized List<TasteQuestion> asked() {
        return open.values().stream()
                .map(OpenQuestion::question)
                .filter(question -> question.status() == TasteQuestion.Status.asked)
                .toList();
    }

    /** The agent hands a sound over. */
    public synchronized void put(String id, String side, byte[] wav) {
        requireAsked(id).sounds().put(side, wav);
    }

    /**
     * The agent says what the two sounds are.
     *
     * @throws ProblemException 409 where they were not handed over, 422 where a set is not allowed
     */
    public TasteQuestion offer(String id, TasteOffer offer) {
        TasteQuestion question;
        synchronized (this) {
            OpenQuestion asked = requireAsked(id);
            ParamSets.complete(offer.first());
            ParamSets.complete(offer.second());
            if (!asked.sounds().isComplete()) {
                throw ProblemException.conflict("status", "Both sounds of a pair are handed over before its offer.");
            }
            asked.ready(offer);
            question = asked.question();
        }
        events.tell("question", question.engineId(), question);
        return question;
    }

    /** The agent has no pair to offer. */
    public TasteQuestion fail(String id, String sentence) {
        TasteQuestion question;
        synchronized (this) {
            OpenQuestion asked = requireAsked(id);
            asked.fail(sentence.substring(0, Math.min(LONGEST_SENTENCE, sentence.length())));
            question = asked.question();
        }
        events.tell("question", question.engineId(), question);
        return question;
    }

    /** One of the two sounds, a WAV file. @throws ProblemException 409 while it is not there */
    public synchronized byte[] sound(String id, String side) {
        byte[] wav = requireReady(id).sounds().of(side);
        if (wav == null) {
            throw notReady();
        }
        return wav;
    }

    /**
     * Stores an answer, once, and drops the sounds.
     *
     * @throws ProblemException 409 where the question was answered before, is over, or has no sounds yet
     */
    public TasteAnswer answer(String id, TasteAnswerRequest request) {
        if (request.choice() == null) {
            throw ProblemException.malformed("An answer needs a \"choice\": a, b or none.", "choice");
        }
        TasteAnswer stored;
        synchronized (this) {
            OpenQuestion question = requireReady(id);
            TasteOffer offer = question.offer();
            if (offer == null) {
                throw notReady();
            }
            boolean none = request.choice() == TasteAnswer.Choice.none;
            TasteAnswer.Degree degree = request.degree() == null ? TasteAnswer.Degree.clearly : request.degree();
            stored = store.add(new TasteAnswer(
                    0,
                    id,
                    question.question().engineId(),
                    clock.millis(),
                    request.choice(),
                    none ? null : degree,
                    offer.first(),
                    offer.second(),
                    kept(offer.situation()),
                    offer.repeats()));
            open.remove(id);
        }
        events.tell("answer", stored.engineId(), stored);
        return stored;
    }

    /** What kind of content it was counts for the taste; what was heard in it may not be kept. */
    private Situation kept(Situation situation) {
        return keepsFeatures.getAsBoolean()
                ? situation
                : new Situation(situation.contentClass(), situation.observationVersion(), List.of());
    }

    /** Answers behind a number, oldest first, as the JSON of a list of {@link TasteAnswer}. */
    public byte[] answersJson(long after, int limit) {
        return store.afterJson(after, limit);
    }

    /** What the agent says it knows of tastes; empty until it said anything. */
    public synchronized List<TasteKnown> known() {
        return known;
    }

    /** The agent says what it knows. */
    public void setKnown(List<TasteKnown> newKnown) {
        synchronized (this) {
            known = List.copyOf(newKnown);
        }
        events.tell("taste", null, newKnown);
    }

    /** Sets that passed the gate lately, as the agent says; empty until it said anything. */
    public synchronized List<FrontPoint> front() {
        return front;
    }

    /** The agent says what they are. */
    public void setFront(List<FrontPoint> newFront) {
        synchronized (this) {
            front = List.copyOf(newFront);
        }
        events.tell("front", null, newFront);
    }

    /** Drops every pair, and what the agent said it knows. */
    public synchronized void forget() {
        open.clear();
        expired.clear();
        known = List.of();
        front = List.of();
    }

    /** Drops what nobody answered, gives up what no agent rendered. Called every second. */
    public void everySecond() {
        long now = clock.millis();
        List<String> late;
        List<TasteQuestion> over = new ArrayList<>();
        synchronized (this) {
            late = open.values().stream()
                    .filter(q ->
                            q.question().status() == TasteQuestion.Status.asked && now - q.at() > RENDERED_WITHIN_MS)
                    .map(q -> q.question().id())
                    .toList();
            for (Iterator<OpenQuestion> all = open.values().iterator(); all.hasNext(); ) {
                OpenQuestion question = all.next();
                if (now - question.at() > KEPT_MS) {
                    all.remove();
                    remember(question.question().id());
                    question.fail(OVER);
                    over.add(question.question());
                }
            }
        }
        over.forEach(question -> events.tell("question", question.engineId(), question));
        for (String id : late) {
            giveUp(id);
        }
    }

    private void giveUp(String id) {
        try {
            fail(id, "The learning agent did not get round to this pair: the machine is busy. Ask for another.");
        } catch (ProblemException e) {
            // rendered after all, or dropped meanwhile
        }
    }

    private void drop(String id) {
        open.remove(id);
        remember(id);
    }

    private void remember(String id) {
        expired.addLast(id);
        if (expired.size() > REMEMBERED) {
            expired.removeFirst();
        }
    }

    private OpenQuestion require(String id) {
        OpenQuestion question = open.get(id);
        if (question != null) {
            return question;
        }
        if (expired.contains(id)) {
            throw ProblemException.conflict("expired", OVER);
        }
        if (store.isAnswered(id)) {
            throw ProblemException.conflict("answered", "This pair was answered already.");
        }
        throw ProblemException.unknown("pair", id, "");
    }

    private OpenQuestion requireAsked(String id) {
        OpenQuestion question = require(id);
        if (question.question().status() != TasteQuestion.Status.asked) {
            throw ProblemException.conflict("status", "This pair was rendered already.");
        }
        return question;
    }

    private OpenQuestion requireReady(String id) {
        OpenQuestion question = require(id);
        if (question.question().status() != TasteQuestion.Status.ready) {
            throw notReady();
        }
        return question;
    }

    private static ProblemException notReady() {
        return ProblemException.conflict("status", "This pair can't be heard yet, so it can't be answered.");
    }
}
