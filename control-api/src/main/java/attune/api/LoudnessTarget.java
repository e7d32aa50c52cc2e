package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * How loud a platform or a recommendation wants sound to be, and what is done with sound that is not.
 *
 * @param id permanent, lower case with hyphens
 * @param label name for people
 * @param integratedLufs wanted integrated loudness (ITU-R BS.1770)
 * @param toleranceLu how far sound may be from it; null where any loudness is taken
 * @param maxTruePeakDbtp highest true peak that is taken; null where the source names none
 * @param maxTruePeakIfLouderDbtp the same for sound that is louder than wanted, where it differs
 * @param maxShortTermLufs highest short-term loudness that is taken; null where the source names none
 * @param maxRangeLu largest loudness range that is taken; null where the source names none
 * @param loudnessOf whether all of a programme is measured or only its dialogue
 * @param normalization what the platform does to sound of another loudness
 * @param raisedToDbtp true peak up to which quiet sound is raised; null where it is raised whatever its peaks are
 * @param source where this is written
 * @param note what else is to be known, one or two sentences
 */
public record LoudnessTarget(
        String id,
        String label,
        double integratedLufs,
        @Nullable Double toleranceLu,
        @Nullable Double maxTruePeakDbtp,
        @Nullable Double maxTruePeakIfLouderDbtp,
        @Nullable Double maxShortTermLufs,
        @Nullable Double maxRangeLu,
        LoudnessBasis loudnessOf,
        Normalization normalization,
        @Nullable Double raisedToDbtp,
        TargetSource source,
        @Nullable String note) {}
