package attune.cli;

import attune.api.LearningInsights;
import attune.api.LearningInsights.Pattern;
import attune.learn.explain.Wording;
import attune.learn.loop.Calibration;
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
        performance.thresholds().stream().map(LearnReport::threshold).forEach(lines::add);
        dealings(performance.dealings(), lines);
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

    /** What a judge must promise, and why. */
    static String threshold(LearningInsights.Threshold gate) {
        String begin = "The gate asks for " + Wording.score(gate.inUse()) + " steps of judge " + gate.judge();
        if (gate.changes() < Calibration.NEEDED) {
            return begin + ", as shipped; it is calibrated from " + Calibration.NEEDED + " measured promises on, "
                    + gate.changes() + " so far.";
        }
        String measured = " (measured less promised " + Wording.scoreChange(gate.bias()) + " \u00B1"
                + Wording.score(gate.error()) + " over " + gate.changes() + " changes).";
        return begin
                + (gate.inUse() == gate.shipped()
                        ? ", as shipped" + measured
                        : ", shipped " + Wording.score(gate.shipped()) + ", since "
                                + (gate.bias() < 0 ? "too much" : "too little") + " was promised" + measured);
    }

    /** What became of proposals. */
    static void dealings(List<LearningInsights.Dealing> dealings, List<String> lines) {
        if (dealings.isEmpty()) {
            return;
        }
        lines.add("What became of them:");
        for (LearningInsights.Dealing one : dealings) {
            List<String> parts = new ArrayList<>();
            parts.add(one.played() + " of " + one.made() + " played");
            count(one.undone(), "undone by you", parts);
            count(one.takenBack(), "taken back by the watcher", parts);
            count(one.refused(), "refused", parts);
            count(one.ignored(), "left unanswered", parts);
            count(one.waiting(), "waiting for you", parts);
            lines.add("    " + one.strategy() + ": " + String.join(", ", parts));
        }
    }

    private static void count(int count, String what, List<String> parts) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
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

    static void patterns(String heading, List<Pattern> patterns, List<String> lines) {
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
