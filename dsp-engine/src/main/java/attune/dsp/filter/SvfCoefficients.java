package attune.dsp.filter;

import attune.rt.AudioThread;

/**
 * Coefficients of one {@link StateVariableFilter}, made by {@link FilterDesign}. With input x and states s1, s2:
 * v = x − s2, v1 = a1 s1 + a2 v, v2 = s2 + a2 s1 + a3 v, output = m0 x + m1 v1 + m2 v2.
 */
public final class SvfCoefficients {
    double g;
    double a1;
    double a2;
    double a3;
    double m0;
    double m1;
    double m2;

    /** Hands its input through. */
    SvfCoefficients() {
        set(0, 1, 1, 0, 0);
    }

    /**
     * @param newG tangent of half the normalised angular frequency
     * @param k inverse of the quality factor
     * @param newM0 share of the input
     * @param newM1 share of the band-pass output
     * @param newM2 share of the low-pass output
     */
    @AudioThread
    void set(double newG, double k, double newM0, double newM1, double newM2) {
        g = newG;
        a1 = 1 / (1 + newG * (newG + k));
        a2 = newG * a1;
        a3 = newG * a2;
        m0 = newM0;
        m1 = newM1;
        m2 = newM2;
    }

    @AudioThread
    void copyFrom(SvfCoefficients other) {
        g = other.g;
        a1 = other.a1;
        a2 = other.a2;
        a3 = other.a3;
        m0 = other.m0;
        m1 = other.m1;
        m2 = other.m2;
    }
}
