package attune.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What speaks for a preset that was learned: figures of the auditions and nothing of what was heard. It goes with the preset into a
 * file and to others.
 *
 * @param changes learned changes that are heard in it
 * @param promised sum of what they promised, in steps of the judge
 * @param measured sum of what was measured after them; null where nothing could be
 * @param measuredChanges how many of them were measured
 * @param seconds of the listener's audio that were judged
 * @param heard classes of content in which they were decided: "speech", "music", "mixed", "noise"
 * @param judge name and version of the judge of the newest
 */
public record PresetEvidence(
        int changes,
        double promised,
        @Nullable Double measured,
        int measuredChanges,
        double seconds,
        List<String> heard,
        String judge) {
    public PresetEvidence {
        heard = heard == null ? List.of() : List.copyOf(heard);
    }
}
