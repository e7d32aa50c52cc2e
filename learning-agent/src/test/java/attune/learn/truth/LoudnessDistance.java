package attune.learn.truth;

import attune.learn.analysis.MelBands;
import attune.learn.analysis.PowerFrames;

/**
 * Distance of two sounds as loudness goes: root mean square over 26 mel bands of the difference of power to the 0.23, averaged over
 * the frames in which the reference sounds, over the reference's own mean. 0 for equal sounds; sensitive to level: match it first.
 */
public final class LoudnessDistance {
    private static final int BINS = PowerFrames.BINS;
    private static final int BANDS = MelBands.COUNT;
    private static final double LOUDNESS = 0.23;
    private static final double ACTIVE_RATIO = 1e-4; // −40 dB under the loudest frame

    private LoudnessDistance() {}

    /** Distance at 16 kHz. */
    public static double measure(double[] reference, double[] test) {
        Signals.requireSameLength(reference, test);
        float[] a = single(reference);
        float[] b = single(test);
        int frames = PowerFrames.count(a.length);
        PowerFrames transform = new PowerFrames();
        float[] power = new float[BINS];
        float[] wanted = new float[frames * BANDS];
        double[] energy = new double[frames];
        double loudest = 0;
        for (int t = 0; t < frames; t++) {
            transform.power(a, 1, t, power, 0);
            MelBands.shared().sum(power, 0, wanted, t * BANDS);
            for (int band = 0; band < BANDS; band++) {
                energy[t] += wanted[t * BANDS + band];
            }
            loudest = Math.max(loudest, energy[t]);
        }
        float[] heard = new float[BANDS];
        double distance = 0;
        double loudness = 1e-12;
        for (int t = 0; t < frames; t++) {
            if (energy[t] <= ACTIVE_RATIO * loudest) {
                continue;
            }
            transform.power(b, 1, t, power, 0);
            MelBands.shared().sum(power, 0, heard, 0);
            double square = 0;
            for (int band = 0; band < BANDS; band++) {
                double own = Math.pow(wanted[t * BANDS + band], LOUDNESS);
                double d = Math.pow(heard[band], LOUDNESS) - own;
                square += d * d;
                loudness += own / BANDS;
            }
            distance += Math.sqrt(square / BANDS);
        }
        return distance / loudness;
    }

    private static float[] single(double[] x) {
        float[] out = new float[x.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) x[i];
        }
        return out;
    }
}
