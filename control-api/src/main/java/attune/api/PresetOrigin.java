package attune.api;

import java.util.Map;

/**
 * From where the settings of the playing slot went on: {@code GET /engines/{id}/origin}. What differs from it was moved since.
 *
 * @param params the whole set of the preset that was recalled last and not taken back, or that the host brought since; else what
 *     the slot began with
 */
public record PresetOrigin(Map<String, Double> params) {}
