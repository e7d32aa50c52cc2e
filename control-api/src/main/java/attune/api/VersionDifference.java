package attune.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the second of two versions differs from the first on the same seconds. {@code PUT /versions/pairs/{id}/difference},
 * agent only.
 *
 * @param seconds length of both sounds: what loudness and bands are measured on
 * @param stageSeconds the newest of them, on which stages are measured
 * @param levelDifferenceLu measured loudness of the first over the second as they are heard, after matching
 * @param firstLufs loudness of the first before matching; null where it is silence
 * @param secondLufs loudness of the second before matching; null where it is silence
 * @param bands mean spectrum of both after matching, a third of an octave each
 * @param stages what the settings of each stage that differs are worth, the most first
 */
public record VersionDifference(
        double seconds,
        double stageSeconds,
        double levelDifferenceLu,
        @Nullable Double firstLufs,
        @Nullable Double secondLufs,
        List<Band> bands,
        List<StageShare> stages) {
    /**
     * One band.
     *
     * @param hz its exact mid-band frequency, IEC 61260-1:2014, base ten
     * @param nominalHz what it is called there and in ISO 266: 20, 25, 31.5 … 20 000
     * @param firstDb level of the first; a full-scale sine reads 0 dB
     * @param secondDb level of the second
     * @param differenceDb second less first; null where both are too quiet to compare
     */
    public record Band(
            double hz,
            double nominalHz,
            double firstDb,
            double secondDb,
            @Nullable Double differenceDb) {}

    /**
     * One stage: the second version against itself with this stage's settings taken from the first.
     *
     * @param stage its label
     * @param loudnessLu what they do to loudness
     * @param toneDb mean of what they do to the bands, without sign
     * @param mostDb what they do where they do most; null where no band can be compared
     * @param mostHz where that is, as {@link Band#nominalHz}
     */
    public record StageShare(
            String stage,
            double loudnessLu,
            double toneDb,
            @Nullable Double mostDb,
            @Nullable Double mostHz) {}
}
