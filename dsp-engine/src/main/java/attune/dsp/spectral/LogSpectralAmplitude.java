package attune.dsp.spectral;

import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Gain that minimises the mean square error of the log spectrum: Y. Ephraim and D. Malah, "Speech enhancement using a
 * minimum mean-square error log-spectral amplitude estimator", IEEE Trans. ASSP 33 (1985), eq. 20:
 * {@code G = ξ/(1+ξ) · exp(½ E₁(v))}, {@code v = ξ/(1+ξ) · γ}. The exponential integral comes from a table over v
 * (32 points an octave, linear between them, error below 0.01 dB), read by the bits of the float: no logarithm at run
 * time and the same bits everywhere.
 */
final class LogSpectralAmplitude {
    private static final float SMALLEST_V = 0x1p-20f;
    private static final float LARGEST_V = 0x1p5f;
    /** From here on ξ/(1+ξ) is 1 in a float. */
    private static final float LARGEST_PRIOR = 0x1p25f;

    private static final int POINTS_PER_OCTAVE_BITS = 5;
    private static final int SHIFT = 23 - POINTS_PER_OCTAVE_BITS;
    private static final int FRACTION_MASK = (1 << SHIFT) - 1;
    private static final float FRACTION_SCALE = 1.0f / (1 << SHIFT);
    private static final int FIRST = Float.floatToRawIntBits(SMALLEST_V) >> SHIFT;
    private static final int POINTS = (Float.floatToRawIntBits(LARGEST_V) >> SHIFT) - FIRST + 2;
    private static final double EULER = 0.5772156649015329;

    /** {@code exp(½ E₁(v))} at the table's points. */
    private final float[] factor = new float[POINTS];

    @ControlThread
    LogSpectralAmplitude() {
        for (int i = 0; i < POINTS; i++) {
            double v = Float.intBitsToFloat((FIRST + i) << SHIFT);
            factor[i] = (float) StrictMath.exp(0.5 * exponentialIntegral(v));
        }
    }

    /**
     * Gain for one bin, 0 to 1 (the estimator's own gain exceeds 1 for tiny γ; noise reduction never amplifies). Out of
     * whatever it is given: what is no number, or too large for one, counts as signal.
     *
     * @param prior a-priori signal-to-noise ratio ξ, a power ratio, positive
     * @param posterior a-posteriori signal-to-noise ratio γ, a power ratio, positive
     */
    @AudioThread
    float gain(float prior, float posterior) {
        float wiener = prior < LARGEST_PRIOR ? prior / (1 + prior) : 1;
        float product = wiener * posterior;
        // not Math.max: NaN has no place in the table
        float v = product > SMALLEST_V ? Math.min(LARGEST_V, product) : SMALLEST_V;
        int bits = Float.floatToRawIntBits(v);
        int i = (bits >> SHIFT) - FIRST;
        float low = factor[i];
        float interpolated = low + (factor[i + 1] - low) * ((bits & FRACTION_MASK) * FRACTION_SCALE);
        float gain = wiener * interpolated;
        return gain < 1 ? Math.max(0, gain) : 1;
    }

    /** E₁(x), x &gt; 0, to double precision: power series below 1, continued fraction (modified Lentz) above. */
    @ControlThread
    static double exponentialIntegral(double x) {
        if (x <= 1) {
            double sum = -EULER - StrictMath.log(x);
            double term = 1;
            for (int k = 1; k < 30; k++) {
                term *= -x / k;
                sum -= term / k;
            }
            return sum;
        }
        double b = x + 1;
        double c = 1e300;
        double d = 1 / b;
        double h = d;
        for (int k = 1; k < 200; k++) {
            double a = -(double) k * k;
            b += 2;
            d = 1 / (a * d + b);
            c = b + a / c;
            h *= c * d;
        }
        return h * StrictMath.exp(-x);
    }
}
