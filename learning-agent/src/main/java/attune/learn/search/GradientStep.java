package attune.learn.search;

import attune.learn.env.SetScore;
import attune.param.ParamSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A step up the slope of a score: each coordinate is auditioned {@link #REACH} to either side of where it stands, and on the line
 * of steepest ascent steps are tried, each twice as long as the one before, as long as they score better. At most
 * {@link #MOST_AUDITIONS}. The same start and scores give the same step. Stateless.
 */
public final class GradientStep {
    /** How far each coordinate is moved to either side, as a share of its range. */
    public static final double REACH = 0.06;

    private static final int MOST_STEPS = 4;

    /** Most auditions of one step. */
    public static final int MOST_AUDITIONS = 1 + 2 * SearchSpace.LARGEST + MOST_STEPS;

    /** Keeps the fit solvable; against twice the square of the reach it is nothing. */
    private static final double RIDGE = 1e-6;

    private GradientStep() {}

    /**
     * What came of it.
     *
     * @param best set with the best score, the start where none was better
     * @param score of it, in steps over dry
     * @param startScore of the start
     * @param slope of the score by coordinate, in steps over its whole range
     * @param auditions that were made
     */
    public record Result(ParamSnapshot best, double score, double startScore, List<Double> slope, int auditions) {}

    /**
     * Takes a step.
     *
     * @param start set from which it goes
     * @throws InterruptedException when the budget abandons an audition
     * @throws IllegalArgumentException when the space has no coordinate
     */
    public static Result run(SearchSpace space, ParamSnapshot start, SetScore score) throws InterruptedException {
        double[] at = space.coordinates(start);
        if (at.length == 0) {
            throw new IllegalArgumentException("space=0 parameters, at least one is needed");
        }
        double startScore = score.of(start);
        List<double[]> points = new ArrayList<>(List.of(at));
        List<Double> scores = new ArrayList<>(List.of(startScore));
        int auditions = 1;
        for (int i = 0; i < at.length; i++) {
            for (double side : new double[] {-REACH, REACH}) {
                double[] point = at.clone();
                point[i] = Math.max(0, Math.min(1, at[i] + side));
                if (point[i] == at[i]) {
                    continue; // at the end of its range
                }
                auditions++;
                double heard = score.of(space.set(point));
                if (Double.isFinite(heard)) {
                    points.add(point);
                    scores.add(heard);
                }
            }
        }
        double[] slope = Double.isFinite(startScore)
                ? Arrays.stream(Slopes.of(points, scores, at, points.size(), RIDGE))
                        .map(down -> -down)
                        .toArray()
                : new double[at.length];
        double steepness = Math.sqrt(Arrays.stream(slope).map(s -> s * s).sum());
        ParamSnapshot best = start;
        double bestScore = startScore;
        double length = REACH;
        for (int step = 0; step < MOST_STEPS && steepness > 0; step++) {
            double[] point = new double[at.length];
            for (int i = 0; i < at.length; i++) {
                point[i] = Math.max(0, Math.min(1, at[i] + length * slope[i] / steepness));
            }
            ParamSnapshot set = space.set(point);
            double heard = score.of(set);
            auditions++;
            if (!(heard > bestScore)) {
                break;
            }
            best = set;
            bestScore = heard;
            length *= 2;
        }
        return new Result(
                best, bestScore, startScore, Arrays.stream(slope).boxed().toList(), auditions);
    }
}
