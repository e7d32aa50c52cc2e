package attune.learn.search;

import attune.learn.env.SetScore;
import attune.param.ParamSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.hipparchus.random.Well19937c;

/**
 * Searches the neighbourhood of a set for one that scores better, by CMA-ES (N. Hansen, A. Ostermeier 2001, as Hipparchus has it)
 * over auditions. Ends after so many auditions, or when {@link Convergence} says that less is left to gain than the judge can
 * tell. The same start, scores and seed give the same search. What it finds is a proposal like any other: it plays only when it
 * passes the gate on sound that the search has not heard. Stateless.
 */
public final class LocalSearch {
    /** Most auditions of one search: more gains nothing that the judge could tell. */
    public static final int MOST_AUDITIONS = 30;

    /** Auditions of an iteration. */
    static final int POPULATION = 6;
    /** How far the first iteration looks around, as a share of each range. */
    private static final double SPREAD = 0.12;

    /** Score that is left to gain when the search ends, in steps. */
    public static final double TOLERANCE = 0.05;

    private static final int UNBOUNDED = 100_000;
    private static final int SLOPE_ITERATIONS = 3;
    private static final double SLOPE_RIDGE = 1e-3;

    private LocalSearch() {}

    /**
     * What came of a search.
     *
     * @param best set with the best score, the start where none was better
     * @param score of it, in steps over dry
     * @param startScore of the start
     * @param auditions that were made
     * @param converged whether it ended because there was nothing left to gain
     */
    public record Result(ParamSnapshot best, double score, double startScore, int auditions, boolean converged) {}

    /**
     * State after an iteration.
     *
     * @param number from 1
     * @param auditions made so far
     * @param best set so far
     * @param slope of −score about where it stands, by coordinate
     * @param convergence of the run so far; goes on with it
     */
    public record Iteration(
            int number,
            int auditions,
            ParamSnapshot best,
            double bestScore,
            List<Double> slope,
            Convergence convergence) {}

    /**
     * Searches.
     *
     * @param start set from which it begins, within the space
     * @param most auditions at most
     * @throws InterruptedException when the budget abandons an audition
     * @throws IllegalArgumentException when the space has no coordinate
     */
    public static Result run(SearchSpace space, ParamSnapshot start, SetScore score, int most, long seed)
            throws InterruptedException {
        return run(space, start, score, most, seed, true, iteration -> {});
    }

    /**
     * Searches and tells after each iteration.
     *
     * @param stopsEarly whether it ends where there is nothing left to gain
     */
    public static Result run(
            SearchSpace space,
            ParamSnapshot start,
            SetScore score,
            int most,
            long seed,
            boolean stopsEarly,
            Consumer<Iteration> watcher)
            throws InterruptedException {
        int n = space.params().size();
        if (n == 0) {
            throw new IllegalArgumentException("space=0 parameters, at least one is needed");
        }
        Course course = new Course(space, start, score, most, stopsEarly, watcher);
        double[] ones = new double[n];
        double[] spread = new double[n];
        Arrays.fill(ones, 1);
        Arrays.fill(spread, SPREAD);
        CMAESOptimizer optimizer =
                new CMAESOptimizer(UNBOUNDED, 0, true, 0, 0, new Well19937c(seed), false, (i, a, b) -> false);
        try {
            optimizer.optimize(
                    new MaxEval(most),
                    new ObjectiveFunction(course::score),
                    GoalType.MAXIMIZE,
                    new SimpleBounds(new double[n], ones),
                    new InitialGuess(space.coordinates(start)),
                    new CMAESOptimizer.Sigma(spread),
                    new CMAESOptimizer.PopulationSize(POPULATION));
        } catch (Ended e) {
            return course.result();
        } catch (Abandoned e) {
            throw e.why;
        } catch (MathRuntimeException e) {
            return course.result(); // its number of evaluations is used up, or its numbers are at their end
        }
        return course.result();
    }

    /** What one search has seen. */
    private static final class Course {
        private final SearchSpace space;
        private final SetScore score;
        private final int most;
        private final boolean stopsEarly;
        private final Consumer<Iteration> watcher;
        private final Convergence convergence;
        private final List<double[]> points = new ArrayList<>();
        private final List<Double> scores = new ArrayList<>();
        private ParamSnapshot best;
        private double bestScore = Double.NEGATIVE_INFINITY;
        private int iterations;

        Course(
                SearchSpace space,
                ParamSnapshot start,
                SetScore score,
                int most,
                boolean stopsEarly,
                Consumer<Iteration> watcher) {
            this.space = space;
            this.score = score;
            this.most = most;
            this.stopsEarly = stopsEarly;
            this.watcher = watcher;
            this.convergence = new Convergence(space.params().size(), TOLERANCE);
            this.best = start;
        }

        /** Called by the optimiser; the first time with the start. */
        double score(double[] coordinates) {
            if (points.size() >= most) {
                throw new Ended();
            }
            // the start itself is auditioned as it is, not as its coordinates give it back
            ParamSnapshot set = points.isEmpty() ? best : space.set(coordinates);
            double value;
            try {
                value = score.of(set);
            } catch (InterruptedException e) {
                throw new Abandoned(e);
            }
            double heard = Double.isFinite(value) ? value : worst();
            points.add(coordinates.clone());
            scores.add(heard);
            if (heard > bestScore) {
                bestScore = heard;
                best = set;
            }
            if (points.size() > 1 && (points.size() - 1) % POPULATION == 0) {
                iterated();
            }
            return heard;
        }

        /** A set without a figure is as bad as the worst so far. */
        private double worst() {
            return scores.stream().mapToDouble(s -> s).min().orElse(0) - 1;
        }

        private void iterated() {
            if (iterations == 0) {
                convergence.step(points.get(0), -scores.get(0), slope(points.get(0)));
            }
            iterations++;
            double[] centre = centre(betterHalf());
            double[] slope = slope(centre);
            convergence.step(centre, -bestScore, slope);
            watcher.accept(new Iteration(
                    iterations,
                    points.size(),
                    best,
                    bestScore,
                    Arrays.stream(slope).boxed().toList(),
                    convergence));
            if (stopsEarly && convergence.isConverged()) {
                throw new Ended();
            }
        }

        private double[] slope(double[] centre) {
            return Slopes.of(points, scores, centre, SLOPE_ITERATIONS * POPULATION, SLOPE_RIDGE);
        }

        /** The better half of the newest iteration, by place in the lists. */
        private List<Integer> betterHalf() {
            List<Integer> order = new ArrayList<>();
            for (int i = points.size() - POPULATION; i < points.size(); i++) {
                order.add(i);
            }
            order.sort(Comparator.comparingDouble((Integer which) -> -scores.get(which)));
            return order.subList(0, POPULATION / 2);
        }

        private double[] centre(List<Integer> which) {
            double[] middle = new double[space.params().size()];
            for (int w : which) {
                for (int i = 0; i < middle.length; i++) {
                    middle[i] += points.get(w)[i] / which.size();
                }
            }
            return middle;
        }

        Result result() {
            return new Result(best, bestScore, scores.get(0), points.size(), convergence.isConverged());
        }
    }

    /** Leaves the optimiser from within. */
    @SuppressWarnings("serial")
    private static final class Ended extends RuntimeException {
        Ended() {
            super(null, null, false, false);
        }
    }

    @SuppressWarnings("serial")
    private static final class Abandoned extends RuntimeException {
        private final InterruptedException why;

        Abandoned(InterruptedException why) {
            super(why);
            this.why = why;
        }
    }
}
