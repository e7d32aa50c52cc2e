package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * A person's own limits for learning one parameter, inside the table's safe range. {@code GET/PUT /bounds}: a map by
 * permanent id.
 *
 * @param min tighter lower bound; null: the table's
 * @param max tighter upper bound; null: the table's
 * @param locked no learner may move it
 */
public record ParamBounds(@Nullable Double min, @Nullable Double max, boolean locked) {}
