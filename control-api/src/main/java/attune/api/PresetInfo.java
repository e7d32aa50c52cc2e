package attune.api;

import java.util.Map;

/**
 * A preset. {@code GET /presets} lists them, factory ones first.
 *
 * @param id file name without ending
 * @param label name for people
 * @param doc what it is for
 * @param factory whether it came with Attune: such a one is neither renamed, overwritten nor deleted
 * @param params complete set
 * @param savedAt when the file was written
 */
public record PresetInfo(
        String id, String label, String doc, boolean factory, Map<String, Double> params, long savedAt) {}
