package attune.learn.judge;

import java.util.List;

/**
 * What trained judges hear besides the {@link Measures} that have weights of their own; all from the internal clean
 * estimate. Larger is better for the first eight; the others only describe what was done.
 *
 * @param distortionDb wanted sound over what is distorted of it, at most 30 dB
 * @param residueDb wanted sound over noise left, at most 40 dB
 * @param spectrumDb −log-spectral distance to the clean estimate, its tone as it is
 * @param envelope correlation of the mel envelopes with the clean estimate's, over 24 active frames at a time, as ESTOI does
 * @param steadinessDb −root mean square of the gain where the wanted sound is sure, its time-invariant part taken out
 * @param wholeness −percentage of sure bins that are lowered by more than 10 dB
 * @param calmDb −standard deviation over the active frames of the gain of a frame
 * @param pausesDb level while active over the level in pauses, by mel band, 0 to 45 dB
 * @param sibilanceDb the loudest twentieth of what lies above 4.5 kHz, against the whole frame
 * @param lowDb time-invariant gain below 250 Hz, against the mean of the four bands
 * @param lowMidDb the same, 250 to 1 000 Hz
 * @param highMidDb the same, 1 to 4 kHz
 * @param highDb the same, above 4 kHz
 */
public record Detail(
        double distortionDb,
        double residueDb,
        double spectrumDb,
        double envelope,
        double steadinessDb,
        double wholeness,
        double calmDb,
        double pausesDb,
        double sibilanceDb,
        double lowDb,
        double lowMidDb,
        double highMidDb,
        double highDb) {
    /** Names in the order of {@link #values()}. */
    public static final List<String> NAMES = List.of(
            "distortion",
            "residue",
            "spectrum",
            "envelope",
            "steadiness",
            "wholeness",
            "calm",
            "pauses",
            "sibilance",
            "low",
            "low-mid",
            "high-mid",
            "high");
    /** Of sounds that were not measured. */
    public static final Detail NONE = new Detail(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** From values in the order of {@link #NAMES}. */
    static Detail of(double[] v) {
        return new Detail(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12]);
    }

    /** All values in order. */
    public double[] values() {
        return new double[] {
            distortionDb,
            residueDb,
            spectrumDb,
            envelope,
            steadinessDb,
            wholeness,
            calmDb,
            pausesDb,
            sibilanceDb,
            lowDb,
            lowMidDb,
            highMidDb,
            highDb
        };
    }
}
