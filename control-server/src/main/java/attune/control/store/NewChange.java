package attune.control.store;

import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Evidence;
import attune.api.Explanation;
import attune.api.Situation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the timeline before it has a number; fields as in {@link attune.api.Change}.
 *
 * @param slot slot that it is for, 0 to 3
 * @param baseGeneration generation that it starts from
 */
public record NewChange(
        String engineId,
        long at,
        ChangeKind kind,
        ChangeStatus status,
        String who,
        String strategy,
        Explanation explanation,
        Map<String, Double> before,
        Map<String, Double> after,
        long generation,
        @Nullable Evidence evidence,
        @Nullable Situation situation,
        @Nullable Long parent,
        int slot,
        long baseGeneration) {}
