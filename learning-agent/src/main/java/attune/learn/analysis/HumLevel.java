package attune.learn.analysis;

import java.util.List;

/** How loud hum is, unlike {@link HumFinding}, which says how surely it is there. */
public final class HumLevel {
    private static final double HEARD_DB = 9;
    /** Sum of a Blackman window's samples for each of them. */
    private static final double COHERENT_GAIN = 0.42;

    private HumLevel() {}

    /**
     * Power of all harmonics that stand out, over that of the wanted sound while it is there, both without weighting.
     *
     * @return dB; NaN where no hum was found, or nothing but hum
     */
    public static double overWantedDb(InputAnalysis analysis) {
        HumFinding hum = analysis.hum();
        double wanted = wantedPower(analysis.cleanEstimate());
        if (!hum.present() || !(wanted > 0)) {
            return Double.NaN;
        }
        double[] spectrum = HumDetector.steadySpectrum(analysis.clip().mono16k(), 1);
        List<Double> prominences = hum.prominencesDb();
        double power = 0;
        for (int k = 1; k <= prominences.size(); k++) {
            if (prominences.get(k - 1) > HEARD_DB) {
                power += HumDetector.linePower(spectrum, k * hum.f0Hz(), COHERENT_GAIN);
            }
        }
        return 10 * Math.log10(power / wanted);
    }

    /** Mean square of the wanted sound while it is there, at the level of the input. */
    private static double wantedPower(CleanEstimate clean) {
        double sum = 0;
        int n = 0;
        for (int t = 0; t < clean.frames(); t++) {
            if (clean.active()[t]) {
                for (int k = 0; k < PowerFrames.BINS; k++) {
                    sum += 2.0 * clean.clean()[t * PowerFrames.BINS + k];
                }
                n++;
            }
        }
        return n == 0 ? 0 : sum / n * InputAnalysis.MEAN_SQUARE_PER_POWER / (clean.gain() * clean.gain());
    }
}
