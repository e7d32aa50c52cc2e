package attune.learn.judge;

/**
 * Measures of one output against the internal clean estimate of the input; all but the last two: larger is better.
 *
 * @param loudd −distance of loudness patterns to the clean estimate, relative
 * @param sure expected ratio of wanted sound to distortion and noise left, dB, at most 30
 * @param fwseg the same by frame and mel band, −10 to 30 dB, averaged
 * @param lsdt −log-spectral distance to the tone-corrected clean estimate, dB
 * @param levelVariation −how far the voice's slow level spreads beyond 2.5 dB
 * @param hum −mean prominence of hum harmonics beyond 9 dB; 0 where the input has no hum
 * @param lufs integrated loudness as rendered, before level matching
 * @param truePeakDbtp true peak as rendered
 * @param detail what trained judges hear besides
 */
public record Measures(
        double loudd,
        double sure,
        double fwseg,
        double lsdt,
        double levelVariation,
        double hum,
        double lufs,
        double truePeakDbtp,
        Detail detail) {
    /** Without detail: enough for judges that have none to weigh. */
    public Measures(
            double loudd,
            double sure,
            double fwseg,
            double lsdt,
            double levelVariation,
            double hum,
            double lufs,
            double truePeakDbtp) {
        this(loudd, sure, fwseg, lsdt, levelVariation, hum, lufs, truePeakDbtp, Detail.NONE);
    }
}
