package attune.learn.judge;

/**
 * Linear core: differences to dry of loudness pattern, expected signal-to-residue ratio, spectral distance to the
 * tone-corrected clean estimate, and hum. Weights were fitted on speech, on truth from a corpus; for anything but speech
 * they mean nothing ({@link Gate} sees to that).
 *
 * <p>The fifth measure of that fit, level variation, is left out: where noise fills the pauses the input's level seems
 * steadier than its voice is, so that every noise reduction is punished (rank correlation with the truth −0.9 at 5 dB
 * signal-to-noise ratio), and it can be gained from without any benefit.
 */
public final class LinearJudge implements Judge {
    private static final double LOUDNESS_PATTERN = 4.48;
    private static final double RESIDUE_RATIO = 0.052;
    private static final double SPECTRAL_DISTANCE = 0.129;
    /** Steps for each dB by which the harmonics stand out less. */
    static final double HUM = 0.116;

    private static final double TYPICAL_NOISE = 0.1;

    @Override
    public double score(Measures candidate, Measures dry) {
        return LOUDNESS_PATTERN * (candidate.loudd() - dry.loudd())
                + RESIDUE_RATIO * (candidate.sure() - dry.sure())
                + SPECTRAL_DISTANCE * (candidate.lsdt() - dry.lsdt())
                + HUM * (candidate.hum() - dry.hum());
    }

    @Override
    public double noise() {
        return TYPICAL_NOISE;
    }

    @Override
    public String name() {
        return "core4-1";
    }
}
