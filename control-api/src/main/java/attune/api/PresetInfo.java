package attune.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A preset. {@code GET /presets} lists them, factory ones first.
 *
 * @param id file name without ending
 * @param label name for people
 * @param doc what it is for
 * @param factory whether it came with Attune: such a one is neither renamed, overwritten nor deleted
 * @param params complete set
 * @param savedAt when the file was written
 * @param tags words to find it by, in their order
 * @param favourite whether the person marked it
 * @param evidence of what was learned in it; null where nothing was
 * @param recalledAt when a person recalled it last, ms since 1970; null where nobody did
 */
public record PresetInfo(
        String id,
        String label,
        String doc,
        boolean factory,
        Map<String, Double> params,
        long savedAt,
        List<String> tags,
        boolean favourite,
        @Nullable PresetEvidence evidence,
        @Nullable Long recalledAt) {
    public PresetInfo {
        tags = tags == null ? List.of() : List.copyOf(tags);
    }

    /** The same, recalled then. */
    public PresetInfo recalled(@Nullable Long at) {
        return new PresetInfo(id, label, doc, factory, params, savedAt, tags, favourite, evidence, at);
    }

    /** Without tags, mark and evidence, never recalled. */
    public PresetInfo(String id, String label, String doc, boolean factory, Map<String, Double> params, long savedAt) {
        this(id, label, doc, factory, params, savedAt, List.of(), false, null, null);
    }
}
