package attune.learn.truth;

/**
 * Second-order section by coefficients that are already divided by a0, and the designs that the corpus needs (R.
 * Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter coefficients").
 */
record Biquad(double b0, double b1, double b2, double a1, double a2) {
    private static final double BUTTERWORTH = Math.sqrt(0.5);

    /** Shelf above {@code cornerHz}, where half of {@code gainDb} is reached. */
    static Biquad highShelf(double cornerHz, double gainDb, int rateHz) {
        double a = StrictMath.pow(10, gainDb / 40);
        double w = 2 * Math.PI * cornerHz / rateHz;
        double cos = StrictMath.cos(w);
        double slope = 2 * Math.sqrt(a) * StrictMath.sin(w) / (2 * BUTTERWORTH);
        double a0 = a + 1 - (a - 1) * cos + slope;
        return new Biquad(
                a * (a + 1 + (a - 1) * cos + slope) / a0,
                -2 * a * (a - 1 + (a + 1) * cos) / a0,
                a * (a + 1 + (a - 1) * cos - slope) / a0,
                2 * (a - 1 - (a + 1) * cos) / a0,
                (a + 1 - (a - 1) * cos - slope) / a0);
    }

    /** Bell between two frequencies where half of {@code gainDb} is reached. */
    static Biquad bell(double lowerHz, double upperHz, double gainDb, int rateHz) {
        double a = StrictMath.pow(10, gainDb / 40);
        double centreHz = Math.sqrt(lowerHz * upperHz);
        double w = 2 * Math.PI * centreHz / rateHz;
        double alpha = StrictMath.sin(w) * (upperHz - lowerHz) / (2 * centreHz);
        double a0 = 1 + alpha / a;
        return new Biquad(
                (1 + alpha * a) / a0,
                -2 * StrictMath.cos(w) / a0,
                (1 - alpha * a) / a0,
                -2 * StrictMath.cos(w) / a0,
                (1 - alpha / a) / a0);
    }

    /** Butterworth high pass. */
    static Biquad highPass(double cornerHz, int rateHz) {
        double w = 2 * Math.PI * cornerHz / rateHz;
        double cos = StrictMath.cos(w);
        double alpha = StrictMath.sin(w) / (2 * BUTTERWORTH);
        double a0 = 1 + alpha;
        return new Biquad((1 + cos) / 2 / a0, -(1 + cos) / a0, (1 + cos) / 2 / a0, -2 * cos / a0, (1 - alpha) / a0);
    }

    /** The whole signal filtered, from rest. */
    double[] filter(double[] x) {
        double[] y = new double[x.length];
        double s1 = 0;
        double s2 = 0;
        for (int i = 0; i < x.length; i++) {
            y[i] = b0 * x[i] + s1;
            s1 = b1 * x[i] - a1 * y[i] + s2;
            s2 = b2 * x[i] - a2 * y[i];
        }
        return y;
    }
}
