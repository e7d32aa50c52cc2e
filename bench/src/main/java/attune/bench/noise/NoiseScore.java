package attune.bench.noise;

import attune.learn.truth.Estoi;
import attune.learn.truth.LogSpectralDistance;
import attune.learn.truth.Loudness;
import attune.learn.truth.NoiseAttenuation;
import attune.learn.truth.NoisySpeech;
import attune.learn.truth.SegmentalSnr;
import attune.learn.truth.WordOnsets;

/**
 * What became of one clip.
 *
 * @param segmentalSnrDb {@link SegmentalSnr}
 * @param estoi {@link Estoi}
 * @param distanceDb {@link LogSpectralDistance} at matched loudness
 * @param onsetsDb gain of word beginnings against the words, 0 = kept
 * @param medianOnsetDb of the single beginnings
 * @param pausesDb how far noise in pauses was lowered against the speech
 */
record NoiseScore(
        double segmentalSnrDb,
        double estoi,
        double distanceDb,
        double onsetsDb,
        double medianOnsetDb,
        double pausesDb) {
    private static final double LOWEST_BAND_HZ = 125;
    private static final double LEARNING_SECONDS = 2;

    /** All at {@link NoisySpeech#RATE_HZ} and in time with each other. */
    static NoiseScore of(double[] clean, double[] noisy, double[] out) {
        int rateHz = NoisySpeech.RATE_HZ;
        double[] matched = Loudness.match(clean, out, rateHz);
        WordOnsets.Result onsets = WordOnsets.measure(clean, out, rateHz);
        return new NoiseScore(
                SegmentalSnr.measureDb(clean, out, rateHz),
                Estoi.measure(clean, out, rateHz),
                LogSpectralDistance.measureDb(clean, matched, rateHz, LOWEST_BAND_HZ, NoisySpeech.BANDWIDTH_HZ),
                onsets.totalDb(),
                onsets.medianDb(),
                NoiseAttenuation.measureDb(clean, noisy, out, rateHz, LEARNING_SECONDS));
    }
}
