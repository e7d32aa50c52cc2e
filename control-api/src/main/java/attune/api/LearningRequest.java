package attune.api;

import org.jspecify.annotations.Nullable;

/** {@code PUT /engines/{id}/learning}, or {@code PUT /learning} for all engines; null leaves a field as it is. */
public record LearningRequest(
        @Nullable LearningMode mode,
        @Nullable Boolean frozen,
        @Nullable Boolean onAir) {}
