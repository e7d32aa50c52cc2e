package attune.learn.prove;

import attune.learn.agent.Without;
import attune.learn.truth.Bootstrap;
import attune.learn.truth.ClipScore;
import attune.param.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the clips together say, with intervals of 95 % by the bootstrap over clips.
 *
 * @param corpus what they are
 * @param decisions how many there were for each clip
 */
public record ProofReport(String corpus, int decisions, List<ProofItem> items) {
    /** Steps by which a clip must be worse than dry to count as harmed: less is within what is measured. */
    static final double HARMED_STEPS = 0.1;

    /** An interval over fewer clips says nothing. */
    static final int FEWEST = 8;

    private static final String SIDES = "%-26s %9s %9s %9s %9s%n";

    public ProofReport {
        items = List.copyOf(items);
    }

    /**
     * The report on clips that were played.
     *
     * @param progress told of the share of all that is done, 0 to 1, and of the clip at work
     * @throws InterruptedException where the thread is interrupted
     * @throws java.io.IOException where a recording can't be read
     */
    public static ProofReport of(ProofCorpus corpus, Proof proof, int decisions, Progress progress)
            throws java.io.IOException, InterruptedException {
        List<String> names = corpus.names();
        List<ProofItem> items = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            int at = i;
            progress.done(name, (double) i / names.size());
            items.add(proof.play(corpus.make(name), share -> progress.done(name, (at + share) / names.size())));
        }
        return new ProofReport(corpus.description(), decisions, items);
    }

    /** Told how far the work is. */
    public interface Progress {
        /**
         * A clip is at work.
         *
         * @param share of all work that is done, 0 to 1
         */
        void done(String clip, double share);
    }

    private List<ProofItem> degraded() {
        return items.stream().filter(item -> !item.isClean()).toList();
    }

    private List<ProofItem> clean() {
        return items.stream().filter(ProofItem::isClean).toList();
    }

    /** Steps by which learned sound is better over degraded clips; null where there are none. */
    private @Nullable Bootstrap gain(ToDoubleFunction<ProofItem> steps) {
        double[] values = each(steps);
        return values.length == 0 ? null : Bootstrap.of(values);
    }

    private double[] each(ToDoubleFunction<ProofItem> steps) {
        return degraded().stream().mapToDouble(steps).toArray();
    }

    /** Steps of each degraded clip in the end. */
    double[] eachOverDry() {
        return each(item -> item.end().stepsOver(item.dry()));
    }

    /** Steps of each degraded clip in the end. */
    double[] eachOverFactory() {
        return each(item -> item.end().stepsOver(item.factory()));
    }

    private @Nullable Bootstrap overDry(int decisions) {
        return gain(item -> item.last(decisions).stepsOver(item.dry()));
    }

    @Nullable
    Bootstrap overFactory() {
        return gain(item -> item.end().stepsOver(item.factory()));
    }

    @Nullable
    Bootstrap overBestPreset() {
        return gain(item -> item.end().stepsOver(item.best()));
    }

    /** The preset that is best for all degraded clips by the truth, where one has to do for all; null where there is none. */
    @Nullable
    String bestSinglePreset() {
        List<ProofItem> degraded = degraded();
        if (degraded.isEmpty()) {
            return null;
        }
        return degraded.get(0).presets().keySet().stream()
                .max(Comparator.comparingDouble(id -> degraded.stream()
                        .mapToDouble(item -> item.presetSteps(id))
                        .sum()))
                .orElse(null);
    }

    @Nullable
    Bootstrap overSinglePreset() {
        String preset = bestSinglePreset();
        return preset == null
                ? null
                : gain(item -> item.end()
                        .truth()
                        .stepsOver(Objects.requireNonNull(item.presets().get(preset))));
    }

    /** Steps that degraded clips lose in the end by what was left out, or gain by what was added, clip against clip. */
    Map<String, Bootstrap> worth() {
        Map<String, Bootstrap> worth = new LinkedHashMap<>();
        List<ProofItem> degraded = degraded();
        if (!degraded.isEmpty()) {
            for (String label : degraded.get(0).without().keySet()) {
                worth.put(
                        label,
                        Bootstrap.of(degraded.stream()
                                .mapToDouble(item -> {
                                    ClipScore other = Objects.requireNonNull(
                                            item.without().get(label));
                                    ClipScore learned = item.end().truth();
                                    return Without.isMore(label) ? other.stepsOver(learned) : learned.stepsOver(other);
                                })
                                .toArray()));
            }
        }
        return worth;
    }

    private long harmed() {
        return items.stream()
                .filter(item -> item.end().stepsOver(item.dry()) < -HARMED_STEPS)
                .count();
    }

    /** Clean clips at which nothing was done where nothing was in force. */
    private long leftAlone() {
        return clean().stream()
                .map(ProofItem::alone)
                .filter(alone -> alone != null && alone.moves().isEmpty())
                .count();
    }

    /** The same, moves of the level allowed. */
    private long leftButForLevel() {
        return clean().stream()
                .map(ProofItem::alone)
                .filter(alone -> alone != null && !ProofItem.beyondLevel(alone.movedStages()))
                .count();
    }

    /** Mean steps over dry after 0, 1, … decisions. */
    List<Bootstrap> curve() {
        List<Bootstrap> points = new ArrayList<>();
        for (int i = 0; i <= decisions; i++) {
            Bootstrap point = overDry(i);
            if (point != null) {
                points.add(point);
            }
        }
        return points;
    }

    /** Whether learning did what it is for, in plain words. */
    public String verdict() {
        Bootstrap gain = overFactory();
        Bootstrap preset = overBestPreset();
        if (gain == null || preset == null) {
            return "No clip is degraded, so nothing can be said of what learning improves.";
        }
        String figure = number(gain) + " steps over the factory default";
        if (degraded().size() < FEWEST) {
            return "Too few clips for a verdict, at least " + FEWEST + " degraded ones are needed: these end " + figure
                    + ".";
        }
        if (gain.high() < 0) {
            return "Learning harmed: the degraded clips end " + figure + ".";
        }
        if (gain.low() <= 0) {
            return "Nothing is shown: the degraded clips end " + figure + ", and the interval holds 0.";
        }
        Bootstrap single = overSinglePreset();
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
    public String text() {
        StringBuilder out = new StringBuilder();
        List<ProofItem> degraded = degraded();
        out.append(String.format(
                Locale.ROOT,
                "%d %s, %d of them degraded; %d decision%s each. Measured on the last 20 s, which no decision heard.%n%n",
                items.size(),
                corpus,
                degraded.size(),
                decisions,
                decisions == 1 ? "" : "s"));
        if (!degraded.isEmpty()) {
            out.append("Mean over the degraded clips\n");
            out.append(String.format(Locale.ROOT, SIDES, "", "dry", "default", "preset*", "learned"));
            for (Map.Entry<String, ToDoubleFunction<ProofScore>> measure : MEASURES.entrySet()) {
                out.append(row(measure.getKey(), measure.getValue(), degraded));
            }
            out.append(
                    "* the factory preset that is best for each clip by the truth: nobody knows it who plays the clip\n\n");
            out.append(gainLine("over dry", overDry(decisions)));
            out.append(gainLine("over the default", overFactory()));
            out.append(gainLine("over that preset", overBestPreset()));
            out.append(gainLine("over one for all", overSinglePreset()));
            out.append("one for all is ")
                    .append(bestSinglePreset())
                    .append(", the best of them by the truth of these clips\n");
            out.append("learning curve, steps over dry: ");
            List<Bootstrap> curve = curve();
            for (int i = 0; i < curve.size(); i++) {
                out.append(String.format(
                        Locale.ROOT,
                        "%s%d: %+.2f",
                        i == 0 ? "" : "  ",
                        i,
                        curve.get(i).mean()));
            }
            out.append("\n\n");
            worth().forEach((label, gain) -> out.append(String.format(
                    Locale.ROOT,
                    "worth of %-20s %s steps, %s%n",
                    label,
                    number(gain),
                    Without.isMore(label) ? "gained" : "lost without it")));
        }
        out.append(String.format(
                Locale.ROOT,
                "worse than dry by more than %.1f steps: %d of %d%n",
                HARMED_STEPS,
                harmed(),
                items.size()));
        if (!clean().isEmpty()) {
            out.append(cleanLines());
        }
        out.append('\n');
        return out.append(verdict()).append('\n').toString();
    }

    /** Abstention: with nothing in force, where all that moves is the learner's doing, and beside the factory default. */
    private String cleanLines() {
        List<ProofItem> clean = clean();
        List<ProofItem> moved = clean.stream()
                .filter(item -> ProofItem.beyondLevel(item.movedStages()))
                .toList();
        return String.format(
                Locale.ROOT,
                "clean clips, nothing in force: %d of %d left alone, %d more but for the level; off the recording, levels"
                        + " apart, by %s dB%n"
                        + "clean clips, the default in force: %d of %d left alone, %d more but for the level; %d of the"
                        + " other %d nearer to the recording than the default; off it by %s dB (default %s)%n",
                leftAlone(),
                clean.size(),
                leftButForLevel() - leftAlone(),
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

    private static final Map<String, ToDoubleFunction<ProofScore>> MEASURES = measures();

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
    public String details() {
        StringBuilder out = new StringBuilder();
        for (ProofItem item : items) {
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

    /** For JSON: keys in a fixed order; what does not apply is null. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("corpus", corpus);
        map.put("decisions", decisions);
        map.put("clips", items.size());
        map.put("degraded", degraded().size());
        map.put("stepsOverDry", interval(overDry(decisions)));
        map.put("stepsOverDefault", interval(overFactory()));
        map.put("stepsOverBestPreset", interval(overBestPreset()));
        map.put("bestSinglePreset", bestSinglePreset());
        map.put("stepsOverBestSinglePreset", interval(overSinglePreset()));
        map.put("curve", curve().stream().map(ProofReport::interval).toList());
        map.put("worseThanDry", harmed());
        map.put("clean", clean().size());
        map.put("cleanLeftAlone", leftAlone());
        map.put("cleanLeftButForLevel", leftButForLevel());
        Map<String, @Nullable Object> worth = new LinkedHashMap<>();
        worth().forEach((label, gain) -> worth.put(label, interval(gain)));
        map.put("worth", worth);
        map.put("verdict", verdict());
        map.put("items", items.stream().map(ProofReport::item).toList());
        return map;
    }

    static @Nullable List<Double> interval(@Nullable Bootstrap gain) {
        return gain == null ? null : List.of(rounded(gain.mean()), rounded(gain.low()), rounded(gain.high()));
    }

    private static Map<String, @Nullable Object> item(ProofItem item) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", item.clip().name());
        map.put("degradation", item.clip().degradation().label());
        map.put("bestPreset", item.bestPreset());
        map.put("dry", score(item.dry()));
        map.put("default", score(item.factory()));
        map.put("preset", score(item.best()));
        map.put("learned", score(item.end()));
        map.put(
                "stepsOverDry",
                IntStream.range(0, item.learned().size())
                        .mapToObj(i -> rounded(item.last(i).stepsOver(item.dry())))
                        .toList());
        map.put("moves", item.moves());
        map.put("movedStages", item.movedStages().stream().map(Stage::label).toList());
        ProofItem.Alone alone = item.alone();
        map.put("nothingInForceMoves", alone == null ? null : alone.moves());
        return map;
    }

    private static Map<String, @Nullable Double> score(ProofScore score) {
        Map<String, @Nullable Double> map = new LinkedHashMap<>();
        map.put("spectralDistanceDb", finite(score.truth().logSpectralDistanceDb()));
        map.put("estoi", finite(score.truth().estoi()));
        map.put("signalToDistortionDb", finite(score.sdrDb()));
        map.put("wordOnsetsDb", finite(score.onsetsDb()));
        map.put("loudnessErrorLu", finite(score.truth().loudnessErrorLu()));
        map.put("truePeakDbtp", finite(score.truePeakDbtp()));
        return map;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? rounded(value) : null;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
