package attune.dsp.spectral;

import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.util.Arrays;

/**
 * A minimum or a percentile scatters by a decibel or two from bin to bin. So it only bounds a plain average over the
 * frames that hold noise alone (after I. Cohen and B. Berdugo, "Noise estimation by minima controlled recursive
 * averaging", IEEE Signal Processing Letters 9, 2002): that average is the estimate.
 */
final class RefinedNoise {
    /**
     * The estimate stays within these of the bound. Far below it the noise has risen, and an average that was only held
     * at the bound would go on taking the rest for signal: it starts anew from there.
     */
    private static final float FROM = 0.6f;

    private static final float TO = 2.5f;
    /** A bin this far above the estimate is no noise, whatever its band looks like; takes 2 % off an average. */
    private static final float OUTLIER = 4;

    private final float[] noise;
    private final float[] inverse;

    /** For frames of so many bins. */
    @ControlThread
    RefinedNoise(int bins) {
        this.noise = new float[bins];
        this.inverse = new float[bins];
    }

    /** Noise power by bin. */
    float[] noise() {
        return noise;
    }

    /** One over the noise power by bin; zero where none is known. */
    float[] inverse() {
        return inverse;
    }

    @AudioThread
    void reset() {
        Arrays.fill(noise, 0);
        Arrays.fill(inverse, 0);
    }

    /** Starts one bin from this power. */
    @AudioThread
    void set(int bin, float power) {
        noise[bin] = power;
        inverse[bin] = 1 / power;
    }

    /** Takes over {@code other}, see {@link Resampling}. */
    @AudioThread
    void adopt(RefinedNoise other) {
        Resampling.powers(other.noise, noise);
        for (int k = 0; k < noise.length; k++) {
            inverse[k] = noise[k] > 0 ? 1 / noise[k] : 0;
        }
    }

    /**
     * Averages some bins of a frame.
     *
     * @param bound noise power by bin that the average stays close to
     * @param rate share of the frame in the average
     */
    @AudioThread
    void refine(float[] power, float[] bound, int from, int to, float rate) {
        float[] out = noise;
        float[] inv = inverse;
        for (int k = from; k < to; k++) {
            float old = out[k];
            float averaged = old + rate * (Math.min(power[k], OUTLIER * old) - old);
            float bounded = averaged < FROM * bound[k] ? bound[k] : Math.min(TO * bound[k], averaged);
            out[k] = bounded;
            inv[k] = 1 / bounded;
        }
    }
}
