package attune.dsp.core;

import attune.rt.AudioThread;

/**
 * Logarithm and exponential from + − × ÷ alone: the same bits on every machine and every JDK from 17 on, no
 * allocation, about 3 ns. {@code Math.exp} and {@code Math.log} may differ between platforms and must not be used while
 * processing; {@code StrictMath} is for design.
 */
public final class ExactMath {
    private static final double LN2 = 0.6931471805599453;
    private static final double LOG2_OF_E = 1.4426950408889634;
    private static final double LOG2_OF_10 = 3.321928094887362;
    private static final double DB_PER_OCTAVE = 6.020599913279624;
    private static final long SQRT_HALF_BITS = 0x3FE6_A09E_667F_3BCDL;

    private ExactMath() {}

    /**
     * Binary logarithm, absolute error below 1e-10.
     *
     * @param x positive, finite, normal
     */
    @AudioThread
    public static double log2(double x) {
        long bits = Double.doubleToRawLongBits(x);
        long offset = bits - SQRT_HALF_BITS;
        int exponent = (int) (offset >> 52);
        double mantissa = Double.longBitsToDouble(bits - ((long) exponent << 52)); // in [√½, √2)
        double s = (mantissa - 1) / (mantissa + 1);
        double s2 = s * s;
        // 2 artanh(s) = ln(mantissa), by its series
        double series =
                1 + s2 * (1.0 / 3 + s2 * (1.0 / 5 + s2 * (1.0 / 7 + s2 * (1.0 / 9 + s2 * (1.0 / 11 + s2 / 13)))));
        return exponent + 2 * LOG2_OF_E * s * series;
    }

    /**
     * Two to the power of {@code x}, relative error below 1e-10.
     *
     * @param x bounded to ±1 000
     */
    @AudioThread
    public static double exp2(double x) {
        double bounded = x < -1000 ? -1000 : x > 1000 ? 1000 : x;
        double whole = Math.floor(bounded + 0.5);
        double t = (bounded - whole) * LN2;
        double high = 1.0 / 120 + t * (1.0 / 720 + t * (1.0 / 5040 + t * (1.0 / 40320 + t * (1.0 / 362880))));
        double series = 1 + t * (1 + t * (1.0 / 2 + t * (1.0 / 6 + t * (1.0 / 24 + t * high))));
        return series * Double.longBitsToDouble(((long) whole + 1023) << 52);
    }

    /** Natural exponential. */
    @AudioThread
    public static double exp(double x) {
        return exp2(x * LOG2_OF_E);
    }

    /** Natural logarithm of a positive, normal number. */
    @AudioThread
    public static double log(double x) {
        return log2(x) * LN2;
    }

    /** Amplitude ratio of a level difference. */
    @AudioThread
    public static double dbToLinear(double db) {
        return exp2(db * (LOG2_OF_10 / 20));
    }

    /** Level difference of a positive amplitude ratio. */
    @AudioThread
    public static double linearToDb(double ratio) {
        return log2(ratio) * DB_PER_OCTAVE;
    }

    /** Level difference of a positive power ratio. */
    @AudioThread
    public static double powerToDb(double ratio) {
        return log2(ratio) * (DB_PER_OCTAVE / 2);
    }

    /**
     * Tangent of π {@code x}, relative error below 1e-14 up to 0.45. ({@code StrictMath.tan} and {@code pow} allocate on some JDKs,
     * so that filters which follow a moving parameter cannot use them.)
     *
     * @param x 0 to below 0.5
     */
    @AudioThread
    public static double tanPi(double x) {
        boolean steep = x > 0.25;
        double t = Math.PI * (steep ? 0.5 - x : x); // 0 to π/4
        double t2 = t * t;
        double sin = t
                * (1
                        - t2
                                / 6
                                * (1
                                        - t2
                                                / 20
                                                * (1
                                                        - t2
                                                                / 42
                                                                * (1
                                                                        - t2
                                                                                / 72
                                                                                * (1
                                                                                        - t2
                                                                                                / 110
                                                                                                * (1
                                                                                                        - t2
                                                                                                                / 156
                                                                                                                * (1
                                                                                                                        - t2
                                                                                                                                / 210)))))));
        double cos = 1
                - t2
                        / 2
                        * (1
                                - t2
                                        / 12
                                        * (1
                                                - t2
                                                        / 30
                                                        * (1
                                                                - t2
                                                                        / 56
                                                                        * (1
                                                                                - t2
                                                                                        / 90
                                                                                        * (1
                                                                                                - t2
                                                                                                        / 132
                                                                                                        * (1
                                                                                                                - t2
                                                                                                                        / 182
                                                                                                                        * (1
                                                                                                                                - t2
                                                                                                                                        / 240)))))));
        return steep ? cos / sin : sin / cos;
    }
}
