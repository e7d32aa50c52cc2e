package attune.learn.search;

import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;

/** Gradient of what is to be minimised, the negated score, where only scores at scattered points are known. */
final class Slopes {
    private Slopes() {}

    /**
     * Slope of a plane through the newest points by least squares with a small ridge.
     *
     * @param centre where the plane is laid
     * @param newest how many points count
     * @return slope of −score by coordinate
     */
    static double[] of(List<double[]> points, List<Double> scores, double[] centre, int newest, double ridge) {
        int n = centre.length;
        RealMatrix normal = new Array2DRowRealMatrix(n + 1, n + 1);
        ArrayRealVector right = new ArrayRealVector(n + 1);
        for (int p = Math.max(0, points.size() - newest); p < points.size(); p++) {
            double[] row = new double[n + 1];
            row[n] = 1;
            for (int i = 0; i < n; i++) {
                row[i] = points.get(p)[i] - centre[i];
            }
            for (int r = 0; r <= n; r++) {
                right.addToEntry(r, -row[r] * scores.get(p));
                for (int c = 0; c <= n; c++) {
                    normal.addToEntry(r, c, row[r] * row[c]);
                }
            }
        }
        for (int i = 0; i < n; i++) {
            normal.addToEntry(i, i, ridge);
        }
        return new CholeskyDecomposition(normal, 1e-9, 1e-12)
                .getSolver()
                .solve(right)
                .getSubVector(0, n)
                .toArray();
    }
}
