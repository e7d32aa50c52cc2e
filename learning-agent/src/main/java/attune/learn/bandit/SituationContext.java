package attune.learn.bandit;

import attune.api.Situation;
import attune.learn.analysis.Observation;
import java.util.List;
import java.util.stream.IntStream;

/** What a contextual bandit is told of a situation: a constant, and what may be wrong with the sound, each about 0 to 1. */
public final class SituationContext {
    /** Numbers in a context. */
    public static final int SIZE = 5;

    private static final double QUIET_DB = 30;
    private static final double STRONG_HUM_DB = 60;
    private static final double TILT_DB_PER_OCTAVE = 6;
    private static final double USUAL_LUFS = -20;
    private static final double LEVEL_LU = 20;
    private static final int[] SNR = IntStream.range(0, Observation.names().size())
            .filter(i -> Observation.names().get(i).startsWith("snr_"))
            .toArray();
    private static final int HUM = Observation.names().indexOf("hum_strength_db");
    private static final int TILT = Observation.names().indexOf("tilt_db_per_octave");
    private static final int LEVEL = Observation.names().indexOf("integrated_lufs");

    private SituationContext() {}

    /** Context of a situation; of one with another layout only the constant. */
    public static double[] of(Situation situation) {
        List<Double> heard = situation.observation();
        if (situation.observationVersion() != Observation.VERSION
                || heard.size() != Observation.names().size()) {
            return new double[] {1, 0, 0, 0, 0};
        }
        double snr = 0;
        for (int i : SNR) {
            snr += heard.get(i) / SNR.length;
        }
        return of(snr, heard.get(HUM), heard.get(TILT), heard.get(LEVEL));
    }

    /** Context of a sound: voice over its noise, hum, slope of the tone against the target, loudness. */
    static double[] of(double snrDb, double humDb, double tiltDbPerOctave, double lufs) {
        return new double[] {
            1,
            Math.max(0, Math.min(QUIET_DB, snrDb)) / QUIET_DB,
            Math.min(STRONG_HUM_DB, humDb) / STRONG_HUM_DB,
            tiltDbPerOctave / TILT_DB_PER_OCTAVE,
            (lufs - USUAL_LUFS) / LEVEL_LU
        };
    }
}
