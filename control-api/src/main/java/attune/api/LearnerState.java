package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * One learner as a person sees it; {@code GET} and {@code PUT /learning/strategies}.
 *
 * @param name id, as {@link Learner#id}
 * @param label for people
 * @param about what it does, in one sentence
 * @param on whether the person lets it propose
 * @param rest where it proposes nothing for a while, or only one change, because its changes did harm; else null
 */
public record LearnerState(
        String name,
        String label,
        String about,
        boolean on,
        @Nullable LearnerRest rest) {}
