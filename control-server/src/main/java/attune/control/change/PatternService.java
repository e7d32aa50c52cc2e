package attune.control.change;

import attune.api.LearnedPattern;
import attune.api.LearningInsights;
import attune.api.LearningInsights.Pattern;
import attune.control.problem.ProblemException;
import attune.control.store.ExperienceStore;
import attune.control.stream.Events;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What was learned of each strategy on each kind of sound: the agent says it, a person switches one off, on again, or has it
 * deleted with all that it was made of. Any thread.
 */
public final class PatternService {
    private final Preferences preferences;
    private final ExperienceStore experiences;
    private final Supplier<LearningInsights> insights;
    private final Events events;
    private final Clock clock;

    PatternService(
            Preferences preferences,
            ExperienceStore experiences,
            Supplier<LearningInsights> insights,
            Events events,
            Clock clock) {
        this.preferences = preferences;
        this.experiences = experiences;
        this.insights = insights;
        this.events = events;
        this.clock = clock;
    }

    /** All that the agent knows, the surest first, then what is switched off and not known now. */
    public List<LearnedPattern> all() {
        Set<String> off = new TreeSet<>(preferences.patternsOff());
        List<LearnedPattern> all = new ArrayList<>();
        for (Pattern known : insights.get().patterns()) {
            String id = LearnedPattern.id(known.contentClass(), known.strategy());
            all.add(new LearnedPattern(
                    id,
                    known.strategy(),
                    known.contentClass(),
                    known.tries(),
                    known.successes(),
                    known.confidence(),
                    known.improvement(),
                    !off.remove(id)));
        }
        for (String id : off) {
            List<String> parts = LearnedPattern.parts(id);
            all.add(new LearnedPattern(id, parts.get(1), parts.get(0), 0, 0, 0, 0, false));
        }
        return all;
    }

    /**
     * Lets a strategy propose for a kind of sound, or not; the agent's next decision heeds it.
     *
     * @param who of the audit log
     * @throws ProblemException 404 for one that is not in {@link #all}
     */
    public LearnedPattern set(String id, boolean enabled, String who) {
        LearnedPattern before = find(id);
        if (before.enabled() != enabled) {
            preferences.setPattern(id, enabled, who);
            events.tell("preferences", null, preferences.all());
            told();
        }
        return before.withEnabled(enabled);
    }

    private LearnedPattern find(String id) {
        List<LearnedPattern> all = all();
        String known = all.stream().map(LearnedPattern::id).collect(Collectors.joining(", "));
        return all.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> ProblemException.unknown(
                        "pattern",
                        id,
                        "are " + (known.isEmpty() ? "none until the learning agent tells some" : known)));
    }

    /**
     * Deletes all experiences that a pattern was made of: the agent reads the others anew and has never seen these. What was
     * switched off may be tried again. Can't be undone.
     *
     * @param who of the audit log
     * @return those that are left
     * @throws ProblemException 404 for one that is not in {@link #all}
     */
    public List<LearnedPattern> delete(String id, String who) {
        LearnedPattern gone = find(id);
        experiences.delete(gone.strategy(), gone.contentClass());
        preferences.patternDeleted(id, clock.millis(), who);
        events.tell("preferences", null, preferences.all());
        List<LearnedPattern> left =
                all().stream().filter(one -> !one.id().equals(id)).toList();
        events.tell("patterns", null, left);
        return left;
    }

    /** Tells panels what is known and switched now. */
    public void told() {
        events.tell("patterns", null, all());
    }
}
