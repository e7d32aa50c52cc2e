package attune.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /presets} saves, {@code PUT /presets/{id}} renames or overwrites one's own; null leaves a field as it is.
 *
 * @param label name for people; the id follows from it
 * @param doc what it is for
 * @param engineId save what plays in this engine
 * @param params save this complete set instead
 */
public record PresetRequest(
        @Nullable String label,
        @Nullable String doc,
        @Nullable String engineId,
        @Nullable Map<String, Double> params) {}
