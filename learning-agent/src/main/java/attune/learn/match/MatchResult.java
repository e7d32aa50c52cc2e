package attune.learn.match;

import attune.param.ParamSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings that were found, and what they do.
 *
 * @param params complete set
 * @param parts one for each part that was asked for, in the order of {@link MatchPart}
 */
public record MatchResult(ParamSnapshot params, List<Part> parts) {
    /**
     * One part, measured on the recording as it comes out of the engine. Distances are differences to the reference in
     * dB: of smoothed spectra at the same level, of the spread of levels in the compressor's bands (both root mean
     * squares over the bands), of the sides over the middle.
     *
     * @param beforeDb distance with the set that the match started from; NaN where nothing could be measured
     * @param afterDb distance with the new set; NaN where nothing could be measured
     * @param leftAlone a sentence that says why nothing was changed; null where something was
     */
    public record Part(
            MatchPart part,
            double beforeDb,
            double afterDb,
            @Nullable String leftAlone) {}

    public MatchResult {
        params = new ParamSnapshot(params);
        parts = List.copyOf(parts);
    }

    /** A copy: callers may change it. */
    @Override
    public ParamSnapshot params() {
        return new ParamSnapshot(params);
    }
}
