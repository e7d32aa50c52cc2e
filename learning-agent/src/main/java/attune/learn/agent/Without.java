package attune.learn.agent;

import attune.learn.strategy.Proposals;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Learners that are left out, to see what they are worth: each of {@link Proposals#strategies}, and {@value #RULES} (all rules),
 * {@value #PRESETS} (all presets), {@value #BANDIT} (strategies come in the order of their list), {@value #TREES} (the linear judge
 * judges alone). Immutable.
 *
 * @param names of {@link #known}
 */
public record Without(Set<String> names) {
    /** Nothing is left out. */
    public static final Without NOTHING = new Without(Set.of());

    private static final String RULES = "rules";
    private static final String PRESETS = "presets";
    private static final String BANDIT = "bandit";
    private static final String TREES = "trees";

    public Without {
        for (String name : names) {
            if (!known().contains(name)) {
                throw new IllegalArgumentException("without=" + name + ", allowed are " + String.join(", ", known()));
            }
        }
        names = Set.copyOf(names);
    }

    /** As {@code policy+rules}. */
    public String label() {
        return String.join("+", new TreeSet<>(names));
    }

    /** All that can be left out, by name. */
    public static Set<String> known() {
        Set<String> known = new TreeSet<>(Proposals.strategies());
        known.addAll(List.of(RULES, PRESETS, BANDIT, TREES));
        return known;
    }

    /** What is left of these strategies, in an order that a bandit chose or did not. */
    List<String> of(List<String> chosen) {
        List<String> left = new ArrayList<>(names.contains(BANDIT) ? Proposals.strategies() : chosen);
        left.removeIf(strategy -> names.contains(strategy)
                || (names.contains(RULES) && Proposals.isByRules(strategy))
                || (names.contains(PRESETS) && Proposals.isPreset(strategy)));
        return left;
    }

    /** Name of who judges voices, for {@link Learning}. */
    String judge() {
        return names.contains(TREES) ? Learning.LINEAR : Learning.wantedJudge();
    }
}
