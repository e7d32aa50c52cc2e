package attune.bench.meter;

import attune.dsp.core.ProcessSpec;

/** The true-peak signals of EBU Tech 3341, one channel; frequencies are fractions of the sample rate. */
final class PeakSignals {
    private static final double SECONDS = 0.5;
    private static final double FADE_SECONDS = 0.01;
    /** The signal with the burst is made at this many times the rate. */
    private static final int FINER = 4;
    /** Low-pass before every fourth sample is taken: half length in fine samples, corner as a fraction of the fine rate. */
    private static final int HALF_TAPS = 160;

    private static final double CORNER = 0.47 / FINER;
    private static final double KAISER_BETA = 9;

    private PeakSignals() {}

    /**
     * Cases 15 to 19: a sine, faded in and out within 10 ms.
     *
     * @param divisor sample rate over frequency
     */
    static float[] sine(int rateHz, double divisor, double phaseDegrees, double amplitude) {
        float[] out = new float[frames(rateHz)];
        double fade = FADE_SECONDS * rateHz;
        for (int i = 0; i < out.length; i++) {
            double taper = Math.min(1, Math.min(i, out.length - 1 - i) / fade);
            out[i] = (float) (taper * amplitude * Math.sin(2 * Math.PI * i / divisor + Math.toRadians(phaseDegrees)));
        }
        return out;
    }

    /**
     * Cases 20 to 23: a sine at a sixth of the rate, amplitude 0.5, with one period at a quarter of the rate, amplitude 1,
     * in the middle, continuous in phase; made at four times the rate, low-passed, then every fourth sample.
     *
     * @param offset 0 to 3, the first fine sample that is taken
     */
    static float[] burst(int rateHz, int offset) {
        double[] fine = fineBurst(FINER * frames(rateHz), FINER * FADE_SECONDS * rateHz);
        double[] taps = lowPass();
        float[] out = new float[fine.length / FINER];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) at(fine, taps, FINER * i + offset);
        }
        return out;
    }

    private static double[] fineBurst(int length, double fade) {
        int slowPeriod = 6 * FINER;
        int fastPeriod = 4 * FINER;
        int burst = length / (2 * slowPeriod) * slowPeriod;
        double[] fine = new double[length];
        double turns = 0;
        for (int i = 0; i < length; i++) {
            boolean loud = i >= burst && i < burst + fastPeriod;
            double taper = Math.min(1, Math.min(i, length - 1 - i) / fade);
            fine[i] = taper * (loud ? 1 : 0.5) * Math.sin(2 * Math.PI * turns);
            turns += 1.0 / (loud ? fastPeriod : slowPeriod);
        }
        return fine;
    }

    private static double[] lowPass() {
        double[] taps = new double[2 * HALF_TAPS + 1];
        double sum = 0;
        for (int k = -HALF_TAPS; k <= HALF_TAPS; k++) {
            double x = Math.PI * 2 * CORNER * k;
            double inside = 1 - (double) k * k / ((double) HALF_TAPS * HALF_TAPS);
            taps[k + HALF_TAPS] = (k == 0 ? 1 : Math.sin(x) / x) * besselI0(KAISER_BETA * Math.sqrt(inside));
            sum += taps[k + HALF_TAPS];
        }
        for (int k = 0; k < taps.length; k++) {
            taps[k] /= sum;
        }
        return taps;
    }

    private static double besselI0(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; k < 60; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    private static double at(double[] fine, double[] taps, int centre) {
        double sum = 0;
        int from = Math.max(0, centre - HALF_TAPS);
        int to = Math.min(fine.length - 1, centre + HALF_TAPS);
        for (int i = from; i <= to; i++) {
            sum += fine[i] * taps[i - centre + HALF_TAPS];
        }
        return sum;
    }

    private static int frames(int rateHz) {
        int quantum = ProcessSpec.QUANTUM_FRAMES;
        int quanta = (int) (SECONDS * rateHz / quantum);
        return quanta * quantum;
    }
}
