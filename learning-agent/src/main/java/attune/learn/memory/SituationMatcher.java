package attune.learn.memory;

import attune.api.Situation;
import attune.learn.analysis.ContentClass;
import attune.learn.analysis.Observation;
import attune.param.Stage;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether two situations are of the same kind: the same class, the same layout, and observations nearer than
 * {@link #THRESHOLD}. The distance counts what may be wrong with a sound: how far it stands over its noise, hum, tone,
 * level, each in units of what a listener clearly notices. Who speaks, the settings in force and the person's weights say
 * nothing about that and are left out.
 */
public final class SituationMatcher {
    /** Largest distance within one situation; calibrated on development clips, see docs/learning.md. */
    public static final double THRESHOLD = 0.9;

    private static final double NOISE_DB = 10;
    /** A sound this far over its noise is quiet, whatever more it is. */
    private static final double QUIET_DB = 30;

    private static final double HUM_DB = 40;
    /** Hum this strong is strong hum, whatever more it is. */
    private static final double STRONG_HUM_DB = 60;

    private static final double TONE_DB = 5;
    private static final double LEVEL_LU = 8;

    private static final int[] NOISE = named("snr_");
    private static final int[] HUM = named("hum_strength_db");
    private static final int[] TONE = named("tone_");
    private static final int[] LEVEL = named("integrated_lufs");

    private static final int SIZE = Observation.names().size();
    /** One stage for each axis. */
    private static final List<Stage> AXES = List.of(Stage.HUM_REMOVER, Stage.NOISE_REDUCER, Stage.EQ, Stage.LEVELER);

    private SituationMatcher() {}

    private static int[] named(String prefix) {
        List<String> names = Observation.names();
        return IntStream.range(0, names.size())
                .filter(i -> names.get(i).startsWith(prefix))
                .toArray();
    }

    /** Whether what is learned in one counts in the other. */
    public static boolean same(Situation a, Situation b) {
        return isComparable(a, b) && distance(a.observation(), b.observation()) < THRESHOLD;
    }

    /**
     * Whether what is learned about one stage in one situation counts in the other: only what this stage is there for has
     * to be alike, so that it holds for another voice too.
     */
    public static boolean same(Situation a, Situation b, Stage stage) {
        return isComparable(a, b) && axis(stage, a.observation(), b.observation()) < THRESHOLD;
    }

    private static boolean isComparable(Situation a, Situation b) {
        return isSameClass(a.contentClass(), b.contentClass())
                && a.observationVersion() == b.observationVersion()
                && a.observation().size() == b.observation().size()
                && a.observation().size() == SIZE;
    }

    /** Equal, or one of them too close to call. */
    private static boolean isSameClass(String a, String b) {
        String unsure = ContentClass.MIXED.id();
        return a.equals(b) || a.equals(unsure) || b.equals(unsure);
    }

    /** Distance of two observations of the present layout. */
    public static double distance(List<Double> a, List<Double> b) {
        double sum = 0;
        for (Stage stage : AXES) {
            double distance = axis(stage, a, b);
            sum += distance * distance;
        }
        return Math.sqrt(sum);
    }

    private static double axis(Stage stage, List<Double> a, List<Double> b) {
        return switch (stage) {
            case HUM_REMOVER -> Math.abs(meanDifference(HUM, STRONG_HUM_DB, a, b)) / HUM_DB;
            case HIGH_PASS, NOISE_REDUCER -> Math.abs(meanDifference(NOISE, QUIET_DB, a, b)) / NOISE_DB;
            case EQ -> rmsDifference(TONE, a, b) / TONE_DB;
            default -> Math.abs(meanDifference(LEVEL, 0, a, b)) / LEVEL_LU;
        };
    }

    private static double meanDifference(int[] which, double most, List<Double> a, List<Double> b) {
        double sum = 0;
        for (int i : which) {
            sum += Math.min(most, a.get(i)) - Math.min(most, b.get(i));
        }
        return sum / Math.max(1, which.length);
    }

    private static double rmsDifference(int[] which, List<Double> a, List<Double> b) {
        double sum = 0;
        for (int i : which) {
            double difference = a.get(i) - b.get(i);
            sum += difference * difference;
        }
        return Math.sqrt(sum / Math.max(1, which.length));
    }
}
