package attune.control.words;

import java.util.regex.Pattern;

/** What may be a name or a description: people see it between other texts, in a terminal and in the panel. Pure functions. */
public final class PlainText {
    /** Control characters, half characters, and what turns the direction of the text around it. */
    private static final Pattern MISLEADING = Pattern.compile("[\\p{Cc}\\p{Cs}\\u202A-\\u202E\\u2066-\\u2069]");

    private static final Pattern SEEN = Pattern.compile("[^\\p{C}\\p{Z}\\p{M}]");

    private PlainText() {}

    /** Whether it shows as what it is. */
    public static boolean isPlain(String text) {
        return !MISLEADING.matcher(text).find();
    }

    /** Whether anything of it is seen at all. */
    public static boolean isSeen(String text) {
        return SEEN.matcher(text).find();
    }
}
