package attune.learn.agent;

import attune.api.LearnedPattern;
import attune.api.Learner;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * What a person wants nothing of, as {@code GET /preferences} and the event of that name say.
 *
 * @param learners ids, as {@link Learner#id}
 * @param patterns ids, as {@link LearnedPattern#id}
 * @param deletedAt when a pattern was deleted last, ms since 1970 by the server's clock; 0 where none was
 */
record SwitchedOff(Set<String> learners, Set<String> patterns, long deletedAt) {
    static final SwitchedOff NOTHING = new SwitchedOff(Set.of(), Set.of(), 0);

    SwitchedOff {
        learners = Set.copyOf(learners);
        patterns = Set.copyOf(patterns);
    }

    static SwitchedOff of(JsonNode preferences) {
        return new SwitchedOff(
                texts(preferences.path("learnersOff")),
                texts(preferences.path("patternsOff")),
                preferences.path("patternsDeletedAt").asLong());
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    /** Names of strategies that propose nothing for this kind of content. */
    Set<String> strategies(String contentClass) {
        Set<String> off = new HashSet<>();
        for (String learner : learners) {
            Learner.byId(learner).ifPresent(known -> off.addAll(known.strategies()));
        }
        String begin = LearnedPattern.id(contentClass, "");
        for (String pattern : patterns) {
            if (pattern.startsWith(begin)) {
                off.add(pattern.substring(begin.length()));
            }
        }
        return off;
    }
}
