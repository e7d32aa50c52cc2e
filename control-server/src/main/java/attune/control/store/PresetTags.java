package attune.control.store;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Words by which presets are found. */
final class PresetTags {
    private static final int MOST = 12;
    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}-]{0,23}");

    private PresetTags() {}

    /**
     * Tags as they are kept: lower case, each once.
     *
     * @throws PresetException naming what is no tag, or how many there may be
     */
    static List<String> checked(List<String> tags) throws PresetException {
        List<String> words = tags.stream()
                .map(tag -> tag.strip().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        for (String word : words) {
            if (!TAG.matcher(word).matches()) {
                throw new PresetException("'" + word.substring(0, Math.min(24, word.length()))
                        + "' is no tag: it needs letters, digits or hyphens, at most 24.");
            }
        }
        if (words.size() > MOST) {
            throw new PresetException("A preset has at most " + MOST + " tags, not " + words.size() + ".");
        }
        return words;
    }
}
