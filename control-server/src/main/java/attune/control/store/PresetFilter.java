package attune.control.store;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which presets are looked for.
 *
 * @param text each of its words stands in name, purpose or a tag; null: any
 * @param tag that it has; null: any
 * @param favouritesOnly only those that the person marked
 */
public record PresetFilter(@Nullable String text, @Nullable String tag, boolean favouritesOnly) {
    /** Whether this preset is looked for. */
    public boolean accepts(Preset preset, boolean favourite) {
        String all = (preset.id() + " " + preset.label() + " " + preset.doc() + " " + String.join(" ", preset.tags()))
                .toLowerCase(Locale.ROOT);
        boolean found = text == null
                || Arrays.stream(text.strip().toLowerCase(Locale.ROOT).split("\\s+"))
                        .allMatch(all::contains);
        return found
                && (tag == null || preset.tags().contains(tag.strip().toLowerCase(Locale.ROOT)))
                && (favourite || !favouritesOnly);
    }
}
