package attune.learn.truth;

import java.util.Random;

/**
 * What goes wrong with recordings, applied to a clean one: the same samples for the same seed. Seeds differ in the
 * noise's colour and sway and in the hum's drift and mixture of harmonics.
 */
public enum Degradation {
    CLEAN("clean"),
    FAN_NOISE("fan noise 10 dB below"),
    HUM_50("50 Hz hum"),
    HUM_60("60 Hz hum"),
    DULL("dull: −9 dB above 2 kHz"),
    HARSH("harsh: +8 dB at 2.5–6 kHz"),
    LOW_LEVEL("18 dB too quiet"),
    HUM_AND_NOISE("50 Hz hum and fan noise");

    private static final double NOISE_BELOW_DB = 10;
    private static final double HUM_BELOW_DB = 12;
    private static final double DULL_HZ = 2_000;
    private static final double DULL_DB = -9;
    private static final double HARSH_FROM_HZ = 2_500;
    private static final double HARSH_TO_HZ = 6_000;
    private static final double HARSH_DB = 8;
    private static final double LOW_DB = -18;

    private final String label;

    Degradation(String label) {
        this.label = label;
    }

    /** For tables. */
    public String label() {
        return label;
    }

    /** The degraded recording, as long as {@code clean} and in time with it. */
    public double[] apply(double[] clean, int rateHz, long seed) {
        return switch (this) {
            case CLEAN -> clean.clone();
            case FAN_NOISE -> add(clean, fan(clean.length, rateHz, seed), NOISE_BELOW_DB, rateHz);
            case HUM_50 -> add(clean, hum(50, clean.length, rateHz, seed), HUM_BELOW_DB, rateHz);
            case HUM_60 -> add(clean, hum(60, clean.length, rateHz, seed), HUM_BELOW_DB, rateHz);
            case DULL -> Biquad.highShelf(DULL_HZ, DULL_DB, rateHz).filter(clean);
            case HARSH ->
                Biquad.bell(HARSH_FROM_HZ, HARSH_TO_HZ, HARSH_DB, rateHz).filter(clean);
            case LOW_LEVEL -> scaled(clean, LOW_DB);
            case HUM_AND_NOISE -> FAN_NOISE.apply(HUM_50.apply(clean, rateHz, seed), rateHz, seed + 1);
        };
    }

    /** {@code disturbance}, of root mean square 1, so far below the level of {@code clean} where that sounds. */
    private static double[] add(double[] clean, double[] disturbance, double belowDb, int rateHz) {
        double gain = SpeechActivity.soundingLevel(clean, rateHz) * StrictMath.pow(10, -belowDb / 20);
        double[] out = clean.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += gain * disturbance[i];
        }
        return out;
    }

    /** A fan: air noise that falls above a corner and sways, and the tone of its blades. */
    private static double[] fan(int frames, int rateHz, long seed) {
        Random random = new Random(seed);
        double cornerHz = 250 + 500 * random.nextDouble();
        double bladesHz = 70 + 50 * random.nextDouble();
        double swayHz = 0.2 + random.nextDouble();
        double low = 1 - StrictMath.exp(-2 * Math.PI * cornerHz / rateHz);
        double[] out = new double[frames];
        double state = 0;
        for (int i = 0; i < frames; i++) {
            double t = (double) i / rateHz;
            double white = random.nextGaussian();
            state += low * (white - state);
            double blades = Math.sin(2 * Math.PI * bladesHz * t) + 0.4 * Math.sin(4 * Math.PI * bladesHz * t);
            double sway = 1 + 0.08 * Math.sin(2 * Math.PI * swayHz * t);
            out[i] = sway * (state / Math.sqrt(low) + 0.12 * white) + 0.08 * blades;
        }
        return unit(out);
    }

    /** Mains hum: nine harmonics, the odd ones stronger, whose frequency drifts by up to 0.06 % as that of the grid. */
    private static double[] hum(double mainsHz, int frames, int rateHz, long seed) {
        Random random = new Random(seed);
        double offsetHz = mainsHz * 0.0006 * (2 * random.nextDouble() - 1);
        double driftHz = mainsHz * 0.0003;
        double[] amplitude = new double[10];
        double[] phase = new double[10];
        for (int h = 1; h < amplitude.length; h++) {
            amplitude[h] = (h % 2 == 1 ? 1.0 : 0.4) / h * (0.6 + 0.8 * random.nextDouble());
            phase[h] = 2 * Math.PI * random.nextDouble();
        }
        double[] out = new double[frames];
        double cycles = 0;
        for (int i = 0; i < frames; i++) {
            double t = (double) i / rateHz;
            cycles += (mainsHz + offsetHz + driftHz * Math.sin(2 * Math.PI * t / 23)) / rateHz;
            for (int h = 1; h < amplitude.length; h++) {
                out[i] += amplitude[h] * Math.sin(2 * Math.PI * h * cycles + phase[h]);
            }
        }
        return unit(out);
    }

    private static double[] unit(double[] x) {
        double gain = 1 / Math.sqrt(Signals.energy(x, 0, x.length) / x.length);
        for (int i = 0; i < x.length; i++) {
            x[i] *= gain;
        }
        return x;
    }

    private static double[] scaled(double[] x, double db) {
        double gain = StrictMath.pow(10, db / 20);
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = gain * x[i];
        }
        return out;
    }
}
