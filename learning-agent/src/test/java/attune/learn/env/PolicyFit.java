package attune.learn.env;

import attune.learn.policy.Policy;
import attune.learn.policy.PolicyFeatures;
import attune.learn.policy.PolicyKnobs;
import attune.learn.policy.PolicyWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Fits policies to lessons: by ridge regression, or with a hidden layer by Adam. Seeded. */
final class PolicyFit {
    private static final int FEATURES = PolicyFeatures.COUNT;
    private static final int KNOBS = PolicyKnobs.PARAMS.size();
    private static final double LEAST_SPREAD = 1e-3;
    private static final int ROUNDS = 600;
    private static final double RATE = 0.01;

    private PolicyFit() {}

    /** By least squares with a penalty on the squares of the slopes, each parameter over the lessons in which it matters. */
    static PolicyWeights ridge(List<Lesson> lessons, double ridge) {
        PolicyWeights out = empty(lessons, 0, new Random(1));
        double[][] z = standardised(lessons, out);
        for (int k = 0; k < KNOBS; k++) {
            double[][] normal = new double[FEATURES + 1][FEATURES + 2];
            for (int i = 0; i < z.length; i++) {
                double weight = lessons.get(i).weight()[k];
                double[] x = Arrays.copyOf(z[i], FEATURES + 2);
                x[FEATURES] = 1;
                x[FEATURES + 1] = lessons.get(i).places()[k];
                for (int a = 0; a <= FEATURES; a++) {
                    for (int b = 0; b <= FEATURES + 1; b++) {
                        normal[a][b] += weight * x[a] * x[b];
                    }
                }
            }
            for (int a = 0; a < FEATURES; a++) {
                normal[a][a] += ridge;
            }
            normal[FEATURES][FEATURES] += 1e-9;
            double[] solution = solve(normal);
            System.arraycopy(solution, 0, out.linear()[k], 0, FEATURES);
            out.bias()[k] = solution[FEATURES];
        }
        return out;
    }

    /** With a hidden layer that begins at random, by Adam over all lessons at once; weights decay, biases do not. */
    static PolicyWeights network(List<Lesson> lessons, int units, double decay, long seed) {
        PolicyWeights w = empty(lessons, units, new Random(seed));
        double[][] z = standardised(lessons, w);
        double[][] rows = rows(w);
        double[][] moment = copyOfShape(rows);
        double[][] square = copyOfShape(rows);
        for (int round = 1; round <= ROUNDS; round++) {
            double[][] gradient = rows(gradient(lessons, z, w));
            for (int r = 0; r < rows.length; r++) {
                double shrink = r < 2 ? 0 : decay;
                for (int i = 0; i < rows[r].length; i++) {
                    double g = gradient[r][i] + shrink * rows[r][i];
                    moment[r][i] += 0.1 * (g - moment[r][i]);
                    square[r][i] += 0.001 * (g * g - square[r][i]);
                    double m = moment[r][i] / (1 - Math.pow(0.9, round));
                    double v = square[r][i] / (1 - Math.pow(0.999, round));
                    rows[r][i] -= RATE * m / (Math.sqrt(v) + 1e-8);
                }
            }
        }
        return w;
    }

    private static PolicyWeights gradient(List<Lesson> lessons, double[][] z, PolicyWeights w) {
        int units = w.hiddenBias().length;
        PolicyWeights g = new PolicyWeights(
                w.mean(),
                w.spread(),
                new double[KNOBS],
                new double[KNOBS][FEATURES],
                new double[units],
                new double[units][FEATURES],
                new double[KNOBS][units]);
        Policy policy = new Policy(w);
        for (int n = 0; n < z.length; n++) {
            double[] hidden = new double[units];
            for (int h = 0; h < units; h++) {
                double sum = w.hiddenBias()[h];
                for (int i = 0; i < FEATURES; i++) {
                    sum += w.hidden()[h][i] * z[n][i];
                }
                hidden[h] = Math.tanh(sum);
            }
            double[] places = policy.places(lessons.get(n).features());
            double[] back = new double[units];
            for (int k = 0; k < KNOBS; k++) {
                double miss =
                        lessons.get(n).weight()[k] * (places[k] - lessons.get(n).places()[k]) / z.length;
                g.bias()[k] += miss;
                for (int i = 0; i < FEATURES; i++) {
                    g.linear()[k][i] += miss * z[n][i];
                }
                for (int h = 0; h < units; h++) {
                    g.output()[k][h] += miss * hidden[h];
                    back[h] += miss * w.output()[k][h];
                }
            }
            for (int h = 0; h < units; h++) {
                double slope = back[h] * (1 - hidden[h] * hidden[h]);
                g.hiddenBias()[h] += slope;
                for (int i = 0; i < FEATURES; i++) {
                    g.hidden()[h][i] += slope * z[n][i];
                }
            }
        }
        return g;
    }

    /** All that is learned, biases first; the arrays themselves. */
    private static double[][] rows(PolicyWeights w) {
        double[][] rows = new double[2 + 2 * KNOBS + w.hidden().length][];
        rows[0] = w.bias();
        rows[1] = w.hiddenBias();
        System.arraycopy(w.linear(), 0, rows, 2, KNOBS);
        System.arraycopy(w.output(), 0, rows, 2 + KNOBS, KNOBS);
        System.arraycopy(w.hidden(), 0, rows, 2 + 2 * KNOBS, w.hidden().length);
        return rows;
    }

    private static double[][] copyOfShape(double[][] rows) {
        return Arrays.stream(rows).map(row -> new double[row.length]).toArray(double[][]::new);
    }

    private static PolicyWeights empty(List<Lesson> lessons, int units, Random random) {
        double[] mean = new double[FEATURES];
        double[] spread = new double[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            int feature = i;
            double[] column =
                    lessons.stream().mapToDouble(l -> l.features()[feature]).toArray();
            mean[i] = Arrays.stream(column).average().orElse(0);
            double centre = mean[i];
            spread[i] = Math.max(
                    LEAST_SPREAD,
                    Math.sqrt(Arrays.stream(column)
                            .map(x -> (x - centre) * (x - centre))
                            .average()
                            .orElse(0)));
        }
        double[][] hidden = new double[units][FEATURES];
        for (double[] row : hidden) {
            Arrays.setAll(row, i -> 0.5 * random.nextGaussian() / Math.sqrt(FEATURES));
        }
        double[][] output = new double[KNOBS][units];
        for (double[] row : output) {
            Arrays.setAll(row, i -> 0.1 * random.nextGaussian() / Math.sqrt(Math.max(1, units)));
        }
        return new PolicyWeights(
                mean, spread, new double[KNOBS], new double[KNOBS][FEATURES], new double[units], hidden, output);
    }

    private static double[][] standardised(List<Lesson> lessons, PolicyWeights weights) {
        return lessons.stream().map(l -> weights.standardised(l.features())).toArray(double[][]::new);
    }

    /** Gauss with pivots; the right side is the last column. Changes what it is given. */
    private static double[] solve(double[][] a) {
        int n = a.length;
        for (int c = 0; c < n; c++) {
            int pivot = c;
            for (int r = c + 1; r < n; r++) {
                pivot = Math.abs(a[r][c]) > Math.abs(a[pivot][c]) ? r : pivot;
            }
            double[] swap = a[c];
            a[c] = a[pivot];
            a[pivot] = swap;
            for (int r = 0; r < n; r++) {
                double factor = r == c || a[c][c] == 0 ? 0 : a[r][c] / a[c][c];
                for (int i = c; i <= n && factor != 0; i++) {
                    a[r][i] -= factor * a[c][i];
                }
            }
        }
        double[] out = new double[n];
        Arrays.setAll(out, i -> a[i][i] == 0 ? 0 : a[i][n] / a[i][i]);
        return out;
    }
}
