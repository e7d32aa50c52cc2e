package attune.learn.audio;

/**
 * Rational sample rate conversion by a polyphase Kaiser-windowed sinc, without delay. Immutable; any thread may use one
 * at the same time as others.
 */
public final class Resampler {
    private static final double FINE_STOPBAND_DB = 90;
    private static final double FINE_CENTRE = 0.95;
    private static final double FINE_TRANSITION = 0.1;
    private static final double ANALYSIS_STOPBAND_DB = 60;
    private static final double ANALYSIS_CENTRE = 1;
    private static final double ANALYSIS_TRANSITION = 0.2;

    private final int up;
    private final int down;
    /** Input samples on either side of an output sample that take part in it. */
    private final int reach;
    /** Taps by phase, in the order of the input samples they meet. */
    private final float[][] taps;

    private Resampler(int fromHz, int toHz, double centre, double transition, double stopbandDb) {
        if (fromHz <= 0 || toHz <= 0) {
            throw new IllegalArgumentException("rates=" + fromHz + " and " + toHz + " Hz, allowed are positive ones");
        }
        int divisor = gcd(fromHz, toHz);
        this.up = toHz / divisor;
        this.down = fromHz / divisor;
        double[] filter = up == 1 && down == 1 ? new double[] {1} : design(up, down, centre, transition, stopbandDb);
        int half = filter.length / 2;
        this.reach = (half + up - 1) / up;
        this.taps = new float[up][2 * reach + 1];
        for (int phase = 0; phase < up; phase++) {
            for (int j = 0; j <= 2 * reach; j++) {
                int tap = half + phase + (reach - j) * up;
                taps[phase][j] = tap >= 0 && tap < filter.length ? (float) filter[tap] : 0;
            }
        }
    }

    /**
     * Converts {@code input}: 90 dB of stop band, pass band to 90 % of the lower Nyquist frequency.
     *
     * @param fromHz rate of {@code input}, whole Hz
     * @param toHz rate of the result, whole Hz
     * @return ⌈length · toHz / fromHz⌉ samples, the first at the time of the first input sample
     */
    public static double[] resample(double[] input, int fromHz, int toHz) {
        if (fromHz == toHz) {
            return input.clone();
        }
        Resampler resampler = new Resampler(fromHz, toHz, FINE_CENTRE, FINE_TRANSITION, FINE_STOPBAND_DB);
        double[] output = new double[resampler.length(input.length)];
        for (int i = 0; i < output.length; i++) {
            output[i] = resampler.at(input, i);
        }
        return output;
    }

    /**
     * To the analysis rate, at a third of the cost: 60 dB of stop band, and what lies within 10 % of the Nyquist
     * frequency folds onto itself. Two such conversions of the same sound stay comparable.
     *
     * @param fromHz rate of the sound, whole Hz
     */
    public static Resampler analysis(int fromHz) {
        return new Resampler(
                fromHz, CapturedClip.ANALYSIS_RATE_HZ, ANALYSIS_CENTRE, ANALYSIS_TRANSITION, ANALYSIS_STOPBAND_DB);
    }

    /**
     * Mean of the channels in [from, to), converted; the first sample at the time of frame {@code from}.
     */
    public float[] mono(float[][] channels, int from, int to) {
        int frames = to - from;
        float[] padded = new float[frames + 2 * reach];
        float share = 1f / channels.length;
        for (float[] channel : channels) {
            for (int i = 0; i < frames; i++) {
                padded[reach + i] += share * channel[from + i];
            }
        }
        float[] output = new float[length(frames)];
        for (int i = 0; i < output.length; i++) {
            long fine = (long) i * down;
            output[i] = dot(taps[(int) (fine % up)], padded, (int) (fine / up));
        }
        return output;
    }

    /** Frames of the output that lie within so many frames of input. */
    public int length(int frames) {
        return (int) (((long) frames * up + down - 1) / down);
    }

    /** Input positions that are multiples of this meet output positions that are multiples of {@link #gridOutput}. */
    public int gridFrames() {
        return down;
    }

    /** See {@link #gridFrames}. */
    public int gridOutput() {
        return up;
    }

    private double at(double[] input, int i) {
        long fine = (long) i * down;
        float[] phase = taps[(int) (fine % up)];
        int first = (int) (fine / up) - reach;
        double sum = 0;
        for (int j = Math.max(0, -first); j < phase.length && first + j < input.length; j++) {
            sum += phase[j] * input[first + j];
        }
        return sum;
    }

    /** Four sums, so that one addition need not wait for the last. */
    private static float dot(float[] a, float[] b, int from) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int last = a.length - 3;
        int i = 0;
        for (; i < last; i += 4) {
            s0 += a[i] * b[from + i];
            s1 += a[i + 1] * b[from + i + 1];
            s2 += a[i + 2] * b[from + i + 2];
            s3 += a[i + 3] * b[from + i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[from + i];
        }
        return s0 + s1 + (s2 + s3);
    }

    /**
     * Low pass near the lower of the two Nyquist frequencies, with gain {@code up}, on the grid of both rates.
     *
     * @param centre middle of the transition band, in lower Nyquist frequencies
     * @param transition its width, likewise
     */
    private static double[] design(int up, int down, double centre, double transition, double stopbandDb) {
        double nyquist = 0.5 / Math.max(up, down); // in cycles per sample of the fine grid
        double cutoff = nyquist * centre;
        int half = (int) Math.ceil((stopbandDb - 8) / (2.285 * 2 * Math.PI * nyquist * transition) / 2);
        double beta = 0.1102 * (stopbandDb - 8.7);
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
