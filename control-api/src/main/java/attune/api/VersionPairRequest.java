package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * Which two versions are to be heard side by side. {@code POST /engines/{id}/versions/pairs}.
 *
 * @param first number of a version; null beside a reference: what plays now
 * @param second number of another one; null: what plays now, or the reference
 * @param reference what is no version, instead of the second
 */
public record VersionPairRequest(
        @Nullable Long first, @Nullable Long second, VersionPair.@Nullable Reference reference) {}
