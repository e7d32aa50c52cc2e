package attune.control.autoload;

import attune.api.AutoloadContext;
import attune.api.AutoloadRule;
import attune.api.AutoloadTrial;
import attune.api.AutoloadTrial.Verdict;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which rule wins in a context. Of those that are true the highest priority goes first, then the one with the most conditions, then
 * the one with fewer wildcards, then the older one. Pure functions.
 */
public final class RuleJudge {
    private static final Comparator<AutoloadRule> FIRST = Comparator.comparingInt(AutoloadRule::priority)
            .thenComparingLong(RuleJudge::conditions)
            .thenComparingLong(rule -> -wildcards(rule))
            .reversed()
            .thenComparingInt(AutoloadRule::id);

    private RuleJudge() {}

    /** The order in which they go. */
    public static List<AutoloadRule> ordered(List<AutoloadRule> rules) {
        return rules.stream().sorted(FIRST).toList();
    }

    /**
     * The same rules with such priorities that they go in this order: none is moved that need not be, where that is possible.
     *
     * @param wanted the one that is to go first at the top
     */
    public static List<AutoloadRule> inOrder(List<AutoloadRule> wanted) {
        Deque<AutoloadRule> placed = new ArrayDeque<>();
        for (int i = wanted.size() - 1; i >= 0; i--) {
            AutoloadRule rule = wanted.get(i);
            AutoloadRule next = placed.peekFirst();
            if (next != null && FIRST.compare(rule, next) > 0) {
                AutoloadRule level = rule.withPriority(next.priority());
                rule = FIRST.compare(level, next) < 0 ? level : rule.withPriority(next.priority() + 1);
            }
            placed.addFirst(rule);
        }
        if (wanted.isEmpty() || placed.getFirst().priority() <= RuleCheck.LARGEST_PRIORITY) {
            return List.copyOf(placed);
        }
        return IntStream.range(0, wanted.size())
                .mapToObj(i -> wanted.get(i).withPriority(wanted.size() - i))
                .toList();
    }

    /**
     * The rule that wins, and why the others don't.
     *
     * @param hasPreset whether there is a preset of this id that can be used
     * @param held goes into the answer as it is
     */
    public static AutoloadTrial judge(
            List<AutoloadRule> rules, AutoloadContext context, Predicate<String> hasPreset, @Nullable String held) {
        List<AutoloadRule> ordered = ordered(rules);
        AutoloadRule winner = winner(ordered, context, hasPreset).orElse(null);
        List<Verdict> verdicts = new ArrayList<>();
        List<Verdict> others = new ArrayList<>();
        for (AutoloadRule rule : ordered) {
            String obstacle = obstacle(rule, context, hasPreset);
            if (winner != null && rule.id() == winner.id()) {
                verdicts.add(new Verdict(rule, "wins", wins(rule)));
            } else if (obstacle == null && winner != null) {
                others.add(new Verdict(rule, "true", behind(rule, winner)));
            } else {
                others.add(new Verdict(rule, "not true", String.valueOf(obstacle)));
            }
        }
        verdicts.addAll(others);
        return new AutoloadTrial(context, winner == null ? null : winner.id(), sentence(rules, winner), held, verdicts);
    }

    /**
     * The rule that wins; none where none is true.
     *
     * @param ordered as {@link #ordered} puts them
     */
    public static Optional<AutoloadRule> winner(
            List<AutoloadRule> ordered, AutoloadContext context, Predicate<String> hasPreset) {
        return ordered.stream()
                .filter(rule -> obstacle(rule, context, hasPreset) == null)
                .findFirst();
    }

    /** The conditions of a rule in words: "host obs*, speech"; "anything" where there is none. */
    public static String conditionsOf(AutoloadRule rule) {
        String time = rule.time();
        Double rate = rule.sampleRateHz();
        String conditions = Stream.of(
                        rule.host() == null ? null : "host " + rule.host(),
                        rule.engine() == null ? null : "instance " + rule.engine(),
                        rule.contentClass(),
                        rate == null ? null : rate(rate),
                        time)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return conditions.isEmpty() ? "anything" : conditions;
    }

    private static String sentence(List<AutoloadRule> rules, @Nullable AutoloadRule winner) {
        if (rules.isEmpty()) {
            return "There are no rules; nothing is loaded by itself.";
        }
        return winner == null
                ? "None of the " + rules.size() + " rules is true; nothing is loaded."
                : "Rule " + winner.id() + " (" + conditionsOf(winner) + ") wins and loads '" + winner.preset() + "'.";
    }

    private static String wins(AutoloadRule rule) {
        long conditions = conditions(rule);
        return conditions == 0 ? "It holds for anything." : "All it asks for is so: " + conditionsOf(rule) + ".";
    }

    private static String behind(AutoloadRule rule, AutoloadRule winner) {
        String by = "It is true, but rule " + winner.id();
        if (winner.priority() != rule.priority()) {
            return by + " has priority " + winner.priority() + " over " + rule.priority() + ".";
        }
        if (conditions(winner) != conditions(rule)) {
            return by + " is more exact, with " + conditions(winner)
                    + (conditions(winner) == 1 ? " condition to " : " conditions to ") + conditions(rule) + ".";
        }
        if (wildcards(winner) != wildcards(rule)) {
            return by + " has fewer wildcards.";
        }
        return by + " is older and as exact.";
    }

    /** Why a rule is not true, in one sentence; null where it is. */
    private static @Nullable String obstacle(AutoloadRule rule, AutoloadContext context, Predicate<String> hasPreset) {
        if (!hasPreset.test(rule.preset())) {
            return "There is no preset '" + rule.preset() + "' that can be used.";
        }
        return Stream.of(
                        text("host", rule.host(), context.host()),
                        text("instance", rule.engine(), context.engine()),
                        contentClass(rule.contentClass(), context.contentClass()),
                        rate(rule.sampleRateHz(), context.sampleRateHz()),
                        time(rule.time(), context.time()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String text(String what, @Nullable String pattern, @Nullable String is) {
        if (pattern == null) {
            return null;
        }
        if (is == null) {
            return "The " + what + " is not known.";
        }
        return matches(pattern, is) ? null : "The " + what + " is " + is + ", not " + pattern + ".";
    }

    private static @Nullable String contentClass(@Nullable String wanted, @Nullable String is) {
        if (wanted == null || wanted.equals(is)) {
            return null;
        }
        return is == null
                ? "What is heard is not known yet, so " + wanted + " can't be told."
                : "What is heard is " + is + ", not " + wanted + ".";
    }

    private static @Nullable String rate(@Nullable Double wanted, @Nullable Double is) {
        if (wanted == null) {
            return null;
        }
        if (is == null) {
            return "The sample rate is not known.";
        }
        return Math.abs(wanted - is) < 0.5 ? null : "The sample rate is " + rate(is) + ", not " + rate(wanted) + ".";
    }

    private static @Nullable String time(@Nullable String span, @Nullable String is) {
        if (span == null) {
            return null;
        }
        if (is == null) {
            return "The time is not known.";
        }
        LocalTime[] ends = RuleCheck.ends(span);
        LocalTime now = LocalTime.parse(is);
        boolean from = !now.isBefore(ends[0]);
        boolean to = now.isBefore(ends[1]);
        boolean within = ends[0].isBefore(ends[1]) ? from && to : from || to;
        return within ? null : "It is " + is + ", not " + span + ".";
    }

    /** "48 kHz", "44.1 kHz". */
    private static String rate(double hz) {
        double kilo = hz / 1000;
        return (kilo == Math.rint(kilo) ? Long.toString((long) kilo) : Double.toString(kilo)) + " kHz";
    }

    /** In time that grows with both lengths, whatever a pattern holds. */
    private static boolean matches(String pattern, String text) {
        String wanted = pattern.toLowerCase(Locale.ROOT);
        String is = text.toLowerCase(Locale.ROOT);
        int at = 0;
        int star = -1;
        int from = 0;
        for (int i = 0; i < is.length(); ) {
            if (at < wanted.length() && wanted.charAt(at) == '*') {
                star = at++;
                from = i;
            } else if (at < wanted.length() && (wanted.charAt(at) == '?' || wanted.charAt(at) == is.charAt(i))) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++from;
            } else {
                return false;
            }
        }
        return wanted.substring(at).chars().allMatch(c -> c == '*');
    }

    private static long conditions(AutoloadRule rule) {
        return Stream.of(rule.host(), rule.engine(), rule.contentClass(), rule.sampleRateHz(), rule.time())
                .filter(Objects::nonNull)
                .count();
    }

    private static long wildcards(AutoloadRule rule) {
        return Stream.of(rule.host(), rule.engine())
                .filter(pattern -> pattern != null && (pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0))
                .count();
    }
}
