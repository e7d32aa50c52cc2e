package attune.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /presets} saves, {@code PUT /presets/{id}} renames or overwrites one's own; null leaves a field as it is.
 *
 * @param label name for people; the id follows from it
 * @param doc what it is for
 * @param engineId save what plays in this engine, with the evidence of what was learned there
 * @param params save this complete set instead
 * @param tags words to find it by
 * @param favourite whether it is marked; factory presets may be, too
 * @param evidence that goes with {@code params}
 */
public record PresetRequest(
        @Nullable String label,
        @Nullable String doc,
        @Nullable String engineId,
        @Nullable Map<String, Double> params,
        @Nullable List<String> tags,
        @Nullable Boolean favourite,
        @Nullable PresetEvidence evidence) {
    /** Leaves tags and mark as they are. */
    public PresetRequest(
            @Nullable String label,
            @Nullable String doc,
            @Nullable String engineId,
            @Nullable Map<String, Double> params) {
        this(label, doc, engineId, params, null, null, null);
    }
}
