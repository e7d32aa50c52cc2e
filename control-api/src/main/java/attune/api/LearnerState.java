package attune.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One learner as a person sees it; {@code GET} and {@code PUT /learning/learners}.
 *
 * @param name id, as {@link Learner#id}
 * @param label for people
 * @param about what it does, in one sentence
 * @param strategies names under which its proposals are made, as {@link Change#strategy}
 * @param on whether the person lets it propose
 * @param rest where it proposes nothing for a while, or only one change, because its changes did harm; else null
 */
public record LearnerState(
        String name,
        String label,
        String about,
        List<String> strategies,
        boolean on,
        @Nullable LearnerRest rest) {}
