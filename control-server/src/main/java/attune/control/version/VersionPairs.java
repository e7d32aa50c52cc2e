package attune.control.version;

import attune.api.VersionDifference;
import attune.api.VersionPair;
import attune.api.VersionPairRequest;
import attune.control.guard.ParamSets;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineSession;
import attune.control.store.ChangeStore;
import attune.control.store.StoredChange;
import attune.control.stream.Events;
import attune.control.taste.PairSounds;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The time machine: two versions on one's own last seconds, rendered by the agent. One pair at a time, its sounds in memory only: they
 * go when nobody wants them any more, after {@link #KEPT_MS}, with the next pair, and with the server. Any thread.
 */
public final class VersionPairs {
    /** Sounds that are still there then are dropped. */
    public static final long KEPT_MS = 300_000;
    /** An agent that has not rendered a pair by then will not. */
    public static final long RENDERED_WITHIN_MS = 120_000;
    /** Bytes of one sound: half a minute of stereo at 48 kHz and 16 bits are 5.5 MiB. */
    public static final int LARGEST_SOUND = 6 << 20;

    private static final String OVER =
            "These sounds are forgotten: they are kept for five minutes at most, and one pair at a time. Ask again.";
    private static final int REMEMBERED = 200;
    private static final int LONGEST_SENTENCE = 500;

    private final ChangeStore store;
    private final Events events;
    private final Clock clock;
    private final Deque<String> over = new ArrayDeque<>();
    private @Nullable Open open;

    /** A pair with its sounds. */
    private static final class Open {
        private final PairSounds sounds = new PairSounds();
        private VersionPair pair;

        private Open(VersionPair pair) {
            this.pair = pair;
        }

        private void become(
                VersionPair.Status status, @Nullable String problem, @Nullable VersionDifference difference) {
            pair = new VersionPair(
                    pair.id(), pair.engineId(), pair.at(), status, problem, pair.first(), pair.second(), difference);
            if (status == VersionPair.Status.failed) {
                sounds.forget();
            }
        }
    }

    /** @param clock of {@link VersionPair#at} */
    public VersionPairs(ChangeStore store, Events events, Clock clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    /** A version. @throws ProblemException 404 where no entry of the timeline with this number made another sound */
    public StoredChange version(long id) {
        return store.version(id)
                .orElseThrow(() -> ProblemException.unknown(
                        "version", Long.toString(id), "are those that the timeline lists: ./attune history, Memory"));
    }

    /**
     * Asks the agent for two versions on the last seconds of an instance's input.
     *
     * @param agentIsHere whether there is an agent to render them
     * @throws ProblemException 400 without a first one or a reference, 404 for an unknown one, 409 where nothing can be rendered: nothing captured, no
     *     agent, instance gone, host renders
     */
    public VersionPair ask(EngineSession session, VersionPairRequest request, boolean agentIsHere) {
        VersionPair.Reference reference = request.reference();
        if (reference == null && request.first() == null) {
            throw ProblemException.malformed(
                    "A pair needs the number of a \"first\" version, or a \"reference\".", "first");
        }
        if (reference != null && request.second() != null) {
            throw ProblemException.malformed("Either a \"second\" version is heard, or a \"reference\".", "reference");
        }
        VersionPair.Side one = side(request.first(), session);
        VersionPair.Side other = reference == null ? side(request.second(), session) : side(reference);
        session.requireConnected();
        if (session.isRendering()) {
            throw ProblemException.conflict(
                    "rendering", "The host renders offline: nothing is rendered beside it until it plays live again.");
        }
        String why = session.info().captureWhy();
        if (why != null) {
            throw ProblemException.conflict(
                    "no-capture", "There is no sound to play through another version: " + why + ".");
        }
        if (!agentIsHere) {
            throw ProblemException.conflict(
                    "agent-away",
                    "The learning agent, which renders versions, is not running; it starts within seconds while a plugin"
                            + " plays and learns.");
        }
        return open(session.id(), one, other);
    }

    private static VersionPair.Side side(VersionPair.Reference reference) {
        ParamSnapshot params = switch (reference) {
            case factory -> GentlePreset.params();
            case dry -> new ParamSnapshot();
        };
        return new VersionPair.Side(null, reference, ParamSets.toMap(params));
    }

    private VersionPair.Side side(@Nullable Long version, EngineSession session) {
        return new VersionPair.Side(
                version,
                null,
                ParamSets.toMap(
                        version == null ? session.wanted() : version(version).after()));
    }

    /** Opens a pair; the one before is over with it. */
    VersionPair open(String engineId, VersionPair.Side first, VersionPair.Side second) {
        VersionPair pair = new VersionPair(
                UUID.randomUUID().toString(),
                engineId,
                clock.millis(),
                VersionPair.Status.asked,
                null,
                first,
                second,
                null);
        synchronized (this) {
            drop();
            open = new Open(pair);
        }
        events.tell("versions", engineId, pair);
        return pair;
    }

    /** A pair. @throws ProblemException 404 for an unknown one, 409 for one that is over */
    public synchronized VersionPair pair(String id) {
        return require(id).pair;
    }

    /** What waits for an agent: for one that has just come. */
    public synchronized List<VersionPair> asked() {
        Open now = open;
        return now == null || now.pair.status() != VersionPair.Status.asked ? List.of() : List.of(now.pair);
    }

    /** The agent hands a sound over. */
    public synchronized void put(String id, String side, byte[] wav) {
        requireAsked(id).sounds.put(side, wav);
    }

    /**
     * The agent says how they differ; they can be heard from now on.
     *
     * @throws ProblemException 409 where the sounds were not handed over
     */
    public VersionPair differ(String id, VersionDifference difference) {
        VersionPair ready;
        synchronized (this) {
            Open asked = requireAsked(id);
            if (!asked.sounds.isComplete()) {
                throw ProblemException.conflict("status", "Both sounds are handed over before their difference.");
            }
            asked.become(VersionPair.Status.ready, null, difference);
            ready = asked.pair;
        }
        events.tell("versions", ready.engineId(), ready);
        return ready;
    }

    /** The agent has nothing to hear. */
    public VersionPair fail(String id, String sentence) {
        VersionPair failed;
        synchronized (this) {
            Open asked = requireAsked(id);
            asked.become(
                    VersionPair.Status.failed,
                    sentence.substring(0, Math.min(LONGEST_SENTENCE, sentence.length())),
                    null);
            failed = asked.pair;
        }
        events.tell("versions", failed.engineId(), failed);
        return failed;
    }

    /** One of the two sounds, a WAV file. @throws ProblemException 409 while it is not there */
    public synchronized byte[] sound(String id, String side) {
        Open now = require(id);
        byte[] wav = now.sounds.of(side);
        if (now.pair.status() != VersionPair.Status.ready || wav == null) {
            throw ProblemException.conflict("status", "These versions can't be heard yet.");
        }
        return wav;
    }

    /** Nobody wants them any more: the sounds are forgotten. One that is over stays so. @throws ProblemException 404 for an unknown one */
    public synchronized void forget(String id) {
        if (!over.contains(id)) {
            require(id);
            drop();
        }
    }

    /** Forgets whatever there is. */
    public synchronized void forgetAll() {
        open = null;
        over.clear();
    }

    /** Drops what was kept long enough, gives up what no agent rendered. Called every second. */
    public void everySecond() {
        VersionPair gone = null;
        synchronized (this) {
            Open now = open;
            if (now == null) {
                return;
            }
            long age = clock.millis() - now.pair.at();
            if (age > KEPT_MS) {
                now.become(VersionPair.Status.failed, OVER, null);
                gone = now.pair;
                drop();
            } else if (now.pair.status() == VersionPair.Status.asked && age > RENDERED_WITHIN_MS) {
                now.become(
                        VersionPair.Status.failed,
                        "The learning agent did not get round to it: the machine is busy. Ask again.",
                        null);
                gone = now.pair;
            }
        }
        if (gone != null) {
            events.tell("versions", gone.engineId(), gone);
        }
    }

    private void drop() {
        Open now = open;
        if (now != null) {
            over.addLast(now.pair.id());
            if (over.size() > REMEMBERED) {
                over.removeFirst();
            }
            open = null;
        }
    }

    private Open require(String id) {
        Open now = open;
        if (now != null && now.pair.id().equals(id)) {
            return now;
        }
        if (over.contains(id)) {
            throw ProblemException.conflict("expired", OVER);
        }
        throw ProblemException.unknown("pair of versions", id, "");
    }

    private Open requireAsked(String id) {
        Open now = require(id);
        if (now.pair.status() != VersionPair.Status.asked) {
            throw ProblemException.conflict("status", "This pair was rendered already.");
        }
        return now;
    }
}
