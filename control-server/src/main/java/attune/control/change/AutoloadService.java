package attune.control.change;

import attune.api.AutoloadContext;
import attune.api.AutoloadRequest;
import attune.api.AutoloadRule;
import attune.api.AutoloadTrial;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Heard;
import attune.control.autoload.RuleCheck;
import attune.control.autoload.RuleJudge;
import attune.control.autoload.RuleStore;
import attune.control.autoload.SettledClass;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineSession;
import attune.control.store.ChangeStore;
import attune.control.store.FactorySlots;
import attune.control.store.Preset;
import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import attune.control.store.StoredChange;
import attune.control.stream.Events;
import attune.control.words.NoiseProfiles;
import attune.control.words.Sentences;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.time.Clock;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads presets by a person's rules: when an instance appears, when what it plays is surely of another kind, when a rule's time of day
 * begins. What a person or a host has set, what is frozen, on air or rendered is left alone. Any thread.
 */
public final class AutoloadService {
    /** Who recalled, in the timeline. */
    public static final String WHO = "autoload";

    private static final Logger LOG = LoggerFactory.getLogger(AutoloadService.class);

    /** How far back the timeline is looked through for who set the sound. */
    private static final int LOOKED_BACK = 200;

    /** What is known of an instance. */
    private static final class Watched {
        final SettledClass settled = new SettledClass();
        /** Rule that won when it was looked last, 0 for none; null before. */
        @Nullable
        Integer winner;

        @Nullable
        String contentClass;
    }

    private final RuleStore rules;
    private final PresetStore presets;
    private final ChangeStore store;
    private final Pusher pusher;
    private final Events events;
    private final Clock clock;
    private final ZoneId zone;
    private final Map<String, Watched> watched = new HashMap<>();
    private String trouble = "";

    AutoloadService(
            RuleStore rules,
            PresetStore presets,
            ChangeStore store,
            Pusher pusher,
            Events events,
            Clock clock,
            ZoneId zone) {
        this.rules = rules;
        this.presets = presets;
        this.store = store;
        this.pusher = pusher;
        this.events = events;
        this.clock = clock;
        this.zone = zone;
    }

    /** All rules, the one that goes first at the top. @throws ProblemException 422 where their file can't be used */
    public List<AutoloadRule> all() {
        return RuleJudge.ordered(rules.all());
    }

    /**
     * Keeps a rule. It does nothing to what plays already, until an instance appears or what it plays changes.
     *
     * @throws ProblemException 422 naming what is not allowed
     * @throws PresetException where there is no such preset
     */
    public synchronized AutoloadRule add(AutoloadRequest wanted, List<EngineSession> sessions) throws PresetException {
        AutoloadRule added = rules.add(checked(0, wanted));
        rulesChanged(sessions);
        return added;
    }

    /**
     * Another rule in the place of one, with its number. Nothing that plays changes.
     *
     * @throws ProblemException 404 where there is none of this number, 422 naming what is not allowed
     * @throws PresetException where there is no such preset
     */
    public synchronized AutoloadRule change(int id, AutoloadRequest wanted, List<EngineSession> sessions)
            throws PresetException {
        AutoloadRule changed = checked(id, wanted);
        rules.change(changed);
        rulesChanged(sessions);
        return changed;
    }

    /**
     * Puts the rules into an order, by their priorities. Nothing that plays changes.
     *
     * @param ids of all rules, the one that goes first at the top
     * @throws ProblemException 409 where these are not the rules that there are
     */
    public synchronized void order(List<Integer> ids, List<EngineSession> sessions) {
        rules.order(ids);
        rulesChanged(sessions);
    }

    private AutoloadRule checked(int id, AutoloadRequest wanted) throws PresetException {
        Integer priority = wanted.priority();
        return RuleCheck.checked(new AutoloadRule(
                id,
                presets.find(wanted.preset()).id(),
                wanted.host(),
                wanted.engine(),
                wanted.contentClass(),
                wanted.sampleRateHz(),
                wanted.time(),
                priority == null ? 0 : priority));
    }

    /** Lets a rule go; nothing that plays changes. @throws ProblemException 404 where there is none of this number */
    public synchronized void remove(int id, List<EngineSession> sessions) {
        rules.remove(id);
        rulesChanged(sessions);
    }

    /** A preset has another id from now on. */
    public synchronized void renamed(String preset, String now) {
        rules.renamed(preset, now);
    }

    private void rulesChanged(List<EngineSession> sessions) {
        List<AutoloadRule> all = all();
        Predicate<String> isUsable = usable();
        for (EngineSession session : sessions) {
            Watched about = watched.get(session.id());
            if (about != null && about.winner != null) {
                about.winner = winner(all, context(session, about), isUsable);
            }
        }
        events.tell("autoload", null, all);
    }

    /**
     * The dry run: nothing is loaded.
     *
     * @param given what is to be tried; what it leaves out is as it is in {@code session}
     * @param session instance to which it is held; null: to none
     */
    public synchronized AutoloadTrial test(AutoloadContext given, @Nullable EngineSession session) {
        RuleCheck.checked(given);
        AutoloadContext now = session == null
                ? new AutoloadContext(null, null, null, null, time())
                : context(session, watched.getOrDefault(session.id(), new Watched()));
        AutoloadContext tried = new AutoloadContext(
                given.host() == null ? now.host() : given.host(),
                session != null || given.engine() == null ? now.engine() : given.engine(),
                given.contentClass() == null ? now.contentClass() : given.contentClass(),
                given.sampleRateHz() == null ? now.sampleRateHz() : given.sampleRateHz(),
                given.time() == null ? now.time() : given.time());
        return RuleJudge.judge(rules.all(), tried, usable(), session == null ? null : held(session));
    }

    /** Looks after all instances; to be called once a second by a thread that may wait for a disk. */
    public synchronized void everySecond(List<EngineSession> sessions) {
        List<AutoloadRule> all = readable();
        Predicate<String> isUsable = usable();
        for (EngineSession session : sessions) {
            if (!session.isConnected()) {
                watched.remove(session.id());
                continue;
            }
            Watched about = watched.computeIfAbsent(session.id(), id -> new Watched());
            Heard heard = session.lastHeard();
            about.contentClass = about.settled.take(heard, clock.millis());
            if (all == null || !session.hasPlayed()) {
                continue;
            }
            int winner = winner(all, context(session, about), isUsable);
            if (!Objects.equals(about.winner, winner)) {
                about.winner = winner;
                all.stream().filter(rule -> rule.id() == winner).findFirst().ifPresent(rule -> load(session, rule));
            }
        }
    }

    /** In the order in which they go; null where they can't be read, which is said once. */
    private @Nullable List<AutoloadRule> readable() {
        try {
            List<AutoloadRule> all = all();
            trouble = "";
            return all;
        } catch (ProblemException e) {
            String sentence = e.problem().detail();
            if (!sentence.equals(trouble)) {
                trouble = sentence;
                LOG.warn("{}", sentence);
            }
            return null;
        }
    }

    private static int winner(List<AutoloadRule> ordered, AutoloadContext context, Predicate<String> isUsable) {
        return RuleJudge.winner(ordered, context, isUsable)
                .map(AutoloadRule::id)
                .orElse(0);
    }

    /** Asks for each preset's file once, however many instances and rules ask. */
    private Predicate<String> usable() {
        Map<String, Boolean> known = new HashMap<>();
        return id -> known.computeIfAbsent(id, this::isUsable);
    }

    private boolean isUsable(String id) {
        try {
            return presets.find(id).id().equals(id);
        } catch (PresetException e) {
            return false;
        }
    }

    private AutoloadContext context(EngineSession session, Watched about) {
        return new AutoloadContext(
                session.hostName(), session.nameOrId(), about.contentClass, session.sampleRateHz(), time());
    }

    private String time() {
        return LocalTime.ofInstant(clock.instant(), zone)
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }

    private void load(EngineSession session, AutoloadRule rule) {
        session.changes().lock();
        try {
            String held = held(session);
            if (held != null) {
                LOG.info("Rule {} loads nothing into {}: {}", rule.id(), session.id(), held);
                return;
            }
            Preset preset = presets.find(rule.preset());
            ParamSnapshot before = session.wanted();
            ParamSnapshot after = NoiseProfiles.kept(before, preset.params());
            StoredChange last = lastLoaded(session);
            if (after.sameAs(before) || (last != null && after.sameAs(last.after()))) {
                return; // it plays, or learning has gone on from it
            }
            Push push = new Push(
                    ChangeKind.preset,
                    ChangeStatus.in_force,
                    WHO,
                    "",
                    Sentences.loadedByRule(preset.label(), rule.id(), RuleJudge.conditionsOf(rule), before, after),
                    session.slot(),
                    after,
                    null,
                    null,
                    null);
            pusher.push(session, push, Map.of());
        } catch (PresetException | ProblemException e) {
            LOG.warn("Rule {} can't load its preset into {}: {}", rule.id(), session.id(), e.getMessage());
        } finally {
            session.changes().unlock();
        }
    }

    /** Why nothing may be loaded now, in one sentence; null where nothing stands against it. */
    private @Nullable String held(EngineSession session) {
        if (!session.isConnected() || !session.hasPlayed()) {
            return "The instance does not play.";
        }
        if (session.isFrozen()) {
            return "It is frozen.";
        }
        if (session.isOnAir()) {
            return "It is on air.";
        }
        if (session.isRendering()) {
            return "The host renders offline.";
        }
        StoredChange oldest = null;
        for (StoredChange entry : entries(session)) {
            if (entry.change().who().equals(WHO)) {
                return null;
            }
            if (isByHand(entry)) {
                return "The sound was set by " + (entry.change().who().equals("host") ? "the host" : "you")
                        + " (change " + entry.change().id() + ").";
            }
            oldest = entry;
        }
        return isNew(session, oldest) ? null : "The host brought settings of its own, as a session keeps them.";
    }

    /** Newest first: what moved something in the slot that plays. */
    private List<StoredChange> entries(EngineSession session) {
        return store.page(session.id(), Long.MAX_VALUE, null, LOOKED_BACK).stream()
                .filter(entry ->
                        entry.slot() == session.slot() && entry.change().generation() > 0 && entry.movedAnything())
                .toList();
    }

    private @Nullable StoredChange lastLoaded(EngineSession session) {
        return entries(session).stream()
                .filter(entry -> entry.change().who().equals(WHO))
                .findFirst()
                .orElse(null);
    }

    /** Whether a person or a host chose this sound; who takes a learned change back is content with what was before it. */
    private boolean isByHand(StoredChange entry) {
        if (entry.change().who().equals("agent") || isOfTheRoom(entry)) {
            return false;
        }
        Long parent = entry.change().parent();
        boolean takesLearnedBack = entry.change().kind() == ChangeKind.undo
                && parent != null
                && store.find(parent)
                        .filter(change -> change.change().kind() == ChangeKind.learned)
                        .isPresent();
        return !takesLearnedBack;
    }

    /** Whether the noise that is kept is all that moved, which a preset leaves as it is. */
    private static boolean isOfTheRoom(StoredChange entry) {
        return ParamTable.all().stream()
                .allMatch(param ->
                        !entry.moved(param) || param == ParamTable.NR_PROFILE || NoiseProfiles.BANDS.contains(param));
    }

    /** Whether the slot began with the preset that a new instance has in it. */
    private boolean isNew(EngineSession session, @Nullable StoredChange oldest) {
        ParamSnapshot began = oldest == null ? session.wanted() : oldest.before();
        try {
            return presets.find(FactorySlots.PRESETS.get(session.slot()))
                    .params()
                    .sameAs(began);
        } catch (PresetException e) {
            return false;
        }
    }
}
