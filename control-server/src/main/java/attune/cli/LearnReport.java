package attune.cli;

import attune.learn.explain.Wording;
import attune.learn.loop.Pattern;
import attune.learn.loop.Performance;
import attune.learn.loop.PerformanceAnalysis;
import java.util.ArrayList;
import java.util.List;

/** How the newest learned changes went, as people read it: {@code attune learn report}. */
final class LearnReport {
    private static final int MOST_CORRELATIONS = 3;

    private LearnReport() {}

    static String text(Performance performance) {
        if (performance.changes() == 0) {
            return "Nothing was learned yet: no change was made.";
        }
        List<String> lines = new ArrayList<>();
        lines.add(counts(performance));
        Double mean = performance.meanEffect();
        if (mean != null) {
            lines.add("Mean effect " + Wording.scoreChange(mean) + " steps; " + trend(performance.trend()));
        }
        if (performance.error().count() > 0) {
            Performance.PromiseError error = performance.error();
            lines.add("Measured " + Wording.scoreChange(error.bias())
                    + " steps against what was promised, on average; a promise is off by "
                    + Wording.score(error.absolute()) + ".");
        }
        patterns(
                "What worked:",
                performance.patterns().stream()
                        .filter(pattern -> 2 * pattern.successes() > pattern.tries())
                        .toList(),
                lines);
        patterns(
                "What did not:",
                performance.patterns().stream()
                        .filter(pattern -> 2 * pattern.successes() <= pattern.tries())
                        .toList(),
                lines);
        performance
                .best()
                .forEach((contentClass, best) -> lines.add("Best on " + contentClass + ": #" + best.change() + ", "
                        + Wording.scoreChange(best.effect()) + " steps: " + best.sentence()));
        performance.correlations().stream()
                .limit(MOST_CORRELATIONS)
                .forEach(found -> lines.add("More of " + found.parameter() + " went with "
                        + (found.r() > 0 ? "more" : "less") + " effect (correlation " + Wording.scoreChange(found.r())
                        + " over " + found.changes() + " changes)."));
        return String.join("\n", lines);
    }

    private static String counts(Performance performance) {
        int within = performance.measured() - performance.better() - performance.worse();
        return "Learned changes: " + performance.changes() + "; measured: " + performance.measured() + " ("
                + performance.better() + " better, " + performance.worse() + " worse, " + within
                + " within the judge's noise); refused or taken back by you: " + performance.refused() + ".";
    }

    private static String trend(Performance.Trend trend) {
        return switch (trend.direction()) {
            case "unknown" -> "a trend shows from " + PerformanceAnalysis.NEEDED + " measured changes on.";
            case "steady" -> "no trend.";
            default -> trend.direction() + " by " + Wording.score(Math.abs(trend.perTenChanges())) + " in ten changes.";
        };
    }

    private static void patterns(String heading, List<Pattern> patterns, List<String> lines) {
        if (patterns.isEmpty()) {
            return;
        }
        lines.add(heading);
        for (Pattern pattern : patterns) {
            lines.add("    " + pattern.strategy() + " on " + pattern.contentClass() + ": " + pattern.successes()
                    + " of " + pattern.tries() + " better, " + Wording.scoreChange(pattern.improvement())
                    + " steps on average");
        }
    }
}
