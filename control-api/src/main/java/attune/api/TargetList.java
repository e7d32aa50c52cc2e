package attune.api;

import java.util.List;

/**
 * {@code GET /targets}.
 *
 * @param asOf day on which the list was last gone through, {@code YYYY-MM-DD}
 * @param targets in the order of the file
 */
public record TargetList(String asOf, List<LoudnessTarget> targets) {
    public TargetList {
        targets = List.copyOf(targets);
    }
}
