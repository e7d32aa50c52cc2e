package attune.learn.preference;

import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.jspecify.annotations.Nullable;

/**
 * Fits a taste to answers: Bradley and Terry's model (1952) with a normal prior, the posterior by Laplace's approximation
 * at its mode. Newton's steps are halved until the posterior rises: an undamped step overshoots where answers agree too
 * well, and silently. Stateless.
 */
final class TasteFit {
    private static final int MOST_STEPS = 50;
    private static final int MOST_HALVINGS = 30;
    private static final double SMALL_GAIN = 1e-9;

    private final double[] priorMean;
    private final RealMatrix precision;

    TasteFit(TastePrior prior) {
        this.priorMean = prior.meanValues();
        this.precision = new CholeskyDecomposition(new Array2DRowRealMatrix(prior.covarianceValues(), false))
                .getSolver()
                .getInverse();
    }

    /** Posterior of these answers. */
    Taste fit(List<Answer> answers) {
        return fit(answers, null);
    }

    /** The same with answers counted so many times; null counts each once. */
    Taste fit(List<Answer> answers, double @Nullable [] times) {
        double[][] x = answers.stream().map(Taste::features).toArray(double[][]::new);
        double[] weights = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            weights[i] = answers.get(i).weight() * (times == null ? 1 : times[i]);
        }
        double[] theta = priorMean.clone();
        double value = value(theta, answers, x, weights);
        RealMatrix curvature = curvature(theta, x, weights);
        for (int step = 0; step < MOST_STEPS; step++) {
            RealVector direction = new CholeskyDecomposition(curvature)
                    .getSolver()
                    .solve(new ArrayRealVector(gradient(theta, answers, x, weights), false));
            double length = 1;
            double[] next = along(theta, direction, length);
            double better = value(next, answers, x, weights);
            for (int i = 0; i < MOST_HALVINGS && !(better >= value); i++) {
                length /= 2;
                next = along(theta, direction, length);
                better = value(next, answers, x, weights);
            }
            boolean done = !(better > value + SMALL_GAIN);
            if (better >= value) {
                theta = next;
                value = better;
                curvature = curvature(theta, x, weights);
            }
            if (done) {
                break;
            }
        }
        return new Taste(
                theta,
                new CholeskyDecomposition(curvature).getSolver().getInverse().getData());
    }

    private static double[] along(double[] theta, RealVector direction, double length) {
        double[] next = theta.clone();
        for (int i = 0; i < next.length; i++) {
            next[i] += length * direction.getEntry(i);
        }
        return next;
    }

    private double value(double[] theta, List<Answer> answers, double[][] x, double[] weights) {
        double[] off = off(theta);
        double sum = -Taste.dot(off, precision.operate(off)) / 2;
        for (int i = 0; i < x.length; i++) {
            double z = Taste.dot(theta, x[i]);
            sum += weights[i] * (answers.get(i).preferred() * z - Math.max(0, z) - Math.log1p(Math.exp(-Math.abs(z))));
        }
        return sum;
    }

    private double[] off(double[] theta) {
        double[] off = theta.clone();
        for (int i = 0; i < off.length; i++) {
            off[i] -= priorMean[i];
        }
        return off;
    }

    private double[] gradient(double[] theta, List<Answer> answers, double[][] x, double[] weights) {
        double[] gradient = precision.operate(off(theta));
        for (int k = 0; k < gradient.length; k++) {
            gradient[k] = -gradient[k];
        }
        for (int i = 0; i < x.length; i++) {
            double error = weights[i] * (answers.get(i).preferred() - Taste.logistic(Taste.dot(theta, x[i])));
            for (int k = 0; k < gradient.length; k++) {
                gradient[k] += error * x[i][k];
            }
        }
        return gradient;
    }

    /** Second derivative of the negative logarithm of the posterior. */
    private RealMatrix curvature(double[] theta, double[][] x, double[] weights) {
        double[][] sum = precision.getData();
        for (int i = 0; i < x.length; i++) {
            double p = Taste.logistic(Taste.dot(theta, x[i]));
            double w = weights[i] * p * (1 - p);
            for (int r = 0; r < sum.length; r++) {
                for (int c = 0; c < sum.length; c++) {
                    sum[r][c] += w * x[i][r] * x[i][c];
                }
            }
        }
        for (int r = 0; r < sum.length; r++) {
            for (int c = 0; c < r; c++) {
                sum[r][c] = sum[c][r];
            }
        }
        return new Array2DRowRealMatrix(sum, false);
    }
}
