package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * Which two versions are to be heard side by side. {@code POST /engines/{id}/versions/pairs}.
 *
 * @param first number of a version
 * @param second number of another one; null: what plays now
 */
public record VersionPairRequest(
        @Nullable Long first, @Nullable Long second) {}
