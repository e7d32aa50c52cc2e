package attune.learn.truth;

/** Seeded steady noises at a root mean square of 1. */
public enum GeneratedNoise {
    /** Equal power at every frequency. */
    WHITE,
    /** Power falls by 3 dB an octave. */
    PINK,
    /** A fan: low-passed rumble that flutters a little, and the hum of its blades. */
    FAN;

    private static final double BLADES_HZ = 93;

    /**
     * The same samples for the same seed.
     *
     * @param count samples
     * @param rateHz sample rate
     */
    public double[] make(long seed, int count, int rateHz) {
        double[] out = even(seed, count);
        if (this != WHITE) {
            toPink(out);
        }
        if (this == FAN) {
            toFan(out, rateHz);
        }
        double level = Math.sqrt(Signals.energy(out, 0, count) / count);
        for (int i = 0; i < count; i++) {
            out[i] /= level;
        }
        return out;
    }

    /** White, evenly distributed in ±½: the upper bits of a linear congruential generator (D. Knuth's MMIX). */
    static double[] even(long seed, int count) {
        long state = seed;
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            out[i] = (double) (state >>> 40) / (1 << 24) - 0.5;
        }
        return out;
    }

    /** Three poles that follow −3 dB an octave within half a decibel from 100 Hz to 7 kHz at 16 kHz (P. Kellet). */
    private static void toPink(double[] x) {
        double a = 0;
        double b = 0;
        double c = 0;
        for (int i = 0; i < x.length; i++) {
            a = 0.99765 * a + 0.0990460 * x[i];
            b = 0.963 * b + 0.2965164 * x[i];
            c = 0.57 * c + 1.0526913 * x[i];
            x[i] = a + b + c + 0.1848 * x[i];
        }
    }

    private static void toFan(double[] x, int rateHz) {
        double state = 0;
        for (int i = 0; i < x.length; i++) {
            double t = (double) i / rateHz;
            double hum = 0;
            for (int h = 1; h <= 4; h++) {
                hum += 0.1 / h * StrictMath.sin(2 * Math.PI * BLADES_HZ * h * t + h);
            }
            state += 0.25 * (x[i] - state);
            x[i] = (state + hum) * (1 + 0.08 * StrictMath.sin(2 * Math.PI * 1.3 * t));
        }
    }
}
