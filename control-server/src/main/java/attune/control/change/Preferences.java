package attune.control.change;

import attune.api.Learner;
import attune.api.ObjectiveWish;
import attune.api.ParamBounds;
import attune.control.guard.UserBounds;
import attune.control.guard.UserWish;
import attune.control.problem.ProblemException;
import attune.control.store.AuditEvent;
import attune.control.store.InstanceStore;
import attune.control.store.PreferenceStore;
import attune.control.words.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A person's preferences, bounds and wish, kept at hand. Any thread. */
public final class Preferences {
    /** Whether instances that learn may keep their last 30 s of input in memory. */
    public static final String CAPTURE = "capture";
    /** Whether the panel's keys work. */
    public static final String KEYS = "keys";
    /** Whether measurements and what is learned from them are kept. */
    public static final String FEATURES = "features";

    private static final List<String> SWITCHES = List.of(FEATURES, CAPTURE, KEYS);
    /** Switches that say what may be kept of a person's sound. */
    private static final List<String> CONSENTS = List.of(FEATURES, CAPTURE);

    private static final String LEARNERS_OFF = "learnersOff";
    private static final String LEARNER = "learner:";
    private static final String PATTERN = "pattern:";
    private static final String PATTERNS_DELETED_AT = "patternsDeletedAt";
    private static final String NAME = "name:";
    private static final int LONGEST_NAME = 40;
    private static final String RECALLED = "recalled:";
    private static final String TIP = "tip:";
    private static final String RESET_AT = "resetAt";
    private static final String RESET_AFTER_EXPERIENCE = "resetAfterExperience";
    private static final String FROZEN = "frozen";
    private static final String ON_AIR = "onAir";

    private final PreferenceStore store;
    private volatile Map<String, String> values;
    private volatile UserBounds bounds;
    private volatile ObjectiveWish wish;

    Preferences(PreferenceStore store) {
        this.store = store;
        this.values = store.all();
        this.bounds = UserBounds.of(store.bounds());
        this.wish = store.wish();
    }

    /** Switches, learners and patterns that are off, when learning was reset and a pattern deleted last. */
    public Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String name : SWITCHES) {
            all.put(name, isOn(name));
        }
        all.put(
                LEARNERS_OFF,
                Learner.ids().stream().filter(id -> !isLearnerOn(id)).toList());
        all.put("patternsOff", patternsOff());
        all.put(PATTERNS_DELETED_AT, number(PATTERNS_DELETED_AT));
        all.put(RESET_AT, number(RESET_AT));
        all.put(RESET_AFTER_EXPERIENCE, number(RESET_AFTER_EXPERIENCE));
        return all;
    }

    /**
     * Turns switches on or off.
     *
     * @param who of the audit log, which tells what may be kept from now on
     * @throws ProblemException 422 for a name that is none
     */
    public Map<String, Object> set(Map<String, @Nullable Boolean> switches, String who) {
        Map<String, String> wanted = new LinkedHashMap<>();
        List<AuditEvent> events = new ArrayList<>();
        switches.forEach((name, on) -> {
            if (!SWITCHES.contains(name) || on == null) {
                throw ProblemException.invalid(
                        name,
                        String.valueOf(on),
                        String.join(", ", SWITCHES),
                        "There is no preference \"" + name + "\" that is " + on + "; " + String.join(" and ", SWITCHES)
                                + " can be true or false.");
            }
            wanted.put(name, Boolean.toString(on));
            if (CONSENTS.contains(name) && isOn(name) != on) {
                events.add(AuditEvent.of("consent", who, Map.of("purpose", name, "on", Boolean.toString(on))));
            }
        });
        save(wanted, events);
        return all();
    }

    /** Whether the person lets this learner propose. */
    public boolean isLearnerOn(String id) {
        String said = values.get(LEARNER + id);
        return said == null ? isOnAtFirst(id) : Boolean.parseBoolean(said);
    }

    private static boolean isOnAtFirst(String learner) {
        return Learner.byId(learner).map(Learner::isOnAtFirst).orElse(true);
    }

    /**
     * Lets learners propose, or not.
     *
     * @throws ProblemException 422 for a name that is none
     */
    public void setLearners(Map<String, @Nullable Boolean> learners) {
        Map<String, String> wanted = new LinkedHashMap<>();
        learners.forEach((id, on) -> {
            if (Learner.byId(id).isEmpty() || on == null) {
                String allowed = String.join(", ", Learner.ids());
                throw ProblemException.invalid(
                        id,
                        String.valueOf(on),
                        allowed,
                        "There is no learner \"" + id + "\" that is " + on + "; " + allowed + " can be true or false.");
            }
            wanted.put(LEARNER + id, on.toString());
        });
        save(wanted);
    }

    /** Ids of patterns that the person switched off, by name. */
    public List<String> patternsOff() {
        return values.entrySet().stream()
                .filter(one -> one.getKey().startsWith(PATTERN) && !Boolean.parseBoolean(one.getValue()))
                .map(one -> one.getKey().substring(PATTERN.length()))
                .sorted()
                .toList();
    }

    void setPattern(String id, boolean on, String who) {
        save(
                Map.of(PATTERN + id, Boolean.toString(on)),
                List.of(AuditEvent.of("pattern-switched", who, Map.of("pattern", id, "on", Boolean.toString(on)))));
    }

    /** The agent's experiences are others from now on. */
    void patternDeleted(String id, long at, String who) {
        long later = Math.max(at, number(PATTERNS_DELETED_AT) + 1); // a clock that was set back
        save(
                Map.of(PATTERN + id, "true", PATTERNS_DELETED_AT, Long.toString(later)),
                List.of(AuditEvent.of("pattern-deleted", who, Map.of("pattern", id))));
    }

    /** How bad a tip was when the person waved it away in this host; −∞ where never. */
    double dismissedTipDb(String host, String kind) {
        return Double.parseDouble(values.getOrDefault(TIP + kind + ":" + host, "-Infinity"));
    }

    void dismissTip(String host, String kind, double severityDb) {
        save(Map.of(TIP + kind + ":" + host, Double.toString(severityDb)));
    }

    /** When a person recalled this preset last, ms since 1970; null where nobody did. */
    public @Nullable Long recalledAt(String preset) {
        long at = number(RECALLED + preset);
        return at == 0 ? null : at;
    }

    /** A person recalled this preset. */
    public void recalled(String preset, long at) {
        save(Map.of(RECALLED + preset, Long.toString(at)));
    }

    /** A preset has another id now; {@code to} is null where it is deleted. */
    public void renamed(String preset, @Nullable String to) {
        Long at = recalledAt(preset);
        if (at != null) {
            save(
                    to == null
                            ? Map.of(RECALLED + preset, "0")
                            : Map.of(RECALLED + preset, "0", RECALLED + to, at.toString()));
        }
    }

    /** What a person calls an instance; "" where nobody gave it a name. */
    public String engineName(String engineId, String host) {
        return values.getOrDefault(nameKey(engineId, host), "");
    }

    /**
     * Gives an instance a name, which it has again when its host is started anew: it stays with the host's name and which of
     * its instances it is.
     *
     * @param name "" gives it its host's name again
     * @throws ProblemException 422 where it can't be a name
     */
    public void nameEngine(String engineId, String host, String name) {
        boolean isSeen = name.isEmpty() || PlainText.isSeen(name);
        if (name.length() > LONGEST_NAME || !PlainText.isPlain(name) || !isSeen) {
            throw ProblemException.invalid(
                    "name",
                    name,
                    "at most " + LONGEST_NAME + " characters",
                    "A name has at most " + LONGEST_NAME
                            + " characters, one that can be seen, and no control characters.");
        }
        save(Map.of(nameKey(engineId, host), name));
    }

    private static String nameKey(String engineId, String host) {
        return NAME + InstanceStore.place(engineId, host);
    }

    boolean isOn(String name) {
        return Boolean.parseBoolean(values.getOrDefault(name, "true"));
    }

    public boolean captures() {
        return isOn(CAPTURE);
    }

    /** Whether measurements and what is learned from them may be kept. */
    public boolean keepsFeatures() {
        return isOn(FEATURES);
    }

    public UserBounds bounds() {
        return bounds;
    }

    /**
     * Replaces all bounds.
     *
     * @throws ProblemException 422 where a bound is not allowed
     */
    public Map<String, ParamBounds> setBounds(Map<String, ParamBounds> wanted) {
        UserBounds checked = UserBounds.of(wanted);
        store.setBounds(checked.asMap());
        bounds = checked;
        return checked.asMap();
    }

    /** What the person wants most of a sound. */
    public ObjectiveWish wish() {
        return wish;
    }

    /**
     * Replaces the wish.
     *
     * @throws ProblemException 422 where it is not allowed
     */
    public ObjectiveWish setWish(ObjectiveWish wanted) {
        ObjectiveWish checked = UserWish.checked(wanted);
        store.setWish(checked);
        wish = checked;
        return checked;
    }

    /** Learning begins anew behind this experience. */
    void setReset(long at, long experience, String who) {
        save(
                Map.of(RESET_AT, Long.toString(at), RESET_AFTER_EXPERIENCE, Long.toString(experience)),
                List.of(AuditEvent.of("reset", who, Map.of())));
    }

    /** Experiences up to this number don't count any more. */
    public long resetAfterExperience() {
        return number(RESET_AFTER_EXPERIENCE);
    }

    private long number(String name) {
        return Long.parseLong(values.getOrDefault(name, "0"));
    }

    boolean isFrozen(String engineId) {
        return remembered(FROZEN, engineId);
    }

    boolean isOnAir(String engineId) {
        return remembered(ON_AIR, engineId);
    }

    private boolean remembered(String name, String engineId) {
        String own = values.get(name + ":" + engineId);
        return Boolean.parseBoolean(own == null ? values.getOrDefault(name, "false") : own);
    }

    /**
     * Remembers what holds for one engine, or for all that are here and will come.
     *
     * @param engineIds those that are here
     * @param everywhere whether it holds for those that will come, too
     */
    void remember(List<String> engineIds, boolean everywhere, @Nullable Boolean frozen, @Nullable Boolean onAir) {
        Map<String, String> wanted = new LinkedHashMap<>();
        put(wanted, FROZEN, engineIds, everywhere, frozen);
        put(wanted, ON_AIR, engineIds, everywhere, onAir);
        if (!wanted.isEmpty()) {
            save(wanted);
        }
    }

    private static void put(
            Map<String, String> wanted, String name, List<String> engineIds, boolean everywhere, @Nullable Boolean on) {
        if (on != null) {
            engineIds.forEach(id -> wanted.put(name + ":" + id, on.toString()));
            if (everywhere) {
                wanted.put(name, on.toString());
            }
        }
    }

    /**
     * What is kept of the stored ones when they are erased: what a person switched stays so, and what holds for all that will
     * come.
     */
    Map<String, String> lasting() {
        Map<String, String> lasting = new LinkedHashMap<>();
        for (String name : SWITCHES) {
            if (!isOn(name)) {
                lasting.put(name, "false");
            }
        }
        values.forEach((name, on) -> {
            if (name.startsWith(LEARNER) && Boolean.parseBoolean(on) != isOnAtFirst(name.substring(LEARNER.length()))) {
                lasting.put(name, on);
            }
        });
        for (String name : List.of(FROZEN, ON_AIR)) {
            if (Boolean.parseBoolean(values.get(name))) {
                lasting.put(name, "true");
            }
        }
        return lasting;
    }

    /** Reads anew what is stored, and stores {@code lasting} on it. */
    void reload(Map<String, String> lasting) {
        store.set(lasting);
        values = store.all();
        bounds = UserBounds.of(store.bounds());
        wish = store.wish();
    }

    private void save(Map<String, String> wanted) {
        save(wanted, List.of());
    }

    private void save(Map<String, String> wanted, List<AuditEvent> events) {
        store.set(wanted, events);
        values = store.all();
    }
}
