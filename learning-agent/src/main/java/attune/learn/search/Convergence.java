package attune.learn.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;

/**
 * Watches a run that minimises something and tells how far it is from its end. Two views of it:
 *
 * <ul>
 *   <li>curvature: the Hessian by the update of Broyden, Fletcher, Goldfarb and Shanno, damped after Powell (J. Nocedal, S. Wright,
 *       Numerical Optimization, 2nd ed. 2006, procedure 18.2). Where the newest step was one along the gradient and lowered the value
 *       as this Hessian says, the rest is foreseen from it: each of its directions keeps the share |1 − ηλ| of its distance to the
 *       minimum at each iteration.
 *   <li>course: elsewhere, where points come from a search and gradients are rough, the values alone are taken for ones that fall
 *       towards a limit by a constant share each iteration: limit, share and gap by least squares over the newest values.
 * </ul>
 *
 * One thread.
 */
public final class Convergence {
    /** Newest values that the course is read from. */
    private static final int WINDOW = 12;
    /** Values that a course needs. */
    private static final int NEEDED = 4;

    private static final int SHARES = 400;
    /** Share of the tolerance by which a value may lie off its course. */
    private static final double UNCLEAR = 0.1;

    /** How much more each value counts than the one before it. */
    private static final double NEWER = 1.5;
    /** Cosine between step and gradient from which on the step is one along the gradient. */
    private static final double STRAIGHT = 0.99;
    /** Error of the expected change, as a share of the change. */
    private static final double ALIKE = 0.2;

    private static final int LONGEST = 10_000;
    private static final double DAMPED = 0.2;
    private static final double SLOWEST = 0.999;

    private final double tolerance;
    private final double[][] hessian;
    private final Deque<Double> values = new ArrayDeque<>();
    private double[] lastX = new double[0];
    private double[] lastGradient = new double[0];
    private boolean curved;
    private double stepLength = Double.NaN;
    /** Whether the curvature foretold the newest step. */
    private boolean foretold;

    private double share = 1;
    private double courseGap = Double.POSITIVE_INFINITY;

    /**
     * For one run.
     *
     * @param dimensions coordinates of its points
     * @param tolerance gap to the limit that is none any more, in the unit of the values
     */
    public Convergence(int dimensions, double tolerance) {
        if (!(tolerance > 0)) {
            throw new IllegalArgumentException("tolerance=" + tolerance + ", allowed is above 0");
        }
        this.tolerance = tolerance;
        this.hessian = new double[dimensions][dimensions];
        for (int i = 0; i < dimensions; i++) {
            hessian[i][i] = 1;
        }
    }

    /**
     * One iteration.
     *
     * @param x where the run stands
     * @param value there; smaller is better
     * @param gradient there, or an estimate of it
     * @throws IllegalArgumentException for another number of coordinates, or what is not finite; nothing is taken in then
     */
    public void step(double[] x, double value, double[] gradient) {
        require("x", x);
        require("gradient", gradient);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value=" + value + ", allowed are finite numbers");
        }
        if (lastX.length > 0) {
            double[] s = minus(x, lastX);
            double[] y = minus(gradient, lastGradient);
            double square = dot(lastGradient, lastGradient);
            stepLength = square > 0 ? -dot(s, lastGradient) / square : Double.NaN;
            bend(s, y);
            foretold = isForetold(s, gradient, value - values.getLast());
        }
        lastX = x.clone();
        lastGradient = gradient.clone();
        values.addLast(value);
        if (values.size() > WINDOW) {
            values.removeFirst();
        }
        readCourse();
    }

    private void require(String name, double[] vector) {
        if (vector.length != hessian.length) {
            throw new IllegalArgumentException(
                    name + "=" + vector.length + " coordinates, " + hessian.length + " are needed");
        }
        for (double v : vector) {
            if (!Double.isFinite(v)) {
                throw new IllegalArgumentException(name + "=" + v + ", allowed are finite numbers");
            }
        }
    }

    /** The update, damped so that the estimate stays positive definite; its size is taken from the first pair. */
    private void bend(double[] s, double[] rawY) {
        double sy = dot(s, rawY);
        if (dot(s, s) == 0) {
            return;
        }
        if (!curved && sy > 0) {
            for (int i = 0; i < hessian.length; i++) {
                hessian[i][i] = dot(rawY, rawY) / sy;
            }
            curved = true;
        }
        double[] bs = times(s);
        double sbs = dot(s, bs);
        double kept = sy >= DAMPED * sbs ? 1 : (1 - DAMPED) * sbs / (sbs - sy);
        double[] y = new double[s.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = kept * rawY[i] + (1 - kept) * bs[i];
        }
        double ys = dot(y, s);
        for (int r = 0; r < s.length; r++) {
            for (int c = 0; c < s.length; c++) {
                hessian[r][c] += y[r] * y[c] / ys - bs[r] * bs[c] / sbs;
            }
        }
    }

    private boolean isForetold(double[] s, double[] gradient, double change) {
        double along = Math.abs(dot(s, lastGradient)) / Math.sqrt(dot(s, s) * dot(lastGradient, lastGradient));
        double expected = (dot(s, lastGradient) + dot(s, gradient)) / 2;
        return along > STRAIGHT && Math.abs(expected - change) <= ALIKE * Math.abs(change);
    }

    /** Least squares of value = limit + gap · share^(iterations ago), over a grid of shares. */
    private void readCourse() {
        List<Double> course = new ArrayList<>(values);
        share = 1;
        courseGap = Double.POSITIVE_INFINITY;
        if (course.size() < NEEDED) {
            return;
        }
        double[][] fits = new double[SHARES + 1][];
        double least = Double.POSITIVE_INFINITY;
        for (int g = 1; g <= SHARES; g++) {
            fits[g] = fit(course, SLOWEST * g / SHARES);
            least = fits[g][1] >= 0 ? Math.min(least, fits[g][2]) : least;
        }
        // of all courses that the values allow for, up to what is no difference, the one that ends first
        double blur = UNCLEAR * tolerance;
        for (int g = 1; g <= SHARES && share == 1; g++) {
            if (fits[g][1] >= 0 && fits[g][2] <= least + course.size() * blur * blur) {
                share = SLOWEST * g / SHARES;
                courseGap = fits[g][1];
            }
        }
    }

    /** Limit, gap at the newest value, squared error. */
    private static double[] fit(List<Double> course, double r) {
        int n = course.size();
        double all = 0;
        double sum = 0;
        double square = 0;
        double values = 0;
        double product = 0;
        for (int i = 0; i < n; i++) {
            double w = StrictMath.pow(NEWER, i);
            double p = StrictMath.pow(r, i - (n - 1));
            all += w;
            sum += w * p;
            square += w * p * p;
            values += w * course.get(i);
            product += w * p * course.get(i);
        }
        double determinant = all * square - sum * sum;
        double slope = determinant == 0 ? 0 : (all * product - sum * values) / determinant;
        double limit = (values - slope * sum) / all;
        double error = 0;
        for (int i = 0; i < n; i++) {
            double e = course.get(i) - limit - slope * StrictMath.pow(r, i - (n - 1));
            error += StrictMath.pow(NEWER, i) * e * e * n / all;
        }
        return new double[] {limit, slope, error};
    }

    /** A copy of the estimated Hessian, rows by columns. */
    public double[][] hessian() {
        double[][] copy = new double[hessian.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = hessian[i].clone();
        }
        return copy;
    }

    /**
     * Spectral radius of I − ηH, where η is the gradient step that comes nearest to the last step: the share of the distance to the
     * minimum that the worst direction keeps. 1 and more: that direction does not converge. NaN before two iterations.
     */
    public double spectralRadius() {
        double radius = Double.NaN;
        if (Double.isFinite(stepLength)) {
            radius = 0;
            for (double lambda :
                    new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(hessian)).getEigenvalues()) {
                radius = Math.max(radius, Math.abs(1 - stepLength * lambda));
            }
        }
        return radius;
    }

    /** Share of the gap to the limit that an iteration leaves: at its slowest by curvature, else by the course; 1 where unknown. */
    public double rate() {
        double radius = spectralRadius();
        return foretold ? radius * radius : share;
    }

    /** Estimated distance of the newest value from the limit; infinite where nothing is known. */
    public double gap() {
        return foretold ? gapAfter(0) : courseGap;
    }

    /** Iterations until the gap is within the tolerance; infinite where the run does not converge. */
    public double iterationsLeft() {
        if (!isConverging()) {
            return Double.POSITIVE_INFINITY;
        }
        if (gap() <= tolerance) {
            return 0;
        }
        if (!foretold) {
            return Math.ceil(StrictMath.log(courseGap / tolerance) / -StrictMath.log(share));
        }
        int low = 0;
        int high = LONGEST;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            boolean reached = gapAfter(middle) <= tolerance;
            low = reached ? low : middle;
            high = reached ? middle : high;
        }
        return gapAfter(high) <= tolerance ? high : Double.POSITIVE_INFINITY;
    }

    /** Value over the minimum that the curvature foresees after so many more steps. */
    private double gapAfter(int iterations) {
        EigenDecompositionSymmetric bends = new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(hessian));
        double sum = 0;
        for (int i = 0; i < hessian.length; i++) {
            double lambda = bends.getEigenvalue(i);
            double slope = dot(bends.getEigenvector(i).toArray(), lastGradient);
            double kept = StrictMath.pow(1 - stepLength * lambda, 2.0 * iterations);
            sum += lambda > 0 && slope != 0 ? slope * slope / lambda / 2 * kept : 0;
        }
        return sum;
    }

    /** Whether values fall and the end is in sight: by curvature no direction grows, by the course there is a limit. */
    public boolean isConverging() {
        boolean falls = values.size() >= NEEDED && values.getLast() <= values.getFirst();
        return falls && (foretold ? spectralRadius() < 1 : share < SLOWEST && Double.isFinite(courseGap));
    }

    /** Whether no more than the tolerance is left to gain. */
    public boolean isConverged() {
        return isConverging() && gap() <= tolerance;
    }

    private double[] times(double[] v) {
        double[] out = new double[v.length];
        for (int r = 0; r < v.length; r++) {
            out[r] = dot(hessian[r], v);
        }
        return out;
    }

    private static double[] minus(double[] a, double[] b) {
        double[] out = a.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] -= b[i];
        }
        return out;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
