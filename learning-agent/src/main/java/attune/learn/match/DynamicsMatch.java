package attune.learn.match;

import attune.dsp.dynamics.LoudnessLeveler;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import org.jspecify.annotations.Nullable;

/**
 * The multiband compressor, from the spread of levels in its bands: that between the loud steps (95th percentile) and
 * the middle ones (50th). A band whose spread is smaller in the reference is compressed from the middle level up, by the
 * ratio of the spreads at first, then by what rendering the recording shows to be needed; never by more than 4:1. Band
 * gains give back what one band loses more than the others, by 3 dB at most. What brings the recording less than 1 dB, or
 * less than a tenth of the distance, nearer is not worth a compressor.
 */
final class DynamicsMatch implements PartMatch {
    private static final int BANDS = BandLevels.BANDS;
    private static final int FIRST = ParamTable.COMP1_THRESHOLD.index();
    private static final int PARAMS_PER_BAND = 3;
    private static final double MOST_RATIO = 4;
    private static final double MOST_SLOPE = 1 - 1 / MOST_RATIO;
    private static final double MOST_BAND_CUT_DB = 6;
    private static final double MOST_BAND_BOOST_DB = 3;
    private static final double LEAST_IMPROVEMENT_DB = 1;
    private static final double LEAST_IMPROVEMENT_SHARE = 0.1;
    /** Spreads that differ by less are the same. */
    private static final double SAME_DB = 1;

    private static final double CLOSE_DB = 0.3;
    private static final int TRIALS = 4;
    private static final double LEAST_ACHIEVED_DB = 0.1;
    /** Most by which one trial changes the slope. */
    private static final double MOST_STEP = 2;

    /** Plays the recording with a set. */
    interface Trial {
        SoundMeasure render(ParamSnapshot set) throws MatchException;
    }

    private final @Nullable SoundMeasure reference;
    private final SoundMeasure input;
    private final MatchOptions options;
    private final Trial trial;

    /**
     * @param reference measured reference; null for a curve
     * @param input the recording before any stage
     */
    DynamicsMatch(@Nullable SoundMeasure reference, SoundMeasure input, MatchOptions options, Trial trial) {
        this.reference = reference;
        this.input = input;
        this.options = options;
        this.trial = trial;
    }

    @Override
    public MatchPart part() {
        return MatchPart.DYNAMICS;
    }

    @Override
    public double distanceDb(SoundMeasure sound) {
        return reference == null ? Double.NaN : sound.levels().distanceDb(reference.levels());
    }

    @Override
    public double leastImprovementDb(double distanceDb) {
        return Math.max(LEAST_IMPROVEMENT_DB, LEAST_IMPROVEMENT_SHARE * distanceDb);
    }

    @Override
    public @Nullable String apply(ParamSnapshot set, SoundMeasure now) throws MatchException {
        if (reference == null) {
            return "A target curve says nothing about dynamics.";
        }
        ParamSnapshot alone = withoutWhatFollows(set);
        BandLevels before = trial.render(alone).levels();
        double[] needed = needed(before, reference.levels());
        boolean any = false;
        for (double db : needed) {
            any |= db > 0;
        }
        if (!any) {
            return "The reference is no more compressed than the recording, and expanding is not what a compressor does.";
        }
        setThresholds(set, before, needed);
        setThresholds(alone, before, needed);
        BandLevels after = findRatios(set, alone, before, needed);
        setBandGains(set, before, after);
        return null;
    }

    /** Levels behind the compressor are to be its own work. */
    private static ParamSnapshot withoutWhatFollows(ParamSnapshot set) {
        ParamSnapshot alone = new ParamSnapshot(set);
        alone.set(ParamTable.LEVELER_RANGE, 0);
        alone.set(ParamTable.EXCITER_AMOUNT, 0);
        return alone;
    }

    /** Decibels by which the spread of each band is to shrink. */
    private double[] needed(BandLevels before, BandLevels wanted) {
        double[] needed = new double[BANDS];
        for (int b = 0; b < BANDS; b++) {
            double less = before.spreadDb(b) - wanted.spreadDb(b);
            needed[b] = less > SAME_DB ? Math.min(less * options.amount(), before.spreadDb(b)) : 0;
        }
        return needed;
    }

    /** So that the whole knee lies under the middle level. */
    private void setThresholds(ParamSnapshot set, BandLevels before, double[] needed) {
        boolean countsProgramme = set.get(ParamTable.COMP_REFERENCE) != 0;
        double offsetDb = countsProgramme ? LoudnessLeveler.DEFAULT_TARGET_LUFS - input.loudnessLufs() : 0;
        double halfKneeDb = set.get(ParamTable.COMP_KNEE) / 2;
        for (int b = 0; b < BANDS; b++) {
            if (needed[b] > 0) {
                set.set(FIRST + b * PARAMS_PER_BAND, before.medianPeakDb(b) + offsetDb - halfKneeDb);
            }
        }
    }

    private BandLevels findRatios(ParamSnapshot set, ParamSnapshot alone, BandLevels before, double[] needed)
            throws MatchException {
        double[] slope = new double[BANDS];
        for (int b = 0; b < BANDS; b++) {
            slope[b] = needed[b] > 0 ? Math.min(MOST_SLOPE, needed[b] / before.spreadDb(b)) : 0;
        }
        BandLevels after = before;
        for (int t = 0; t < TRIALS; t++) {
            for (int b = 0; b < BANDS; b++) {
                double ratio = 1 / (1 - slope[b]);
                alone.set(FIRST + b * PARAMS_PER_BAND + 1, ratio);
                set.set(FIRST + b * PARAMS_PER_BAND + 1, ratio);
            }
            after = trial.render(alone).levels();
            if (!improve(slope, before, after, needed)) {
                break;
            }
        }
        return after;
    }

    /** Slopes for the next trial; whether any is to change. */
    private static boolean improve(double[] slope, BandLevels before, BandLevels after, double[] needed) {
        boolean changes = false;
        for (int b = 0; b < BANDS; b++) {
            double achieved = before.spreadDb(b) - after.spreadDb(b);
            if (needed[b] > 0 && Math.abs(achieved - needed[b]) > CLOSE_DB) {
                double factor = needed[b] / Math.max(LEAST_ACHIEVED_DB, achieved);
                double next = Math.min(MOST_SLOPE, slope[b] * Math.max(1 / MOST_STEP, Math.min(MOST_STEP, factor)));
                changes |= next != slope[b];
                slope[b] = next;
            }
        }
        return changes;
    }

    /** The make-up is common to all bands: what one loses more than all together is its own gain. */
    private static void setBandGains(ParamSnapshot set, BandLevels before, BandLevels after) {
        double common = 0;
        double weights = 0;
        for (int b = 0; b < BANDS; b++) {
            double weight = StrictMath.pow(10, before.energyDb(b) / 10);
            common += weight * (before.energyDb(b) - after.energyDb(b));
            weights += weight;
        }
        for (int b = 0; b < BANDS; b++) {
            double own = before.energyDb(b) - after.energyDb(b) - common / weights;
            boolean heard = !Double.isNaN(before.spreadDb(b));
            double gain = heard ? Math.max(-MOST_BAND_CUT_DB, Math.min(MOST_BAND_BOOST_DB, own)) : 0;
            set.set(FIRST + b * PARAMS_PER_BAND + 2, gain);
        }
    }
}
