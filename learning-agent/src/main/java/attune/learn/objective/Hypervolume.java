package attune.learn.objective;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Exact volume that points dominate, larger is better in each coordinate: L. While, L. Bradstreet, L. Barone, A fast way of
 * calculating exact hypervolumes (IEEE Trans. Evol. Comp. 16, 2012). Time grows steeply with coordinates and points: meant for a
 * few dozen points.
 */
final class Hypervolume {
    private Hypervolume() {}

    /**
     * Volume between {@code reference} and the points; what lies below the reference anywhere adds nothing.
     *
     * @throws IllegalArgumentException when a point has another number of coordinates than the reference
     */
    static double of(List<double[]> points, double[] reference) {
        List<double[]> sides = new ArrayList<>();
        for (double[] point : points) {
            if (point.length != reference.length) {
                throw new IllegalArgumentException(
                        "point=" + point.length + " coordinates, " + reference.length + " are needed");
            }
            double[] side = new double[point.length];
            boolean above = true;
            for (int i = 0; i < side.length; i++) {
                side[i] = point[i] - reference[i];
                above &= side[i] > 0;
            }
            if (above) {
                sides.add(side);
            }
        }
        return volume(nonDominated(sides));
    }

    private static double volume(List<double[]> front) {
        double sum = 0;
        for (int i = 0; i < front.size(); i++) {
            sum += exclusive(front, i);
        }
        return sum;
    }

    /** What a point dominates and none of those behind it does. */
    private static double exclusive(List<double[]> front, int at) {
        double[] point = front.get(at);
        double inclusive = 1;
        for (double side : point) {
            inclusive *= side;
        }
        List<double[]> limited = new ArrayList<>();
        for (double[] other : front.subList(at + 1, front.size())) {
            double[] least = new double[point.length];
            for (int i = 0; i < least.length; i++) {
                least[i] = Math.min(point[i], other[i]);
            }
            limited.add(least);
        }
        return inclusive - (limited.isEmpty() ? 0 : volume(nonDominated(limited)));
    }

    /** Without points that another one reaches in every coordinate, the largest in the last coordinate first. */
    private static List<double[]> nonDominated(List<double[]> points) {
        List<double[]> kept = new ArrayList<>();
        for (double[] point : points) {
            if (kept.stream().noneMatch(other -> reaches(other, point))) {
                kept.removeIf(other -> reaches(point, other));
                kept.add(point);
            }
        }
        kept.sort(Comparator.comparingDouble((double[] p) -> -p[p.length - 1]));
        return kept;
    }

    private static boolean reaches(double[] a, double[] b) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] < b[i]) {
                return false;
            }
        }
        return true;
    }
}
