package attune.learn.analysis;

import java.util.List;

/**
 * Mains hum found in a clip.
 *
 * @param present whether the detector is sure
 * @param f0Hz refined fundamental, near 50 or 60 Hz; the better guess where no hum is present
 * @param strengthDb sum over the first ten harmonics of what they stand out beyond 6 dB, each at most 20 dB
 * @param harmonics how many of the harmonics stand out by more than 9 dB
 * @param prominencesDb how far each harmonic, from the first on, stands over its neighbourhood
 */
public record HumFinding(boolean present, double f0Hz, double strengthDb, int harmonics, List<Double> prominencesDb) {
    public HumFinding {
        prominencesDb = List.copyOf(prominencesDb);
    }
}
