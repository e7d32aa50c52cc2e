package attune.learn.prove;

import attune.learn.agent.Without;
import attune.learn.truth.Bootstrap;
import attune.param.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A {@link ProofReport} for people. */
final class ProofText {
    private static final String SIDES = "%-26s %9s %9s %9s %9s%n";
    private static final Map<String, ToDoubleFunction<ProofScore>> MEASURES = measures();

    private final ProofReport report;

    ProofText(ProofReport report) {
        this.report = report;
    }

    /** Whether learning did what it is for, in plain words. */
    String verdict() {
        Bootstrap gain = report.overFactory();
        Bootstrap preset = report.overBestPreset();
        if (gain == null || preset == null) {
            return "No clip is degraded, so nothing can be said of what learning improves.";
        }
        String figure = number(gain) + " steps over the factory default";
        if (report.degraded().size() < ProofReport.FEWEST) {
            return "Too few clips for a verdict, at least " + ProofReport.FEWEST
                    + " degraded ones are needed: these end " + figure + ".";
        }
        if (gain.high() < 0) {
            return "Learning harmed: the degraded clips end " + figure + ".";
        }
        if (gain.low() <= 0) {
            return "Nothing is shown: the degraded clips end " + figure + ", and the interval holds 0.";
        }
        Bootstrap single = report.overSinglePreset();
        String one = single == null
                ? ""
                : compared(single) + " the one preset that is best for all (" + number(single) + "), and ";
        String peer = " the preset that is best for each clip by the truth, which nobody knows who plays it ("
                + number(preset) + ").";
        return "Learning helped: the degraded clips end " + figure + ", " + one + compared(preset) + peer;
    }

    private static String compared(Bootstrap gain) {
        return gain.low() > 0 ? "better than" : gain.high() < 0 ? "worse than" : "neither better nor worse than";
    }

    /** The report for people. */
    String text() {
        StringBuilder out = new StringBuilder();
        List<ProofItem> degraded = report.degraded();
        out.append(String.format(
                Locale.ROOT,
                "%d %s, %d of them degraded; %d decision%s each. Measured on the last 20 s, which no decision heard.%n%n",
                report.items().size(),
                report.corpus(),
                degraded.size(),
                report.decisions(),
                report.decisions() == 1 ? "" : "s"));
        if (!degraded.isEmpty()) {
            out.append("Mean over the degraded clips\n");
            out.append(String.format(Locale.ROOT, SIDES, "", "dry", "default", "preset*", "learned"));
            for (Map.Entry<String, ToDoubleFunction<ProofScore>> measure : MEASURES.entrySet()) {
                out.append(row(measure.getKey(), measure.getValue(), degraded));
            }
            out.append(
                    "* the factory preset that is best for each clip by the truth: nobody knows it who plays the clip\n\n");
            out.append(gainLine("over dry", report.overDry(report.decisions())));
            out.append(gainLine("over the default", report.overFactory()));
            out.append(gainLine("over that preset", report.overBestPreset()));
            out.append(gainLine("over one for all", report.overSinglePreset()));
            out.append("one for all is ")
                    .append(report.bestSinglePreset())
                    .append(", the best of them by the truth of these clips\n");
            out.append("learning curve, steps over dry: ");
            List<Bootstrap> curve = report.curve();
            for (int i = 0; i < curve.size(); i++) {
                out.append(String.format(
                        Locale.ROOT,
                        "%s%d: %+.2f",
                        i == 0 ? "" : "  ",
                        i,
                        curve.get(i).mean()));
            }
            out.append("\n\n");
            report.worth()
                    .forEach((label, gain) -> out.append(String.format(
                            Locale.ROOT,
                            "worth of %-20s %s steps, %s%n",
                            label,
                            number(gain),
                            Without.isMore(label) ? "gained" : "lost without it")));
        }
        out.append(String.format(
                Locale.ROOT,
                "worse than dry by more than %.1f steps: %d of %d%n",
                ProofReport.HARMED_STEPS,
                report.harmed(),
                report.items().size()));
        if (!report.clean().isEmpty()) {
            out.append(cleanLines());
        }
        out.append('\n');
        return out.append(verdict()).append('\n').toString();
    }

    /** Abstention: with nothing in force, where all that moves is the learner's doing, and beside the factory default. */
    private String cleanLines() {
        List<ProofItem> clean = report.clean();
        List<ProofItem> moved = clean.stream()
                .filter(item -> ProofItem.beyondLevel(item.movedStages()))
                .toList();
        return String.format(
                Locale.ROOT,
                "clean clips, nothing in force: %d of %d left alone, %d more but for the level; off the recording, levels"
                        + " apart, by %s dB%n"
                        + "clean clips, the default in force: %d of %d left alone, %d more but for the level; %d of the"
                        + " other %d nearer to the recording than the default; off it by %s dB (default %s)%n",
                report.leftAlone(),
                clean.size(),
                report.leftButForLevel() - report.leftAlone(),
                mean(
                        clean,
                        item -> item.alone() == null
                                ? Double.NaN
                                : timbreDb(item.alone().end())),
                clean.stream().filter(item -> item.moves().isEmpty()).count(),
                clean.size(),
                clean.size()
                        - moved.size()
                        - clean.stream().filter(item -> item.moves().isEmpty()).count(),
                moved.stream()
                        .filter(item -> timbreDb(item.end()) < timbreDb(item.factory()))
                        .count(),
                moved.size(),
                mean(clean, item -> timbreDb(item.end())),
                mean(clean, item -> timbreDb(item.factory())));
    }

    private static double timbreDb(ProofScore score) {
        return score.truth().timbreDistanceDb();
    }

    private static Map<String, ToDoubleFunction<ProofScore>> measures() {
        Map<String, ToDoubleFunction<ProofScore>> map = new LinkedHashMap<>();
        map.put("spectral distance, dB", score -> score.truth().logSpectralDistanceDb());
        map.put("ESTOI (speech)", score -> score.truth().estoi());
        map.put("signal to distortion, dB", ProofScore::sdrDb);
        map.put("word onsets, dB", ProofScore::onsetsDb);
        map.put("loudness error, LU", score -> score.truth().loudnessErrorLu());
        map.put("clips over −1 dBTP, share", score -> score.isOver() ? 1 : 0);
        return map;
    }

    private static String row(String name, ToDoubleFunction<ProofScore> measure, List<ProofItem> items) {
        return String.format(
                Locale.ROOT,
                SIDES,
                name,
                mean(items, item -> measure.applyAsDouble(item.dry())),
                mean(items, item -> measure.applyAsDouble(item.factory())),
                mean(items, item -> measure.applyAsDouble(item.best())),
                mean(items, item -> measure.applyAsDouble(item.end())));
    }

    /** Of the clips that have such a figure. */
    private static String mean(List<ProofItem> items, ToDoubleFunction<ProofItem> figure) {
        double mean = items.stream()
                .mapToDouble(figure)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
        return Double.isNaN(mean) ? "" : String.format(Locale.ROOT, "%.3f", mean);
    }

    private static String gainLine(String over, @Nullable Bootstrap gain) {
        return gain == null ? "" : String.format(Locale.ROOT, "learned %-17s %s steps%n", over, number(gain));
    }

    private static String number(Bootstrap gain) {
        return String.format(Locale.ROOT, "%+.2f [%+.2f, %+.2f]", gain.mean(), gain.low(), gain.high());
    }

    /** A line for each clip. */
    String details() {
        StringBuilder out = new StringBuilder();
        for (ProofItem item : report.items()) {
            out.append(String.format(
                    Locale.ROOT,
                    "%-28s %-26s default %+.2f  %s %+.2f  learned %+.2f  %s%n    %s%n",
                    item.clip().name(),
                    item.clip().degradation().label(),
                    item.factory().stepsOver(item.dry()),
                    item.bestPreset(),
                    item.best().stepsOver(item.dry()),
                    item.end().stepsOver(item.dry()),
                    item.moves().isEmpty() ? "left alone" : String.join(", ", item.moves()),
                    item.last()));
            ProofItem.Alone alone = item.alone();
            if (alone != null) {
                out.append(String.format(
                        Locale.ROOT,
                        "    moved %s, off by %.2f dB (default %.2f); nothing in force: %s, moved %s, off by %.2f dB%n",
                        labels(item.movedStages()),
                        timbreDb(item.end()),
                        timbreDb(item.factory()),
                        alone.moves().isEmpty() ? "left alone" : String.join(", ", alone.moves()),
                        labels(alone.movedStages()),
                        timbreDb(alone.end())));
            }
        }
        return out.toString();
    }

    private static String labels(List<Stage> stages) {
        return stages.isEmpty()
                ? "nothing"
                : stages.stream()
                        .map(stage -> stage.label().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
    }
}
