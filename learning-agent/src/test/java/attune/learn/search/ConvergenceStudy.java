package attune.learn.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Prints what {@link Convergence} foresaw of runs whose end is known. {@code mvn -pl learning-agent -am test
 * -Dtest=ConvergenceStudy -Dattune.convergence=true -Dsurefire.failIfNoSpecifiedTests=false}
 */
final class ConvergenceStudy {
    private static final int LONGEST = 2_000;

    @Test
    @EnabledIfSystemProperty(named = "attune.convergence", matches = "true")
    void foreseen_when_runs_are_followed_expect_a_table() throws InterruptedException {
        System.out.println("| run | after | rate | spectral radius | foreseen iterations left | true |");
        System.out.println("| --- | --- | --- | --- | --- | --- |");
        runs().forEach((name, run) -> {
            int end = run.end();
            for (double part : new double[] {0.25, 0.5, 0.75}) {
                int at = Math.max(5, (int) (part * end));
                if (at >= end) {
                    continue;
                }
                Convergence seen = run.watched(at);
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %d | %.3f | %.3f | %s | %s |%n",
                        name,
                        at,
                        seen.rate(),
                        seen.spectralRadius(),
                        Double.isFinite(seen.iterationsLeft())
                                ? String.format(Locale.ROOT, "%.0f", seen.iterationsLeft())
                                : "never",
                        run.ends() ? Integer.toString(end - at) : "never");
            }
        });
    }

    static Map<String, Run> runs() throws InterruptedException {
        Map<String, Run> runs = new LinkedHashMap<>();
        for (double condition : new double[] {3, 10, 50}) {
            runs.put(
                    String.format(Locale.ROOT, "gradient descent, bowl of condition %.0f", condition),
                    Run.descent(new double[] {1, Math.sqrt(condition), condition}, 1.6 / condition));
        }
        runs.put("gradient descent, steps too long by 5 %", Run.descent(new double[] {1, 3, 10}, 2.1 / 10));
        runs.put("gradient descent, logistic loss", Run.logistic());
        for (int seed = 1; seed <= 3; seed++) {
            runs.put("CMA-ES, 4 parameters, seed " + seed, Run.search(4, seed));
            runs.put("CMA-ES, 8 parameters, seed " + seed, Run.search(8, seed));
        }
        return runs;
    }

    /** Points, values and gradients of a run, and the value at its end. */
    record Run(List<double[]> points, List<Double> values, List<double[]> gradients, double limit, double tolerance) {
        /** First iteration within the tolerance of the limit; the number of all where none is. */
        int end() {
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i) - limit <= tolerance) {
                    return i + 1;
                }
            }
            return values.size();
        }

        boolean ends() {
            return values.get(end() - 1) - limit <= tolerance;
        }

        /** A search whose score falls off by the square of the distance from a place within the bounds, differently steep. */
        static Run search(int dimensions, long seed) throws InterruptedException {
            SearchSpace space = LocalSearchTest.space(dimensions);
            List<double[]> points = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            List<double[]> gradients = new ArrayList<>();
            LocalSearch.run(
                    space,
                    LocalSearchTest.START,
                    set -> LocalSearchTest.score(space, set),
                    400,
                    seed,
                    false,
                    iteration -> {
                        points.add(space.coordinates(iteration.best()));
                        values.add(-iteration.bestScore());
                        gradients.add(
                                iteration.slope().stream().mapToDouble(v -> v).toArray());
                    });
            return new Run(points, values, gradients, 0, LocalSearch.TOLERANCE);
        }

        /** The analyser after so many iterations. */
        Convergence watched(int iterations) {
            Convergence seen = new Convergence(points.get(0).length, tolerance);
            for (int i = 0; i < iterations; i++) {
                seen.step(points.get(i), values.get(i), gradients.get(i));
            }
            return seen;
        }

        /** Plain gradient descent on ½ Σ λ x². */
        static Run descent(double[] lambdas, double step) {
            double[] x = new double[lambdas.length];
            Arrays.fill(x, 1);
            return descent(
                    x,
                    step,
                    p -> {
                        double sum = 0;
                        for (int i = 0; i < p.length; i++) {
                            sum += lambdas[i] * p[i] * p[i] / 2;
                        }
                        return sum;
                    },
                    p -> {
                        double[] g = new double[p.length];
                        for (int i = 0; i < p.length; i++) {
                            g[i] = lambdas[i] * p[i];
                        }
                        return g;
                    },
                    0,
                    1e-4);
        }

        /** Plain gradient descent on a regularised logistic regression of 40 fixed points. */
        static Run logistic() {
            double[][] rows = new double[40][];
            double[] labels = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = new double[] {Math.sin(3.1 * i), Math.cos(1.7 * i), Math.sin(0.9 * i + 1)};
                labels[i] = rows[i][0] - 0.5 * rows[i][1] + 0.3 * Math.sin(7.3 * i) > 0 ? 1 : -1;
            }
            ToDoubleFunction<double[]> loss = w -> {
                double sum = 0;
                for (int i = 0; i < rows.length; i++) {
                    sum += Math.log1p(Math.exp(-labels[i] * dot(w, rows[i]))) / rows.length;
                }
                return sum + 0.01 * dot(w, w) / 2;
            };
            Gradient gradient = w -> {
                double[] g = new double[w.length];
                for (int i = 0; i < rows.length; i++) {
                    double pull = -labels[i] / (1 + Math.exp(labels[i] * dot(w, rows[i]))) / rows.length;
                    for (int k = 0; k < g.length; k++) {
                        g[k] += pull * rows[i][k];
                    }
                }
                for (int k = 0; k < g.length; k++) {
                    g[k] += 0.01 * w[k];
                }
                return g;
            };
            Run whole = descent(new double[3], 2, loss, gradient, 0, 0);
            double limit = whole.values().get(whole.values().size() - 1);
            return new Run(whole.points(), whole.values(), whole.gradients(), limit, 1e-4);
        }

        private static Run descent(
                double[] start,
                double step,
                ToDoubleFunction<double[]> value,
                Gradient gradient,
                double limit,
                double tolerance) {
            List<double[]> points = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            List<double[]> gradients = new ArrayList<>();
            double[] x = start;
            for (int i = 0;
                    i < LONGEST && values.stream().noneMatch(v -> v - limit <= tolerance / 10 || v > 1e6);
                    i++) {
                double[] g = gradient.at(x);
                points.add(x.clone());
                values.add(value.applyAsDouble(x));
                gradients.add(g);
                double[] next = x.clone();
                for (int k = 0; k < next.length; k++) {
                    next[k] -= step * g[k];
                }
                x = next;
            }
            return new Run(points, values, gradients, limit, tolerance);
        }

        private static double dot(double[] a, double[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * b[i];
            }
            return sum;
        }
    }

    private interface Gradient {
        double[] at(double[] x);
    }
}
