package attune.learn.judge;

import attune.learn.analysis.InputAnalysis;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Six qualities of a sound for people, for weights and for explanations; each in [0, 1], 1 is best. The gate does not use
 * them: what judges must not be all of what is rewarded.
 *
 * @param clarity mean signal-to-noise ratio, 0 dB is 0 and 40 dB is 1; times what hum leaves of it, none at a strength of
 *     150 dB
 * @param tone root mean square over the third octaves of what deviates from the target curve by more than 3 dB; 9 dB is 0
 * @param dynamics spread of the voice's slow level beyond 2.5 dB; 10 dB is 0
 * @param loudness distance to the wanted loudness beyond 1 LU, 15 LU is 0; times what a true peak above −1 dBTP leaves,
 *     none at +2 dBTP
 * @param fidelity wanted sound over distortion of it, 0 dB is 0 and 25 dB is 1; times what clipping leaves, none at 1 %
 *     clipped samples
 * @param comfort the worse of hiss (its loudest against the voice: −12 dB is 1, 0 dB is 0) and harshness (2.5 to 5 kHz above
 *     the target curve beyond 3 dB: 12 dB is 0)
 */
public record Objectives(
        double clarity, double tone, double dynamics, double loudness, double fidelity, double comfort) {
    /** Names in order. */
    public static final List<String> NAMES = List.of("clarity", "tone", "dynamics", "loudness", "fidelity", "comfort");
    /** Ratio of wanted sound to distortion where nothing was processed. */
    public static final double UNDISTORTED_DB = 30;

    private static final double CLEAR_DB = 40;
    private static final double ALL_HUM_DB = 150;
    private static final double FREE_TONE_DB = 3;
    private static final double WORST_TONE_DB = 9;
    private static final double FREE_SPREAD_DB = 2.5;
    private static final double WORST_SPREAD_DB = 10;
    private static final double FREE_LU = 1;
    private static final double WORST_LU = 15;
    private static final double FREE_PEAK_DBTP = -1;
    private static final double WORST_PEAK_DBTP = 2;
    private static final double FAITHFUL_DB = 25;
    private static final double WORST_CLIPPED = 0.01;
    private static final double FREE_HISS_DB = -12;
    private static final double HARSH_FROM_HZ = 2_500;
    private static final double HARSH_TO_HZ = 5_000;
    private static final double LOWEST_TONE_HZ = 160;
    private static final double WORST_HARSH_DB = 12;

    /**
     * Qualities of a sound.
     *
     * @param heard analysis of that sound itself
     * @param targetLufs loudness that is wanted
     * @param distortionRatioDb wanted sound over its distortion, {@link #UNDISTORTED_DB} for an untouched sound
     */
    public static Objectives of(InputAnalysis heard, double targetLufs, double distortionRatioDb) {
        double clear = share(heard.noise().meanSnrDb() / CLEAR_DB);
        double humless = heard.hum().present() ? 1 - share(heard.hum().strengthDb() / ALL_HUM_DB) : 1;
        double distance = Math.abs(heard.integratedLufs() - targetLufs);
        double peakless = 1 - share((heard.truePeakDbtp() - FREE_PEAK_DBTP) / (WORST_PEAK_DBTP - FREE_PEAK_DBTP));
        double unclipped = 1 - share(heard.clippedShare() / WORST_CLIPPED);
        return new Objectives(
                clear * humless,
                1 - share(toneError(heard) / WORST_TONE_DB),
                1 - share((heard.levelVariationDb() - FREE_SPREAD_DB) / (WORST_SPREAD_DB - FREE_SPREAD_DB)),
                (1 - share((distance - FREE_LU) / (WORST_LU - FREE_LU))) * peakless,
                share(distortionRatioDb / FAITHFUL_DB) * unclipped,
                Math.min(
                        1 - share(1 - heard.sibilanceDb() / FREE_HISS_DB),
                        1 - share(harshness(heard) / WORST_HARSH_DB)));
    }

    private static double toneError(InputAnalysis heard) {
        double square = 0;
        int n = 0;
        List<Double> centres = heard.tone().centresHz();
        for (int b = 0; b < centres.size(); b++) {
            if (centres.get(b) >= LOWEST_TONE_HZ) {
                double beyond = Math.max(0, Math.abs(heard.tone().deviationDb().get(b)) - FREE_TONE_DB);
                square += beyond * beyond;
                n++;
            }
        }
        return Math.sqrt(square / Math.max(1, n));
    }

    private static double harshness(InputAnalysis heard) {
        double most = 0;
        List<Double> centres = heard.tone().centresHz();
        for (int b = 0; b < centres.size(); b++) {
            if (centres.get(b) >= HARSH_FROM_HZ && centres.get(b) <= HARSH_TO_HZ) {
                most = Math.max(most, heard.tone().deviationDb().get(b) - FREE_TONE_DB);
            }
        }
        return most;
    }

    /** Held between 0 and 1; what is not a number counts as 1, the worst. */
    private static double share(double value) {
        return Double.isNaN(value) ? 1 : Math.max(0, Math.min(1, value));
    }

    /** Value by name, in order. */
    public Map<String, Double> asMap() {
        Map<String, Double> map = new LinkedHashMap<>();
        double[] values = {clarity, tone, dynamics, loudness, fidelity, comfort};
        for (int i = 0; i < values.length; i++) {
            map.put(NAMES.get(i), values[i]);
        }
        return map;
    }
}
