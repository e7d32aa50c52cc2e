package attune.dsp.filter;

import attune.dsp.core.ExactMath;
import attune.rt.AudioThread;

/**
 * Second-order filters as coefficients of the trapezoidal state-variable filter: A. Simper, "Solving the continuous SVF
 * equations using trapezoidal integration", Cytomic 2013. The analogue prototypes are those of the Audio EQ Cookbook,
 * warped by the bilinear transform so that the frequency asked for is met exactly.
 *
 * <p>The same bits on every platform, no allocation, some 50 ns: cheap enough for a parameter that moves every quantum.
 */
public final class FilterDesign {
    /** Quality factor of a second-order Butterworth filter. */
    public static final double BUTTERWORTH_Q = 0.7071067811865476;
    /** Highest centre or corner, as a share of the sample rate. */
    static final double HIGHEST_SHARE = 0.45;

    private FilterDesign() {}

    /** 12 dB per octave below {@code frequencyHz}; Butterworth at {@link #BUTTERWORTH_Q}. */
    @AudioThread
    public static void highPass(SvfCoefficients into, double sampleRateHz, double frequencyHz, double q) {
        into.set(warped(sampleRateHz, frequencyHz), 1 / q, 1, -1 / q, -1);
    }

    /** 0 dB everywhere; the phase turns by −360° in all, by −180° at {@code frequencyHz}. */
    @AudioThread
    static void allPass(SvfCoefficients into, double sampleRateHz, double frequencyHz, double q) {
        into.set(warped(sampleRateHz, frequencyHz), 1 / q, 1, -2 / q, 0);
    }

    /** 12 dB per octave above {@code frequencyHz}; Butterworth at {@link #BUTTERWORTH_Q}. */
    @AudioThread
    public static void lowPass(SvfCoefficients into, double sampleRateHz, double frequencyHz, double q) {
        into.set(warped(sampleRateHz, frequencyHz), 1 / q, 0, 0, 1);
    }

    /**
     * A section of an elliptic low-pass: 0 dB far below {@code edgeHz}, nothing at one frequency above it.
     *
     * @param poleRatio frequency of the poles over that of the edge, in the analogue prototype
     * @param q quality factor of the poles
     * @param zeroRatio frequency of the zeros over that of the edge, in the analogue prototype
     */
    @AudioThread
    static void lowPassNotch(
            SvfCoefficients into, double sampleRateHz, double edgeHz, double poleRatio, double q, double zeroRatio) {
        double m = poleRatio / zeroRatio * (poleRatio / zeroRatio);
        into.set(warped(sampleRateHz, edgeHz) * poleRatio, 1 / q, m, -m / q, 1 - m);
    }

    /** {@code gainDb} at {@code frequencyHz}, 0 dB far away; {@code q} is centre frequency over bandwidth. */
    @AudioThread
    static void bell(SvfCoefficients into, double sampleRateHz, double frequencyHz, double q, double gainDb) {
        double a = rootGain(gainDb);
        double k = 1 / (q * a);
        into.set(warped(sampleRateHz, frequencyHz), k, 1, k * (a * a - 1), 0);
    }

    /**
     * {@code gainLinear} at {@code frequencyHz}, 0 dB far away. {@code bandwidthHz} is that of the poles, whatever the
     * gain: the ringing does not depend on how deep the notch is.
     */
    @AudioThread
    static void notch(
            SvfCoefficients into, double sampleRateHz, double frequencyHz, double bandwidthHz, double gainLinear) {
        double k = bandwidthHz / frequencyHz;
        into.set(warped(sampleRateHz, frequencyHz), k, 1, k * (gainLinear - 1), 0);
    }

    /** {@code gainDb} far below {@code frequencyHz}, half of it (in dB) at it, 0 dB far above. */
    @AudioThread
    static void lowShelf(SvfCoefficients into, double sampleRateHz, double frequencyHz, double q, double gainDb) {
        double a = rootGain(gainDb);
        double k = 1 / q;
        into.set(warped(sampleRateHz, frequencyHz) / Math.sqrt(a), k, 1, k * (a - 1), a * a - 1);
    }

    /** {@code gainDb} far above {@code frequencyHz}, half of it (in dB) at it, 0 dB far below. */
    @AudioThread
    static void highShelf(SvfCoefficients into, double sampleRateHz, double frequencyHz, double q, double gainDb) {
        double a = rootGain(gainDb);
        double k = 1 / q;
        into.set(warped(sampleRateHz, frequencyHz) * Math.sqrt(a), k, a * a, k * (1 - a) * a, 1 - a * a);
    }

    private static double rootGain(double gainDb) {
        return ExactMath.dbToLinear(gainDb / 2);
    }

    private static double warped(double sampleRateHz, double frequencyHz) {
        return ExactMath.tanPi(Math.min(frequencyHz / sampleRateHz, HIGHEST_SHARE));
    }
}
