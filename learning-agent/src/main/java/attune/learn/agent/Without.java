package attune.learn.agent;

import attune.api.Learner;
import attune.learn.strategy.Proposals;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is left out, to see what it is worth: each strategy of {@link Proposals#strategies}, and {@value #RULES} (all rules),
 * {@value #PRESETS} (all presets), {@value #BANDIT} (strategies come in the order of their list), {@value #TREES} (the linear judge
 * judges alone). Those that are off at first ({@link Learner#isOnAtFirst}) are left out unless they are added. Immutable.
 *
 * @param names of {@link #known}
 * @param added of {@link #addable}
 */
public record Without(Set<String> names, Set<String> added) {
    /** Nothing is left out that a person has on at first. */
    public static final Without NOTHING = new Without(Set.of());

    private static final String ADDED = "with ";

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
        for (String name : added) {
            if (!addable().contains(name)) {
                throw new IllegalArgumentException("with=" + name + ", allowed are " + String.join(", ", addable()));
            }
        }
        names = Set.copyOf(names);
        added = Set.copyOf(added);
    }

    /** Leaves these out. */
    public Without(Set<String> names) {
        this(names, Set.of());
    }

    /** Leaves nothing out, and lets these propose, too. */
    public static Without with(Set<String> added) {
        return new Without(Set.of(), added);
    }

    /** As {@code noise-mild+rules}; {@code with policy} where that is added. */
    public String label() {
        return added.isEmpty()
                ? String.join("+", new TreeSet<>(names))
                : ADDED + String.join("+", new TreeSet<>(added));
    }

    /** Whether what has this label is more than what a person has at first, not less. */
    public static boolean isMore(String label) {
        return label.startsWith(ADDED);
    }

    /** All that can be left out, by name. */
    public static Set<String> known() {
        Set<String> known = new TreeSet<>(Proposals.strategies());
        known.addAll(List.of(RULES, PRESETS, BANDIT, TREES));
        return known;
    }

    /** All that are off at first, by name. */
    public static Set<String> addable() {
        Set<String> addable = new TreeSet<>(Proposals.strategies());
        addable.removeIf(Without::isOnAtFirst);
        return addable;
    }

    private static boolean isOnAtFirst(String strategy) {
        return Learner.ofStrategy(strategy).map(Learner::isOnAtFirst).orElse(true);
    }

    /** What is left of these strategies, in an order that a bandit chose or did not. */
    List<String> of(List<String> chosen) {
        List<String> left = new ArrayList<>(names.contains(BANDIT) ? Proposals.strategies() : chosen);
        left.removeIf(strategy -> names.contains(strategy)
                || (!isOnAtFirst(strategy) && !added.contains(strategy))
                || (names.contains(RULES) && Proposals.isByRules(strategy))
                || (names.contains(PRESETS) && Proposals.isPreset(strategy)));
        return left;
    }

    /** Name of who judges voices, for {@link Learning}. */
    String judge() {
        return names.contains(TREES) ? Learning.LINEAR : Learning.wantedJudge();
    }
}
