package attune.dsp.core;

/** Window for FIR design: J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window function", 1974. */
public final class KaiserWindow {
    private static final int TERMS = 40;

    private KaiserWindow() {}

    /**
     * Value of the window.
     *
     * @param position 0 in the middle, ±1 at the ends; 0 beyond
     * @param beta trades the width of the transition (small) for the depth of the stop band (large)
     */
    public static double at(double position, double beta) {
        double inside = 1 - position * position;
        return inside <= 0 ? 0 : besselI0(beta * StrictMath.sqrt(inside)) / besselI0(beta);
    }

    private static double besselI0(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; k < TERMS; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    /** Impulse response of the ideal half-rate low-pass: sin(πx)/(πx). */
    public static double sinc(double x) {
        double angle = StrictMath.PI * x;
        return x == 0 ? 1 : StrictMath.sin(angle) / angle;
    }
}
