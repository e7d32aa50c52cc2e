package attune.learn.loop;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Evidence;
import attune.api.LearningInsights.Pattern;
import attune.api.Situation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Performance} of the timeline. Pure functions. */
public final class PerformanceAnalysis {
    /** Changes that a window has where nobody says otherwise. */
    public static final int WINDOW = 100;
    /** Fewer measured changes show no trend and no correlation. */
    public static final int NEEDED = 8;

    /** A slope or correlation counts beyond so many standard errors: 95 % of chance lies within, from eight values on. */
    private static final double STANDARD_ERRORS = 2.45;

    /** Of a judge that told none. */
    static final double DEFAULT_NOISE = 0.1;

    private PerformanceAnalysis() {}

    /** A change whose effect is known. */
    private record Measured(Change change, double effect, double noise) {
        private String contentClass() {
            Situation situation = change.situation();
            return situation == null ? "unknown" : situation.contentClass();
        }

        private boolean helped() {
            return effect > noise;
        }
    }

    /**
     * Looks at the newest learned changes.
     *
     * @param timeline entries of any kind in any order, each once
     * @param window at most so many learned changes, above 0
     */
    public static Performance of(List<Change> timeline, int window) {
        if (window < 1) {
            throw new IllegalArgumentException("window=" + window + ", allowed is 1 and more");
        }
        List<Change> learned = timeline.stream()
                .filter(change -> change.kind() == ChangeKind.learned)
                .sorted(Comparator.comparingLong(Change::id))
                .toList();
        List<Change> newest = learned.subList(Math.max(0, learned.size() - window), learned.size());
        List<Measured> measured = newest.stream()
                .map(PerformanceAnalysis::measured)
                .filter(Objects::nonNull)
                .toList();
        int refused = (int) newest.stream()
                .filter(change -> change.status() == ChangeStatus.rejected || change.status() == ChangeStatus.undone)
                .count();
        return new Performance(
                newest.size(),
                measured.size(),
                (int) measured.stream().filter(Measured::helped).count(),
                (int) measured.stream()
                        .filter(one -> one.effect() < -one.noise())
                        .count(),
                refused,
                measured.isEmpty()
                        ? null
                        : measured.stream()
                                .mapToDouble(Measured::effect)
                                .average()
                                .orElse(0),
                trend(measured),
                error(measured),
                patterns(measured),
                correlations(measured),
                best(measured),
                Calibration.all(learned),
                Dealings.of(newest));
    }

    private static @Nullable Measured measured(Change change) {
        Double effect = change.measured();
        Evidence evidence = change.evidence();
        return effect == null || !Double.isFinite(effect)
                ? null
                : new Measured(change, effect, evidence == null ? DEFAULT_NOISE : evidence.noise());
    }

    private static Performance.Trend trend(List<Measured> measured) {
        int n = measured.size();
        if (n < NEEDED) {
            return new Performance.Trend("unknown", 0, 0);
        }
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = i;
            y[i] = measured.get(i).effect();
        }
        double slope = covariance(x, y) / covariance(x, x);
        double left = Math.max(0, covariance(y, y) - slope * covariance(x, y));
        double error = Math.sqrt(left / (n - 2) / covariance(x, x));
        String direction =
                Math.abs(slope) <= STANDARD_ERRORS * error || slope == 0 ? "steady" : slope > 0 ? "rising" : "falling";
        return new Performance.Trend(direction, 10 * slope, 10 * error);
    }

    private static Performance.PromiseError error(List<Measured> measured) {
        int count = 0;
        double sum = 0;
        double absolute = 0;
        for (Measured one : measured) {
            Evidence evidence = one.change().evidence();
            if (evidence != null && Double.isFinite(evidence.promised())) {
                double difference = one.effect() - evidence.promised();
                count++;
                sum += difference;
                absolute += Math.abs(difference);
            }
        }
        return new Performance.PromiseError(count, sum / Math.max(1, count), absolute / Math.max(1, count));
    }

    private static List<Pattern> patterns(List<Measured> measured) {
        Map<List<String>, List<Measured>> groups = new LinkedHashMap<>();
        for (Measured one : measured) {
            groups.computeIfAbsent(List.of(one.change().strategy(), one.contentClass()), key -> new ArrayList<>())
                    .add(one);
        }
        return groups.entrySet().stream()
                .map(group -> Wilson.pattern(
                        group.getKey().get(0),
                        group.getKey().get(1),
                        group.getValue().size(),
                        (int) group.getValue().stream().filter(Measured::helped).count(),
                        group.getValue().stream()
                                .mapToDouble(Measured::effect)
                                .average()
                                .orElse(0)))
                .sorted(Comparator.comparingDouble(Pattern::confidence)
                        .thenComparingDouble(Pattern::improvement)
                        .reversed())
                .toList();
    }

    private static List<Performance.Correlation> correlations(List<Measured> measured) {
        Map<String, List<double[]>> moves = new TreeMap<>();
        for (Measured one : measured) {
            one.change().after().forEach((id, after) -> {
                Double before = one.change().before().get(id);
                if (before != null && !before.equals(after)) {
                    moves.computeIfAbsent(id, name -> new ArrayList<>())
                            .add(new double[] {after - before, one.effect()});
                }
            });
        }
        List<Performance.Correlation> found = new ArrayList<>();
        moves.forEach((id, pairs) -> {
            double[] x = pairs.stream().mapToDouble(pair -> pair[0]).toArray();
            double[] y = pairs.stream().mapToDouble(pair -> pair[1]).toArray();
            double spread = Math.sqrt(covariance(x, x) * covariance(y, y));
            if (pairs.size() >= NEEDED && spread > 0) {
                double r = covariance(x, y) / spread;
                double error = Math.sqrt(Math.max(0, 1 - r * r) / (pairs.size() - 2));
                if (Math.abs(r) > STANDARD_ERRORS * error) {
                    found.add(new Performance.Correlation(id, pairs.size(), r));
                }
            }
        });
        found.sort(Comparator.comparingDouble(correlation -> -Math.abs(correlation.r())));
        return found;
    }

    private static Map<String, Performance.Best> best(List<Measured> measured) {
        Map<String, Measured> best = new TreeMap<>();
        for (Measured one : measured) {
            if (one.helped()) {
                best.merge(one.contentClass(), one, (old, now) -> now.effect() > old.effect() ? now : old);
            }
        }
        Map<String, Performance.Best> named = new TreeMap<>();
        best.forEach((contentClass, one) -> named.put(
                contentClass,
                new Performance.Best(
                        one.change().id(),
                        one.effect(),
                        one.change().explanation().sentence(),
                        one.change().after())));
        return named;
    }

    /** Sum of the products of the differences to the means. */
    private static double covariance(double[] x, double[] y) {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < x.length; i++) {
            meanX += x[i] / x.length;
            meanY += y[i] / y.length;
        }
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - meanX) * (y[i] - meanY);
        }
        return sum;
    }
}
