package attune.cli;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Numbers as people write them on a command line; what is none is refused with its name and what it may be. */
final class NumberText {
    private NumberText() {}

    /**
     * @param name option as it is written, as "--for"
     * @param range where it goes, as "1 to 10000"
     * @throws CliException naming option, text and range where the text is no number
     */
    static double decimal(String name, String text, String range) {
        return decimal(text).orElseThrow(() -> refused(name, text, range));
    }

    /** As {@link #decimal(String, String, String)} for whole numbers. */
    static long whole(String name, String text, String range) {
        return whole(text).orElseThrow(() -> refused(name, text, range));
    }

    /** For a value outside its range, too. */
    static CliException refused(String name, Object value, String range) {
        return CliException.usage(name + "=" + value + " is not allowed; it goes from " + range + ".");
    }

    /** A number without decimals that say nothing. */
    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** As a person types it, or copies it from a text that has a real minus (U+2212). */
    private static String typed(String text) {
        return text.startsWith("\u2212") ? "-" + text.substring(1) : text;
    }

    /** A finite number; empty where the text is none. Java reads "1f", "0x1p3" and "NaN" too; people mean none of them. */
    static OptionalDouble decimal(String written) {
        String text = typed(written);
        try {
            double value = Double.parseDouble(text);
            return text.matches("[+-]?[0-9.]+([eE][+-]?[0-9]+)?") && Double.isFinite(value)
                    ? OptionalDouble.of(value)
                    : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalLong whole(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
