package attune.learn.env;

import attune.learn.judge.BoostedTrees;
import attune.learn.judge.Gate;
import attune.learn.judge.Judge;
import attune.learn.judge.JudgeFeatures;
import attune.learn.judge.LinearJudge;
import attune.learn.judge.TreeJudge;
import attune.learn.judge.Verdict;
import attune.learn.truth.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What the linear judge and the trees are worth on what {@link JudgeStudy} wrote: rank correlation with the truth within a clip,
 * truth of what each lets play over dry and over the factory preset that is best on these items, harm, abstention; intervals over
 * voices, not items.
 *
 * <pre>
 *   arguments: file of the study, file of the trees
 * </pre>
 */
final class JudgeReport {
    /** Truth below this is worse than dry. */
    private static final double HARM_STEPS = -0.1;

    static final List<String> PRESETS = List.of(
            "gentle",
            "broadcast-speech",
            "live-stream",
            "music-master",
            "music",
            "noisy-room",
            "phone-call",
            "podcast-voice",
            "transparent");

    private final List<JudgeTable.Item> items;

    private JudgeReport(List<JudgeTable.Item> items) {
        this.items = items;
    }

    public static void main(String[] arguments) throws IOException {
        JudgeReport report = new JudgeReport(JudgeTable.read(Path.of(arguments[0])));
        BoostedTrees trees = BoostedTrees.read(Files.readAllBytes(Path.of(arguments[1])), JudgeFeatures.names());
        report.print(new LinearJudge(), new TreeJudge(trees));
    }

    private void print(Judge linear, Judge trees) {
        String best = bestPreset();
        Gate plain = new Gate(Gate.THRESHOLD);
        Gate vetoed = Gate.forTrees();
        System.out.printf(
                Locale.ROOT,
                "%d items of %d voices, best static preset %s %s%n",
                items.size(),
                items.stream().map(JudgeTable.Item::voice).distinct().count(),
                best,
                overVoices(items, item -> truth(item, best)));
        System.out.println(
                "| fault | items | rank correlation, linear | trees | best preset | linear picks | trees pick | "
                        + "best of all | linear took | trees took |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        Map<String, List<JudgeTable.Item>> byFault = items.stream()
                .collect(Collectors.groupingBy(JudgeTable.Item::fault, TreeMap::new, Collectors.toList()));
        byFault.forEach((fault, some) -> System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %d | %d |%n",
                fault.toLowerCase(Locale.ROOT).replace('_', ' '),
                some.size(),
                mean(some, item -> correlation(item, linear)),
                mean(some, item -> correlation(item, trees)),
                mean(some, item -> truth(item, best)),
                mean(some, item -> pick(item, linear, plain)),
                mean(some, item -> pick(item, trees, vetoed)),
                mean(some, JudgeReport::oracle),
                taken(some, linear, plain),
                taken(some, trees, vetoed)));
        summary("linear", linear, plain, best);
        summary("trees with veto", trees, vetoed, best);
        summary("trees without veto", trees, new Gate(Gate.TREES_THRESHOLD), best);
        List<JudgeTable.Item> bad = degraded();
        System.out.println("correlation, trees − linear: "
                + overVoices(bad, item -> correlation(item, trees) - correlation(item, linear)));
        System.out.println("truth of the pick, trees − linear: "
                + overVoices(bad, item -> pick(item, trees, vetoed) - pick(item, linear, plain)));
    }

    private void summary(String name, Judge judge, Gate gate, String best) {
        List<JudgeTable.Item> bad = degraded();
        List<JudgeTable.Item> clean =
                items.stream().filter(item -> item.fault().equals("CLEAN")).toList();
        System.out.println(name + ":");
        System.out.println("  rank correlation within a clip: " + overVoices(bad, item -> correlation(item, judge)));
        System.out.println("  pick over dry, degraded: " + overVoices(bad, item -> pick(item, judge, gate)));
        System.out.println("  pick over the best static preset, degraded: "
                + overVoices(bad, item -> pick(item, judge, gate) - truth(item, best)));
        System.out.println("  share of the best of all: "
                + String.format(
                        Locale.ROOT,
                        "%.2f",
                        mean(bad, item -> pick(item, judge, gate)) / mean(bad, JudgeReport::oracle)));
        System.out.printf(
                Locale.ROOT,
                "  worse than dry: %.1f %% of all items%n",
                100 * mean(items, item -> pick(item, judge, gate) < HARM_STEPS ? 1 : 0));
        System.out.printf(
                Locale.ROOT,
                "  clean: %d of %d left alone, truth %.2f%n",
                clean.size() - taken(clean, judge, gate),
                clean.size(),
                mean(clean, item -> pick(item, judge, gate)));
        for (int few : new int[] {12, 84}) {
            System.out.printf(
                    Locale.ROOT,
                    "  pick of %d random: %s%n",
                    few,
                    overVoices(bad, item -> pick(random(item, few), judge, gate)));
        }
    }

    private List<JudgeTable.Item> degraded() {
        return items.stream().filter(item -> !item.fault().equals("CLEAN")).toList();
    }

    /** The sound in force and the first so many random candidates. */
    private static JudgeTable.Item random(JudgeTable.Item item, int most) {
        List<JudgeTable.Row> rows = new ArrayList<>(List.of(item.rows().get(0)));
        item.rows().stream()
                .filter(row -> row.candidate().equals("random"))
                .limit(most)
                .forEach(rows::add);
        return new JudgeTable.Item(item.name(), item.voice(), item.fault(), item.sure(), item.input(), rows);
    }

    private String bestPreset() {
        return PRESETS.stream()
                .filter(name -> items.get(0).rows().stream()
                        .anyMatch(row -> row.candidate().equals(name)))
                .max(Comparator.comparingDouble(name -> mean(items, item -> truth(item, name))))
                .orElseThrow();
    }

    private static double truth(JudgeTable.Item item, String candidate) {
        return item.rows().stream()
                .filter(row -> row.candidate().equals(candidate))
                .mapToDouble(JudgeTable.Row::truth)
                .findFirst()
                .orElse(0);
    }

    private static double oracle(JudgeTable.Item item) {
        return Math.max(
                0, item.rows().stream().mapToDouble(JudgeTable.Row::truth).max().orElse(0));
    }

    private static long taken(List<JudgeTable.Item> some, Judge judge, Gate gate) {
        return some.stream()
                .filter(item -> verdict(item, judge, gate).kind() == Verdict.Kind.TAKE)
                .count();
    }

    /** Truth of what plays after the gate decided. */
    private static double pick(JudgeTable.Item item, Judge judge, Gate gate) {
        Verdict verdict = verdict(item, judge, gate);
        return switch (verdict.kind()) {
            case TAKE ->
                item.rows()
                        .get(Integer.parseInt(
                                verdict.winner() == null
                                        ? "0"
                                        : verdict.winner().strategy()))
                        .truth();
            case DRY -> 0;
            case KEEP, ABSTAIN -> item.rows().get(0).truth();
        };
    }

    private static Verdict verdict(JudgeTable.Item item, Judge judge, Gate gate) {
        JudgeTable.Row inForce = item.rows().get(0);
        double incumbent = score(inForce, judge, 0);
        List<Scored> scored = new ArrayList<>();
        double squares = 0;
        for (int i = 1; i < item.rows().size(); i++) {
            JudgeTable.Row row = item.rows().get(i);
            double score = score(row, judge, 0);
            Candidate candidate = new Candidate(Integer.toString(i), new attune.param.ParamSnapshot());
            scored.add(
                    new Scored(candidate, score, score - incumbent, row.heard().get(0)));
            double error =
                    (score(row, judge, 1) - score(inForce, judge, 1) - score(row, judge, 2) + score(inForce, judge, 2))
                            / 2;
            squares += error * error;
        }
        AuditionResult result = new AuditionResult(
                incumbent,
                scored,
                inForce.dry().get(0),
                inForce.heard().get(0),
                Math.sqrt(squares / Math.max(1, scored.size())),
                Audition.JUDGED_SECONDS,
                1);
        return gate.decide(item.sure(), result);
    }

    /** Score over the whole (0) or one half (1, 2). */
    private static double score(JudgeTable.Row row, Judge judge, int part) {
        return judge.score(row.heard().get(part), row.dry().get(part));
    }

    private static double correlation(JudgeTable.Item item, Judge judge) {
        double[] scores =
                item.rows().stream().mapToDouble(row -> score(row, judge, 0)).toArray();
        double[] truths =
                item.rows().stream().mapToDouble(JudgeTable.Row::truth).toArray();
        return RankCorrelation.of(scores, truths);
    }

    private static double mean(List<JudgeTable.Item> some, ToDoubleFunction<JudgeTable.Item> value) {
        return some.stream().mapToDouble(value).average().orElse(0);
    }

    /** Mean and interval over the means by voice. */
    private static Bootstrap overVoices(List<JudgeTable.Item> some, ToDoubleFunction<JudgeTable.Item> value) {
        Map<String, Double> byVoice = some.stream()
                .collect(
                        Collectors.groupingBy(JudgeTable.Item::voice, TreeMap::new, Collectors.averagingDouble(value)));
        return Bootstrap.of(byVoice.values().stream().mapToDouble(d -> d).toArray());
    }
}
