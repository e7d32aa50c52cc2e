package attune.learn.analysis;

import java.util.List;

/**
 * Noise behind the wanted sound.
 *
 * @param floorDbfs root mean square of the estimated noise
 * @param snrDb wanted sound over noise where it is active, in five bands of the mel scale (80 Hz to 7.6 kHz), low to high
 * @param meanSnrDb the same over all bands at once
 * @param stationary whether the noise level moves by less than 3 dB over the clip
 */
public record NoiseFinding(double floorDbfs, List<Double> snrDb, double meanSnrDb, boolean stationary) {
    /** Upper edges of the five bands. */
    public static final List<Double> BAND_EDGES_HZ = List.of(390.0, 1160.0, 2430.0, 4100.0, 7600.0);

    public NoiseFinding {
        snrDb = List.copyOf(snrDb);
    }
}
