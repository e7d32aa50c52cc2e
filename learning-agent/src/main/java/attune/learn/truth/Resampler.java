package attune.learn.truth;

/**
 * Rational sample rate conversion by a polyphase Kaiser-windowed sinc: 90 dB of stop band, pass band to 90 % of the lower
 * Nyquist frequency, no delay.
 */
public final class Resampler {
    private static final double STOPBAND_DB = 90;
    private static final double TRANSITION = 0.1;

    private Resampler() {}

    /**
     * Converts {@code input}.
     *
     * @param fromHz rate of {@code input}, whole Hz
     * @param toHz rate of the result, whole Hz
     * @return ⌈length · toHz / fromHz⌉ samples, the first at the time of the first input sample
     */
    public static double[] resample(double[] input, int fromHz, int toHz) {
        if (fromHz <= 0 || toHz <= 0) {
            throw new IllegalArgumentException("rates=" + fromHz + " and " + toHz + " Hz, allowed are positive ones");
        }
        int divisor = gcd(fromHz, toHz);
        int up = toHz / divisor;
        int down = fromHz / divisor;
        if (up == 1 && down == 1) {
            return input.clone();
        }
        double[] filter = design(up, down);
        int half = filter.length / 2;
        int length = (int) (((long) input.length * up + down - 1) / down);
        double[] output = new double[length];
        for (int i = 0; i < length; i++) {
            // tap j of the filter meets input sample n where n·up = centre − j
            long centre = (long) i * down + half;
            int last = (int) Math.min(input.length - 1, centre / up);
            long first = Math.max(0, (centre - filter.length + up) / up);
            double sum = 0;
            for (int n = (int) first; n <= last; n++) {
                int tap = (int) (centre - (long) n * up);
                sum += tap < filter.length ? filter[tap] * input[n] : 0;
            }
            output[i] = sum;
        }
        return output;
    }

    /** Low pass at the lower of the two Nyquist frequencies, with gain {@code up}, on the grid of both rates. */
    private static double[] design(int up, int down) {
        double cutoff = 0.5 / Math.max(up, down) * (1 - TRANSITION / 2); // in cycles per sample of the fine grid
        double width = 0.5 / Math.max(up, down) * TRANSITION;
        int half = (int) Math.ceil((STOPBAND_DB - 8) / (2.285 * 2 * Math.PI * width) / 2);
        double beta = 0.1102 * (STOPBAND_DB - 8.7);
        double[] h = new double[2 * half + 1];
        for (int i = -half; i <= half; i++) {
            double x = 2 * cutoff * i;
            double sinc = i == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
            double r = (double) i / half;
            h[i + half] = up * 2 * cutoff * sinc * bessel(beta * Math.sqrt(1 - r * r)) / bessel(beta);
        }
        return h;
    }

    /** Modified Bessel function I₀ by its series. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; k < 60; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
