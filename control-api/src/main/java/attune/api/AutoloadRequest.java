package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * {@code POST /autoload}: a new rule; fields as in {@link AutoloadRule}.
 *
 * @param preset id or label of the preset
 * @param priority null: 0
 */
public record AutoloadRequest(
        String preset,
        @Nullable String host,
        @Nullable String engine,
        @Nullable String contentClass,
        @Nullable Double sampleRateHz,
        @Nullable String time,
        @Nullable Integer priority) {}
