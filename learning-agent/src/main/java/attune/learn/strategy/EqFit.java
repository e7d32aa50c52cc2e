package attune.learn.strategy;

import attune.dsp.filter.ParametricEq;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;

/**
 * Equaliser gains that come nearest to a wished correction, with every band at its own frequency and width. The responses
 * are those of the real filters ({@link EqResponse}); the fit is bounded least squares with a small ridge (coordinate
 * descent), done anew around each solution because a response is not quite linear in its gain. Immutable.
 */
public final class EqFit {
    /** Largest gain, in either direction. */
    public static final double LARGEST_GAIN_DB = 9;
    /** Gains below this are not worth a band. */
    private static final double LEAST_GAIN_DB = 0.5;

    private static final double RIDGE = 0.001;
    private static final double PROBE_DB = 3;
    private static final int SWEEPS = 200;
    private static final int ROUNDS = 4;
    private static final int FIRST_GAIN = ParamTable.EQ1_GAIN.index();
    private static final int PARAMS_PER_BAND = 3;

    private final EqResponse response;
    /** By band and centre: dB for each dB of gain. */
    private final double[][] slopes = new double[ParametricEq.BANDS][];

    /** Fits at these frequencies, in Hz, for sound of this rate. */
    public EqFit(double sampleRateHz, double[] centresHz) {
        this.response = new EqResponse(sampleRateHz, centresHz);
        for (int band = 0; band < slopes.length; band++) {
            double[] gains = new double[ParametricEq.BANDS];
            gains[band] = PROBE_DB;
            slopes[band] = response.gainsDb(withGains(new ParamSnapshot(), gains));
            for (int i = 0; i < slopes[band].length; i++) {
                slopes[band][i] /= PROBE_DB;
            }
        }
    }

    /**
     * Gains by band, in dB, for a correction by centre, in dB.
     *
     * @throws IllegalArgumentException when there is not one correction for each centre
     */
    public double[] fit(double[] correctionDb) {
        if (correctionDb.length != slopes[0].length) {
            throw new IllegalArgumentException(
                    "correction=" + correctionDb.length + " values, needed are " + slopes[0].length);
        }
        double[] wish = correctionDb.clone();
        double[] gains = new double[ParametricEq.BANDS];
        for (int round = 0; round < ROUNDS; round++) {
            descend(gains, wish);
            double[] reached = response.gainsDb(withGains(new ParamSnapshot(), gains));
            for (int i = 0; i < wish.length; i++) {
                wish[i] = correctionDb[i] - (reached[i] - linear(gains, i));
            }
        }
        for (int band = 0; band < gains.length; band++) {
            gains[band] = Math.abs(gains[band]) < LEAST_GAIN_DB ? 0 : gains[band];
        }
        return gains;
    }

    /** These gains in {@code params}, every band at its default frequency and width. */
    public static ParamSnapshot withGains(ParamSnapshot params, double[] gainsDb) {
        for (int band = 0; band < gainsDb.length; band++) {
            int gain = FIRST_GAIN + band * PARAMS_PER_BAND;
            params.set(gain - 1, ParamTable.all().get(gain - 1).spec().defaultValue());
            params.set(gain, gainsDb[band]);
            params.set(gain + 1, ParamTable.all().get(gain + 1).spec().defaultValue());
        }
        return params;
    }

    private void descend(double[] gains, double[] wish) {
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int band = 0; band < gains.length; band++) {
                double along = 0;
                double square = RIDGE * wish.length;
                for (int i = 0; i < wish.length; i++) {
                    double slope = slopes[band][i];
                    along += slope * (wish[i] - linear(gains, i) + slope * gains[band]);
                    square += slope * slope;
                }
                gains[band] = Math.max(-LARGEST_GAIN_DB, Math.min(LARGEST_GAIN_DB, along / square));
            }
        }
    }

    private double linear(double[] gains, int centre) {
        double sum = 0;
        for (int band = 0; band < gains.length; band++) {
            sum += gains[band] * slopes[band][centre];
        }
        return sum;
    }
}
