package attune.control.autoload;

import attune.api.AutoloadContext;
import attune.api.AutoloadRule;
import attune.control.problem.ProblemException;
import attune.control.words.PlainText;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a rule for loading presets, and a context that is tried, may say. */
public final class RuleCheck {
    /** Classes of content that a rule may name; silence is a pause in one of them. */
    public static final List<String> CLASSES = List.of("speech", "music", "mixed", "noise");

    private static final Pattern SPAN = Pattern.compile("(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)");
    private static final int LONGEST_PATTERN = 100;
    static final int LARGEST_PRIORITY = 1000;
    private static final double LOWEST_RATE_HZ = 8_000;
    private static final double HIGHEST_RATE_HZ = 768_000;

    private RuleCheck() {}

    /**
     * The rule as it is kept: a pattern that anything matches is no condition.
     *
     * @throws ProblemException 422 naming field, value and what is allowed
     */
    public static AutoloadRule checked(AutoloadRule rule) {
        if (Math.abs((long) rule.priority()) > LARGEST_PRIORITY) {
            throw invalid(
                    "priority",
                    Integer.toString(rule.priority()),
                    -LARGEST_PRIORITY + " to " + LARGEST_PRIORITY,
                    "A priority is a whole number from " + -LARGEST_PRIORITY + " to " + LARGEST_PRIORITY + ", not "
                            + rule.priority() + ".");
        }
        return new AutoloadRule(
                rule.id(),
                rule.preset(),
                pattern("host", rule.host()),
                pattern("engine", rule.engine()),
                contentClass(rule.contentClass()),
                rate(rule.sampleRateHz()),
                span(rule.time()),
                rule.priority());
    }

    /** The same of a context. */
    public static AutoloadContext checked(AutoloadContext context) {
        contentClass(context.contentClass());
        rate(context.sampleRateHz());
        String time = context.time();
        if (time != null && timeOrNull(time) == null) {
            throw invalid("time", time, "HH:MM", "\"" + time + "\" is no time of day; write it as 22:05.");
        }
        return context;
    }

    /** First and last moment of a checked span. */
    static LocalTime[] ends(String span) {
        Matcher ends = SPAN.matcher(span);
        LocalTime from = ends.matches() ? timeOrNull(ends.group(1)) : null;
        LocalTime to = from == null ? null : timeOrNull(ends.group(2));
        if (from == null || to == null || from.equals(to)) {
            throw invalid(
                    "time",
                    span,
                    "HH:MM-HH:MM",
                    "\"" + span + "\" is no span of the day; write it as 22:00-06:30, with two different ends.");
        }
        return new LocalTime[] {from, to};
    }

    private static @Nullable String span(@Nullable String span) {
        if (span != null) {
            ends(span);
        }
        return span;
    }

    private static @Nullable LocalTime timeOrNull(String text) {
        try {
            return text.length() == "22:05".length() ? LocalTime.parse(text) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String pattern(String field, @Nullable String pattern) {
        if (pattern == null || pattern.matches("\\**")) {
            return null;
        }
        if (pattern.length() > LONGEST_PATTERN || !PlainText.isPlain(pattern)) {
            throw invalid(
                    field,
                    pattern,
                    "at most " + LONGEST_PATTERN + " characters",
                    "The pattern for \"" + field + "\" has more than " + LONGEST_PATTERN
                            + " characters or a control character.");
        }
        return pattern;
    }

    private static @Nullable String contentClass(@Nullable String name) {
        if (name != null && !CLASSES.contains(name)) {
            String allowed = String.join(", ", CLASSES);
            throw invalid(
                    "contentClass",
                    name,
                    allowed,
                    "There is no class of content \"" + name + "\"; there are " + allowed + ".");
        }
        return name;
    }

    private static @Nullable Double rate(@Nullable Double hz) {
        if (hz != null && !(hz >= LOWEST_RATE_HZ && hz <= HIGHEST_RATE_HZ)) {
            throw invalid(
                    "sampleRateHz",
                    hz.toString(),
                    "8000 to 768000",
                    "A sample rate is 8000 to 768000 Hz, not " + hz + ".");
        }
        return hz;
    }

    private static ProblemException invalid(String field, String value, String allowed, String sentence) {
        return ProblemException.invalid(field, value, allowed, sentence);
    }
}
