package attune.learn.match;

import attune.param.ParamSnapshot;
import org.jspecify.annotations.Nullable;

/** Finds the settings of one part. */
interface PartMatch {
    /** What is matched. */
    MatchPart part();

    /** Distance of a sound to the reference, in dB; NaN where it can't be told. */
    double distanceDb(SoundMeasure sound);

    /** What must be gained for the stage to be worth it, in dB. */
    default double leastImprovementDb(double distanceDb) {
        return 0.2;
    }

    /**
     * Sets the part's stage, which is neutral in {@code set}.
     *
     * @param now the recording as it comes out with {@code set}
     * @return null, or a sentence that says why the stage is left alone
     */
    @Nullable
    String apply(ParamSnapshot set, SoundMeasure now) throws MatchException;
}
