package attune.learn.match;

import attune.dsp.filter.ParametricEq;
import attune.dsp.meter.LogBands;
import attune.learn.strategy.EqResponse;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresProblem;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.util.Pair;

/**
 * Gains and centres of the eight bands that come nearest to a curve: least squares by Levenberg and Marquardt on the responses
 * of the real filters ({@link EqResponse}). The curve's level is free. Gains are kept small and centres near their
 * defaults where the curve does not tell, gains within a range, centres within half an octave; widths are the defaults.
 */
final class ToneFit {
    private static final int BANDS = ParametricEq.BANDS;
    private static final int FIRST_FREQUENCY = ParamTable.EQ1_FREQUENCY.index();
    private static final int PARAMS_PER_BAND = 3;
    /** Every third band of the meter: four to the octave. */
    private static final int POINT_STEP = 3;

    private static final int PARAMETERS = 2 * BANDS + 1;
    private static final int LEVEL = 2 * BANDS;
    private static final double MOST_SHIFT_OCTAVES = 0.5;
    /** Decibels of misfit that a decibel of gain, and an octave of shift, must save. */
    private static final double GAIN_WEIGHT = 0.15;

    private static final double SHIFT_WEIGHT = 0.7;
    private static final double PROBE_DB = 0.05;
    private static final double PROBE_OCTAVES = 0.01;
    private static final int MOST_EVALUATIONS = 40;
    private static final double TOLERANCE = 1e-4;
    private static final double LEAST_GAIN_DB = 0.5;
    private static final double SAME_CURVE_DB = 0.05;
    private static final int MOST_RESCALES = 5;

    private final EqResponse response;
    private final double[] pointsHz;
    private final double[] wishDb;
    private final double rangeDb;

    private ToneFit(double sampleRateHz, double[] pointsHz, double[] wishDb, double rangeDb) {
        this.response = new EqResponse(sampleRateHz, pointsHz);
        this.pointsHz = pointsHz;
        this.wishDb = wishDb;
        this.rangeDb = rangeDb;
    }

    /**
     * Sets the equaliser of {@code params}.
     *
     * @param differenceDb curve by {@link LogBands}; NaN where it is not known
     * @param rangeDb largest gain of a band, and of all together
     * @param amount share of the gains that is set
     */
    static void apply(ParamSnapshot params, double sampleRateHz, double[] differenceDb, double rangeDb, double amount) {
        double[] points = new double[LogBands.BANDS];
        double[] wish = new double[LogBands.BANDS];
        int n = 0;
        for (int b = 0; b < LogBands.BANDS; b += POINT_STEP) {
            if (!Double.isNaN(differenceDb[b])) {
                points[n] = LogBands.centreHz(b);
                wish[n++] = Math.max(-rangeDb, Math.min(rangeDb, differenceDb[b]));
            }
        }
        ToneFit fit = new ToneFit(sampleRateHz, Arrays.copyOf(points, n), Arrays.copyOf(wish, n), rangeDb);
        fit.set(params, fit.solve(), amount);
    }

    private double[] solve() {
        LeastSquaresProblem problem = new LeastSquaresBuilder()
                .start(new double[PARAMETERS])
                .target(new double[pointsHz.length + LEVEL])
                .model(this::misfit)
                .parameterValidator(this::bounded)
                .lazyEvaluation(false)
                .maxEvaluations(MOST_EVALUATIONS)
                .maxIterations(MOST_EVALUATIONS)
                .checker((iteration, before, now) -> Math.abs(before.getCost() - now.getCost()) < TOLERANCE)
                .build();
        return new LevenbergMarquardtOptimizer().optimize(problem).getPoint().toArray();
    }

    private RealVector bounded(RealVector point) {
        RealVector inside = point.copy();
        for (int b = 0; b < BANDS; b++) {
            inside.setEntry(b, clamp(point.getEntry(b), rangeDb));
            inside.setEntry(BANDS + b, clamp(point.getEntry(BANDS + b), MOST_SHIFT_OCTAVES));
        }
        return inside;
    }

    private static double clamp(double value, double limit) {
        return Math.max(-limit, Math.min(limit, value));
    }

    /** Misfit at every point, then what gains and shifts cost; with the derivatives. */
    private Pair<RealVector, org.hipparchus.linear.RealMatrix> misfit(RealVector point) {
        int points = pointsHz.length;
        double[] value = new double[points + LEVEL];
        double[][] slope = new double[points + LEVEL][PARAMETERS];
        for (int i = 0; i < points; i++) {
            value[i] = point.getEntry(LEVEL) - wishDb[i];
            slope[i][LEVEL] = 1;
        }
        for (int b = 0; b < BANDS; b++) {
            double gain = point.getEntry(b);
            double shift = point.getEntry(BANDS + b);
            double[] here = band(b, gain, shift);
            double[] louder = band(b, gain + PROBE_DB, shift);
            double[] higher = band(b, gain, shift + PROBE_OCTAVES);
            for (int i = 0; i < points; i++) {
                value[i] += here[i];
                slope[i][b] = (louder[i] - here[i]) / PROBE_DB;
                slope[i][BANDS + b] = (higher[i] - here[i]) / PROBE_OCTAVES;
            }
            value[points + b] = GAIN_WEIGHT * gain;
            slope[points + b][b] = GAIN_WEIGHT;
            value[points + BANDS + b] = SHIFT_WEIGHT * shift;
            slope[points + BANDS + b][BANDS + b] = SHIFT_WEIGHT;
        }
        return new Pair<>(new ArrayRealVector(value, false), new Array2DRowRealMatrix(slope, false));
    }

    /** Response of one band alone. */
    private double[] band(int band, double gainDb, double shiftOctaves) {
        ParamSnapshot alone = new ParamSnapshot();
        setBand(alone, band, gainDb, shiftOctaves);
        return response.gainsDb(alone);
    }

    private static void setBand(ParamSnapshot params, int band, double gainDb, double shiftOctaves) {
        int at = FIRST_FREQUENCY + band * PARAMS_PER_BAND;
        double defaultHz = ParamTable.all().get(at).spec().defaultValue();
        params.set(at, defaultHz * StrictMath.pow(2, shiftOctaves));
        params.set(at + 1, gainDb);
        params.set(at + 2, ParamTable.all().get(at + 2).spec().defaultValue());
    }

    /** Sets a share of the gains that were found; none of them, nor their sum anywhere, is beyond the range. */
    private void set(ParamSnapshot params, double[] found, double amount) {
        double[] gains = new double[BANDS];
        for (int b = 0; b < BANDS; b++) {
            gains[b] = clamp(found[b] * amount, rangeDb);
        }
        for (int attempt = 0; attempt < MOST_RESCALES; attempt++) {
            for (int b = 0; b < BANDS; b++) {
                boolean works = Math.abs(gains[b]) >= LEAST_GAIN_DB;
                setBand(params, b, works ? gains[b] : 0, works ? found[BANDS + b] : 0);
            }
            double largest =
                    Arrays.stream(response.gainsDb(params)).map(Math::abs).max().orElse(0);
            if (largest <= rangeDb + SAME_CURVE_DB) {
                return;
            }
            for (int b = 0; b < BANDS; b++) {
                gains[b] *= rangeDb / largest;
            }
        }
    }
}
