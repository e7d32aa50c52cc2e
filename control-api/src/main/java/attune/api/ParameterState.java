package attune.api;

import java.util.Map;

/**
 * The playing slot's parameters of one engine.
 *
 * @param generation as {@link EngineInfo#generation}
 * @param slot playing slot, 0 to 3
 * @param values what plays now, before Amount: the whole set
 * @param wanted where a ramp under way is going; equal to {@code values} at rest
 */
public record ParameterState(long generation, int slot, Map<String, Double> values, Map<String, Double> wanted) {}
