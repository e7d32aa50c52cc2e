package attune.learn.match;

import attune.dsp.meter.LogBands;
import attune.learn.audio.CapturedClip;
import org.jspecify.annotations.Nullable;

/** What a recording is to sound like: another recording, or a curve that says something about the tone only. Immutable. */
public final class MatchReference {
    /** Curves are means over many sounds: their details are nobody's. */
    private static final double CURVE_SMOOTHING_OCTAVES = 2;

    private final @Nullable CapturedClip clip;
    private final @Nullable TargetCurve curve;

    private MatchReference(@Nullable CapturedClip clip, @Nullable TargetCurve curve) {
        this.clip = clip;
        this.curve = curve;
    }

    /** A recording, of any rate. */
    public static MatchReference of(CapturedClip recording) {
        return new MatchReference(recording, null);
    }

    /** A built-in curve. */
    public static MatchReference of(TargetCurve curve) {
        return new MatchReference(null, curve);
    }

    /** The recording; null where there is a curve. */
    @Nullable
    CapturedClip clip() {
        return clip;
    }

    /** Spectrum to compare with, by {@link LogBands}, in power; NaN where nothing is known. */
    double[] bandPowers(@Nullable SoundMeasure measure) {
        if (measure != null) {
            return measure.bandPowers();
        }
        double[] powers = new double[LogBands.BANDS];
        for (int b = 0; b < powers.length; b++) {
            double db = curve == null ? Double.NaN : curve.levelDb(LogBands.centreHz(b));
            powers[b] = StrictMath.pow(10, db / 10);
        }
        return powers;
    }

    /** Width over which to smooth where {@code asked} is asked for. */
    double smoothingOctaves(double asked) {
        return curve == null ? asked : Math.max(asked, CURVE_SMOOTHING_OCTAVES);
    }
}
