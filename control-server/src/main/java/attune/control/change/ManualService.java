package attune.control.change;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Explanation;
import attune.api.SoundStep;
import attune.api.SoundWord;
import attune.control.guard.ParamSets;
import attune.control.guard.SafetyGuard;
import attune.control.guard.UserBounds;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineSession;
import attune.control.store.ChangeStore;
import attune.control.store.NewChange;
import attune.control.store.StoredChange;
import attune.control.words.NoiseProfiles;
import attune.control.words.Sentences;
import attune.control.words.WordMap;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What people and hosts do to the sound themselves. Any thread. */
public final class ManualService {
    /** A movement of a hand that may go on, and the entry that tells it. */
    private record Gesture(String name, long changeId) {}

    private final ChangeStore store;
    private final Pusher pusher;
    private final Clock clock;
    /** The newest of each instance. */
    private final Map<String, Gesture> gestures = new ConcurrentHashMap<>();

    ManualService(ChangeStore store, Pusher pusher, Clock clock) {
        this.store = store;
        this.pusher = pusher;
        this.clock = clock;
    }

    /**
     * A person moves parameters.
     *
     * @param values some of the set, by permanent id
     * @param gesture name of the movement that this is part of: while nothing else came between, its parts are one entry of the
     *     timeline, from where it began to where it is; null: all of one
     * @throws ProblemException 422 naming parameter, value and limit
     */
    public Change set(EngineSession session, Map<String, @Nullable Double> values, @Nullable String gesture) {
        if (values.isEmpty()) {
            throw ProblemException.invalid("values", "{}", "at least one", "No parameter is named in \"values\".");
        }
        session.changes().lock();
        try {
            Optional<StoredChange> begun = begun(session, gesture);
            if (begun.isPresent()) {
                ParamSnapshot after = ParamSets.over(session.wanted(), values);
                return pusher.goOn(
                                session,
                                begun.get(),
                                Sentences.manual(begun.get().before(), after),
                                after)
                        .change();
            }
            Change change = move(session, values, Sentences::manual);
            if (gesture != null) {
                gestures.put(session.id(), new Gesture(gesture, change.id()));
            }
            return change;
        } finally {
            session.changes().unlock();
        }
    }

    /** The entry of this movement, where what it set last is what holds now. */
    private Optional<StoredChange> begun(EngineSession session, @Nullable String gesture) {
        Gesture newest = gestures.get(session.id());
        if (newest == null || !newest.name().equals(gesture)) {
            return Optional.empty();
        }
        return store.find(newest.changeId())
                .filter(change -> change.change().status() == ChangeStatus.in_force
                        && change.slot() == session.slot()
                        && change.change().generation() == session.generation()
                        && change.after().sameAs(session.wanted()));
    }

    /**
     * A person goes a small step the way of a word: within the safe ranges and the person's own bounds, past the guard, and back by
     * one undo.
     *
     * @throws ProblemException 409 where the sound can't go further that way
     */
    public Change say(EngineSession session, SoundWord word, UserBounds bounds) {
        session.changes().lock();
        try {
            ParamSnapshot before = session.wanted();
            ParamSnapshot after = bounds.fit(WordMap.moved(before, word), before);
            if (after.sameAs(before)) {
                throw ProblemException.conflict("nothing", nowhere(word));
            }
            SafetyGuard.check(before, after, bounds);
            Explanation words = Sentences.said(word.word(), before, after);
            return pusher.push(session, Push.byPerson(ChangeKind.manual, words, session.slot(), after, null), Map.of())
                    .change();
        } finally {
            session.changes().unlock();
        }
    }

    /** What {@link #say} would move; moves nothing. */
    public SoundStep wouldSay(EngineSession session, SoundWord word, UserBounds bounds) {
        ParamSnapshot before = session.wanted();
        ParamSnapshot after = bounds.fit(WordMap.moved(before, word), before);
        Map<String, Double> was = new LinkedHashMap<>();
        Map<String, Double> is = new LinkedHashMap<>();
        for (ParamTable param : ParamTable.all()) {
            if (before.get(param) != after.get(param)) {
                was.put(param.id(), before.get(param));
                is.put(param.id(), after.get(param));
            }
        }
        String sentence = is.isEmpty()
                ? nowhere(word)
                : Sentences.said(word.word(), before, after).sentence();
        return new SoundStep(sentence, was, is);
    }

    private static String nowhere(SoundWord word) {
        return "The sound can't get " + word.word()
                + " by learning's safe ranges, or by the bounds and locks that you set.";
    }

    private Change move(
            EngineSession session,
            Map<String, @Nullable Double> values,
            BiFunction<ParamSnapshot, ParamSnapshot, Explanation> words) {
        session.changes().lock();
        try {
            ParamSnapshot before = session.wanted();
            ParamSnapshot after = ParamSets.over(before, values);
            return pusher.push(
                            session,
                            Push.byPerson(ChangeKind.manual, words.apply(before, after), session.slot(), after, null),
                            Map.of())
                    .change();
        } finally {
            session.changes().unlock();
        }
    }

    /**
     * A person keeps the noise that is tracked now as the playing slot's noise profile. A profile that counted nothing
     * counts in full from now on.
     *
     * @throws ProblemException 409 where no noise is known
     */
    public Change learnNoise(EngineSession session) {
        double[] profileDb = session.noiseProfileDb();
        Map<String, @Nullable Double> values = profile(profileDb);
        if (session.wanted().get(ParamTable.NR_PROFILE) == 0) {
            values.put(ParamTable.NR_PROFILE.id(), ParamTable.NR_PROFILE.spec().defaultValue());
        }
        return move(session, values, Sentences::noiseLearned);
    }

    /**
     * A person lets the kept noise profile go.
     *
     * @throws ProblemException 409 where none is kept
     */
    public Change forgetNoise(EngineSession session) {
        session.changes().lock();
        try {
            if (!NoiseProfiles.isKept(session.wanted())) {
                throw ProblemException.conflict(
                        "nothing", "No noise profile is kept in the playing slot; there is none to let go.");
            }
            double[] none = new double[ParamTable.NOISE_PROFILE_BANDS];
            Arrays.fill(none, ParamTable.NO_NOISE_DB);
            return set(session, profile(none), null);
        } finally {
            session.changes().unlock();
        }
    }

    private static Map<String, @Nullable Double> profile(double[] profileDb) {
        Map<String, @Nullable Double> values = new LinkedHashMap<>();
        for (int band = 0; band < profileDb.length; band++) {
            ParamTable param = NoiseProfiles.BANDS.get(band);
            values.put(param.id(), Math.max(ParamTable.NO_NOISE_DB, Math.min(0, profileDb[band])));
        }
        return values;
    }

    /**
     * A person recalls a preset. The noise that is kept belongs to the room: a preset that names no noise profile leaves it
     * as it is.
     *
     * @param label name of the preset, for people
     * @param slot slot that takes it; null: the playing one
     */
    public Change recall(EngineSession session, String label, ParamSnapshot preset, @Nullable Integer slot) {
        session.changes().lock();
        try {
            int into = slot == null ? session.slot() : slot;
            return recallAll(session, label, NoiseProfiles.kept(session.wanted(into), preset), into);
        } finally {
            session.changes().unlock();
        }
    }

    /** A person returns to a whole set: of what was before nothing stays, no noise profile either. */
    Change recallAll(EngineSession session, String label, ParamSnapshot params, int into) {
        session.changes().lock();
        try {
            ParamSnapshot before = session.wanted(into);
            return pusher.push(
                            session,
                            Push.byPerson(
                                    ChangeKind.preset, Sentences.recalled(label, before, params), into, params, null),
                            Map.of())
                    .change();
        } finally {
            session.changes().unlock();
        }
    }

    /**
     * A person returns to the whole set of a version, noise profile and all.
     *
     * @throws ProblemException 409 where it plays already
     */
    public Change returnTo(EngineSession session, StoredChange version) {
        session.changes().lock();
        try {
            long id = version.change().id();
            ParamSnapshot before = session.wanted();
            ParamSnapshot after = version.after();
            if (after.sameAs(before)) {
                throw ProblemException.conflict("nothing", "Version " + id + " is what plays already.");
            }
            Explanation words = Sentences.returnedTo(id, before, after);
            return pusher.push(session, Push.byPerson(ChangeKind.manual, words, session.slot(), after, null), Map.of())
                    .change();
        } finally {
            session.changes().unlock();
        }
    }

    /** The host brought other settings: the timeline says so, nothing is posted. */
    public void adopted(EngineSession session, ParamSnapshot before, ParamSnapshot after) {
        session.changes().lock();
        try {
            Map<Long, ChangeStatus> statuses = new LinkedHashMap<>(pusher.waiting(session));
            for (StoredChange change : store.withStatus(session.id(), ChangeStatus.in_force, ChangeStatus.watching)) {
                if (change.slot() == session.slot() && !change.isHeardIn(after)) {
                    statuses.put(change.change().id(), ChangeStatus.replaced);
                }
            }
            StoredChange written = store.add(
                    new NewChange(
                            session.id(),
                            clock.millis(),
                            ChangeKind.preset,
                            ChangeStatus.in_force,
                            "host",
                            "",
                            Sentences.adopted(before, after),
                            ParamSets.toMap(before),
                            ParamSets.toMap(after),
                            session.generation(),
                            null,
                            null,
                            null,
                            session.slot(),
                            session.generation()),
                    statuses);
            pusher.tellAll(statuses);
            pusher.tell(written);
        } finally {
            session.changes().unlock();
        }
    }
}
