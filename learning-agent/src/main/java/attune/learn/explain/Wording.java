package attune.learn.explain;

import java.util.List;
import java.util.Locale;

/**
 * Numbers as people read them: U+2212 as minus, U+202F before units, one decimal for dB, two for scores, kHz from
 * 1 000 Hz. "+" only where a change or a gain is meant.
 */
public final class Wording {
    private static final char MINUS = '\u2212';
    private static final char THIN_SPACE = '\u202F';
    private static final double KILOHERTZ_FROM = 1000;

    private Wording() {}

    /** A level or distance with one decimal: "4.1 dB". */
    public static String db(double value) {
        return unit(value, "dB");
    }

    /** A value with one decimal and its unit. */
    public static String unit(double value, String unit) {
        return plain(value, 1) + THIN_SPACE + unit;
    }

    /** A change or gain in dB with its sign: "+3.2 dB". */
    public static String gainDb(double value) {
        return change(value, "dB");
    }

    /** A change with its sign, one decimal and a unit. */
    public static String change(double value, String unit) {
        return signed(value, 1) + THIN_SPACE + unit;
    }

    /** Difference of two scores, signed, two decimals. */
    public static String scoreChange(double value) {
        return signed(value, 2);
    }

    /** Score or noise of the judge, two decimals. */
    public static String score(double value) {
        return plain(value, 2);
    }

    /** "50 Hz", "6.8 kHz". */
    public static String hz(double value) {
        return value < KILOHERTZ_FROM - 0.5
                ? plain(value, 0) + THIN_SPACE + "Hz"
                : plain(value / KILOHERTZ_FROM, 1) + THIN_SPACE + "kHz";
    }

    /** A frequency that is a name, with all of its digits: "31.5 Hz", "1.25 kHz". */
    public static String nominalHz(double value) {
        boolean kilo = value >= KILOHERTZ_FROM;
        String digits = Double.toString(kilo ? value / KILOHERTZ_FROM : value);
        return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits)
                + THIN_SPACE
                + (kilo ? "kHz" : "Hz");
    }

    /** Ratio of a compressor: "2.5:1". */
    static String ratio(double value) {
        return plain(value, 1) + ":1";
    }

    /** "6 of 8 s". */
    public static String progress(double seconds, double needed) {
        return (int) seconds + " of " + (int) needed + THIN_SPACE + "s";
    }

    /** "a", "a and b", "a, b and c". */
    public static String list(List<String> parts) {
        int last = parts.size() - 1;
        return last < 1
                ? String.join("", parts)
                : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }

    /** First letter large. */
    public static String sentence(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String signed(double value, int decimals) {
        String text = plain(value, decimals);
        boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
        return text.charAt(0) == MINUS || zero ? text : "+" + text;
    }

    private static String plain(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        boolean negativeZero = text.startsWith("-") && text.chars().noneMatch(c -> c >= '1' && c <= '9');
        return negativeZero ? text.substring(1) : text.replace('-', MINUS);
    }

    /** Why noise under music is lowered. */
    public static String bothAgree(double judge, double policy) {
        return "Both think it worth it: the judge of music, by what it does, " + unit(judge, "steps")
                + ", the policy, by the input alone, " + unit(policy, "steps") + ".";
    }

    /**
     * Back to what was there before.
     *
     * @param moves what is moved by that
     * @param overIncumbent steps over what plays
     */
    static String back(List<String> moves, double overIncumbent) {
        return "Back to how it was when this voice was left alone before: " + list(moves)
                + ". What is taken back came with other sounds; against what plays it scores "
                + scoreChange(overIncumbent) + " steps.";
    }

    /** Why a set was taken that scores so many steps less than another that passed too: what the person weighs most. */
    public static String wish(double lessSteps, String objective) {
        return "Taken before a set that scores " + unit(lessSteps, "steps") + " more, because you weigh " + objective
                + " most.";
    }

    /** Why a set was taken that scores so many steps less than another that passed too. */
    public static String taste(double lessSteps) {
        return "Taken before a set that scores " + unit(lessSteps, "steps") + " more, for what you liked before.";
    }
}
