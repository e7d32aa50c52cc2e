package attune.learn.taste;

import java.util.List;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Mean level of a whole sound in thirds of an octave, 20 Hz to 20 kHz: the exact mid-band frequencies and band edges of
 * IEC 61260-1:2014 to the base ten (1 kHz is one of them), named by its nominal frequencies, which are ISO 266's. Power of
 * overlapping Hann windows of 0.6 s and more, bins at an edge by their share. One owner thread; prepared once per sample rate.
 */
final class ThirdOctaves {
    /** What the bands are called, lowest first. */
    static final List<Double> NOMINAL_HZ = List.of(
            20.0, 25.0, 31.5, 40.0, 50.0, 63.0, 80.0, 100.0, 125.0, 160.0, 200.0, 250.0, 315.0, 400.0, 500.0, 630.0,
            800.0, 1000.0, 1250.0, 1600.0, 2000.0, 2500.0, 3150.0, 4000.0, 5000.0, 6300.0, 8000.0, 10_000.0, 12_500.0,
            16_000.0, 20_000.0);
    /** Number of bands. */
    static final int BANDS = NOMINAL_HZ.size();

    private static final double REFERENCE_HZ = 1000;
    private static final int REFERENCE = NOMINAL_HZ.indexOf(REFERENCE_HZ);
    /** Ten thirds of an octave to the base ten are a decade. */
    private static final double BANDS_PER_DECADE = 10;

    private static final double SHORTEST_SECONDS = 0.6;
    private static final double SILENCE = 1e-16;

    private double rateHz;
    private double[] window = new double[0];
    private double[] frame = new double[0];
    private DoubleFFT_1D transform = new DoubleFFT_1D(1);
    /** Makes a full-scale sine 1. */
    private double scale;

    void prepare(double sampleRateHz) {
        int size = Integer.highestOneBit((int) Math.ceil(SHORTEST_SECONDS * sampleRateHz) - 1) << 1;
        rateHz = sampleRateHz;
        window = new double[size];
        frame = new double[size];
        transform = new DoubleFFT_1D(size);
        double energy = 0;
        for (int i = 0; i < size; i++) {
            double sine = StrictMath.sin(Math.PI * (i + 0.5) / size);
            window[i] = sine * sine;
            energy += window[i] * window[i];
        }
        scale = 4 / (size * energy);
    }

    /** Exact mid-band frequency. */
    static double centreHz(int band) {
        return at(band);
    }

    private static double at(double band) {
        return REFERENCE_HZ * StrictMath.pow(10, (band - REFERENCE) / BANDS_PER_DECADE);
    }

    /** Levels in dB of {@link #BANDS} bands, a full-scale sine in every channel 0 dB, −160 where there is nothing. */
    double[] levelsDb(float[][] sound) {
        double[] power = new double[window.length / 2];
        int frames = sound[0].length;
        int windows = 0;
        for (int from = 0; from == 0 || from + window.length <= frames; from += window.length / 2) {
            for (float[] channel : sound) {
                add(channel, from, power);
            }
            windows++;
        }
        double[] levels = new double[BANDS];
        for (int band = 0; band < BANDS; band++) {
            double mean = scale * between(power, at(band - 0.5), at(band + 0.5)) / windows / sound.length;
            levels[band] = 10 * StrictMath.log10(Math.max(SILENCE, mean));
        }
        return levels;
    }

    private void add(float[] channel, int from, double[] power) {
        for (int i = 0; i < frame.length; i++) {
            frame[i] = from + i < channel.length ? window[i] * channel[from + i] : 0;
        }
        transform.realForward(frame);
        for (int k = 1; k < power.length; k++) {
            power[k] += frame[2 * k] * frame[2 * k] + frame[2 * k + 1] * frame[2 * k + 1];
        }
    }

    /** Power between two frequencies, bin k reaching from k − ½ to k + ½. */
    private double between(double[] power, double lowerHz, double upperHz) {
        double lower = lowerHz * window.length / rateHz;
        double upper = upperHz * window.length / rateHz;
        double sum = 0;
        for (int k = (int) (lower + 0.5); k < power.length && k - 0.5 < upper; k++) {
            sum += Math.max(0, Math.min(upper, k + 0.5) - Math.max(lower, k - 0.5)) * power[k];
        }
        return sum;
    }
}
