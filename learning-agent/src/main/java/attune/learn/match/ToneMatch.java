package attune.learn.match;

import attune.dsp.meter.LogBands;
import attune.param.ParamSnapshot;
import org.jspecify.annotations.Nullable;

/** The equaliser, from the difference of the long-term spectra. */
final class ToneMatch implements PartMatch {
    private static final double HIGHEST_SHARE = 0.45;
    private static final double SAME_DB = 0.3;
    /** Sounds that are as they should be lie this far off a mean over many. */
    private static final double SAME_AS_CURVE_DB = 1;

    /** An octave's worth of the meter's bands. */
    private static final int FEWEST_BANDS = 12;

    private final double sampleRateHz;
    private final double lowestHz;
    private final double highestHz;
    private final double[] wanted;
    private final double smoothingOctaves;
    private final double sameDb;
    private final MatchOptions options;

    /**
     * @param sampleRateHz rate of the recording
     * @param lowestHz where the recording begins; nothing below is compared
     * @param reference measured reference; null for a curve
     * @param referenceRateHz its rate; that of the recording for a curve
     */
    ToneMatch(
            double sampleRateHz,
            double lowestHz,
            MatchReference from,
            @Nullable SoundMeasure reference,
            double referenceRateHz,
            MatchOptions options) {
        this.sampleRateHz = sampleRateHz;
        this.lowestHz = lowestHz;
        this.highestHz = HIGHEST_SHARE * Math.min(sampleRateHz, referenceRateHz);
        this.wanted = from.bandPowers(reference);
        this.smoothingOctaves = from.smoothingOctaves(options.smoothingOctaves());
        this.sameDb = reference == null ? SAME_AS_CURVE_DB : SAME_DB;
        this.options = options;
    }

    @Override
    public MatchPart part() {
        return MatchPart.TONE;
    }

    @Override
    public double distanceDb(SoundMeasure sound) {
        return ToneDifference.rms(difference(sound));
    }

    private double[] difference(SoundMeasure sound) {
        return ToneDifference.of(sound.bandPowers(), wanted, smoothingOctaves, lowestHz, highestHz);
    }

    @Override
    public @Nullable String apply(ParamSnapshot set, SoundMeasure now) {
        double[] difference = difference(now);
        int known = 0;
        for (int b = 0; b < LogBands.BANDS; b++) {
            known += Double.isNaN(difference[b]) ? 0 : 1;
        }
        if (known < FEWEST_BANDS) {
            return "The recording and the reference have too few frequencies in common to compare them.";
        }
        if (ToneDifference.rms(difference) < sameDb) {
            return "The tone is the reference's already.";
        }
        ToneFit.apply(set, sampleRateHz, difference, options.rangeDb(), options.amount());
        return null;
    }
}
