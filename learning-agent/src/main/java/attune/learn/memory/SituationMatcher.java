package attune.learn.memory;

import attune.api.Situation;
import attune.learn.analysis.Observation;
import java.util.List;

/**
 * Whether two situations are of the same kind: the same class, the same layout, and observations nearer than
 * {@link #THRESHOLD}. The distance counts what is wrong with a sound (hum, noise, tone, level), each in units of what a
 * listener clearly notices; the settings in force and the person's weights say nothing about what is heard.
 */
public final class SituationMatcher {
    /** Largest distance within one situation; calibrated on development clips, see docs/learning.md. */
    public static final double THRESHOLD = 1;

    private static final List<String> NAMES = Observation.names();

    private SituationMatcher() {}

    /** Whether what is learned in one counts in the other. */
    public static boolean same(Situation a, Situation b) {
        return a.contentClass().equals(b.contentClass())
                && a.observationVersion() == b.observationVersion()
                && a.observation().size() == b.observation().size()
                && distance(a.observation(), b.observation()) < THRESHOLD;
    }

    /** Distance of two observations of the same layout. */
    public static double distance(List<Double> a, List<Double> b) {
        double sum = 0;
        for (int i = 0; i < a.size() && i < NAMES.size(); i++) {
            double scaled = (a.get(i) - b.get(i)) / 6;
            sum += scaled * scaled;
        }
        return Math.sqrt(sum / Math.max(1, NAMES.size()));
    }
}
