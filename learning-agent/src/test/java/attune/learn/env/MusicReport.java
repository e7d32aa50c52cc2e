package attune.learn.env;

import attune.learn.judge.BoostedTrees;
import attune.learn.judge.JudgeFeatures;
import attune.learn.policy.MusicFeatures;
import attune.learn.policy.MusicPolicy;
import attune.learn.strategy.MusicNoise;
import attune.learn.truth.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What the trees for music and the input policy are worth on what {@link MusicStudy} wrote: hum by rule alone, and with noise reduction
 * where trees, policy, or both say that it gains more than the gate; intervals over pieces, not items.
 *
 * <pre>
 *   arguments: file of the study, of the trees, of the policy
 * </pre>
 */
final class MusicReport {
    /** Steps that noise reduction must gain in the eyes of each. */
    private static final double GATE = 0.5;
    /** Truth below this is harm. */
    private static final double HARM_STEPS = -0.1;

    private static final double LEAST_HUM_GAIN_DB = 1;

    private final List<JudgeTable.Item> items;
    private final BoostedTrees trees;
    private final MusicPolicy policy;

    private MusicReport(List<JudgeTable.Item> items, BoostedTrees trees, MusicPolicy policy) {
        this.items = items;
        this.trees = trees;
        this.policy = policy;
    }

    /** Who must agree. */
    private enum Who {
        HUM_RULE_ALONE,
        TREES_ALONE,
        POLICY_ALONE,
        BOTH
    }

    /** One noise reduction that may be taken, over the sound without it. */
    private record Option(JudgeTable.Row row, double trees, double policy) {
        double least(Who who) {
            return switch (who) {
                case HUM_RULE_ALONE -> Double.NEGATIVE_INFINITY;
                case TREES_ALONE -> trees;
                case POLICY_ALONE -> policy;
                case BOTH -> Math.min(trees, policy);
            };
        }
    }

    public static void main(String[] arguments) throws IOException {
        new MusicReport(
                        JudgeTable.read(Path.of(arguments[0]), MusicFeatures.COUNT),
                        BoostedTrees.read(Files.readAllBytes(Path.of(arguments[1])), JudgeFeatures.names()),
                        new MusicPolicy(
                                BoostedTrees.read(Files.readAllBytes(Path.of(arguments[2])), MusicPolicy.names())))
                .print();
    }

    private void print() {
        System.out.printf(
                Locale.ROOT,
                "%d items of %d pieces, %d of them music for sure%n",
                items.size(),
                items.stream().map(JudgeTable.Item::voice).distinct().count(),
                items.stream().filter(JudgeTable.Item::sure).count());
        System.out.println("| fault | items | rank correlation | noise 4 | noise 8 | noise 12 | hum rule | + trees | "
                + "+ policy | + both | best of these | both took |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        Map<String, List<JudgeTable.Item>> byFault = items.stream()
                .collect(Collectors.groupingBy(JudgeTable.Item::fault, TreeMap::new, Collectors.toList()));
        byFault.forEach((fault, some) -> System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %d |%n",
                fault.toLowerCase(Locale.ROOT).replace('_', ' '),
                some.size(),
                mean(some, this::correlation),
                mean(some, item -> over(item, MusicStudy.name(4))),
                mean(some, item -> over(item, MusicStudy.name(8))),
                mean(some, item -> over(item, MusicStudy.name(12))),
                mean(some, item -> over(item, pick(item, Who.HUM_RULE_ALONE))),
                mean(some, item -> over(item, pick(item, Who.TREES_ALONE))),
                mean(some, item -> over(item, pick(item, Who.POLICY_ALONE))),
                mean(some, item -> over(item, pick(item, Who.BOTH))),
                mean(some, MusicReport::best),
                some.stream().filter(item -> taken(item, Who.BOTH)).count()));
        List<JudgeTable.Item> degraded = some(item -> !item.fault().equals("CLEAN"));
        System.out.println("rank correlation within a piece: " + overPieces(items, this::correlation));
        System.out.println(
                "best of these over the sound in force, degraded: " + overPieces(degraded, MusicReport::best));
        for (Who who : Who.values()) {
            summary(who, degraded);
        }
    }

    private void summary(Who who, List<JudgeTable.Item> degraded) {
        List<JudgeTable.Item> clean = some(item -> item.fault().equals("CLEAN"));
        List<JudgeTable.Item> noisy =
                some(item -> !item.fault().equals("CLEAN") && !item.fault().equals("HUM"));
        System.out.println(who.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ":");
        System.out.println("  truth over the sound in force, degraded: "
                + overPieces(degraded, item -> over(item, pick(item, who))));
        System.out.println("  truth over the hum rule alone, noisy: " + overPieces(noisy, item -> gain(item, who)));
        System.out.println("  truth over the hum rule alone, all: " + overPieces(items, item -> gain(item, who)));
        System.out.printf(
                Locale.ROOT,
                "  harmed: %.1f %% of all items, without the hum rule's: %.1f %%; worst %.2f%n",
                100 * mean(items, item -> over(item, pick(item, who)) < HARM_STEPS ? 1 : 0),
                100 * mean(items, item -> gain(item, who) < HARM_STEPS ? 1 : 0),
                items.stream().mapToDouble(item -> gain(item, who)).min().orElse(0));
        System.out.printf(
                Locale.ROOT,
                "  noise reduction taken: %d of %d noisy, %d of %d clean%n",
                noisy.stream().filter(item -> taken(item, who)).count(),
                noisy.size(),
                clean.stream().filter(item -> taken(item, who)).count(),
                clean.size());
    }

    private List<JudgeTable.Item> some(Predicate<JudgeTable.Item> which) {
        return items.stream().filter(which).toList();
    }

    private double gain(JudgeTable.Item item, Who who) {
        return pick(item, who).truth() - base(item).truth();
    }

    private boolean taken(JudgeTable.Item item, Who who) {
        return !pick(item, who).candidate().equals(base(item).candidate());
    }

    /** What plays by the hum rule: hum goes where it was found and really goes. */
    private static JudgeTable.Row base(JudgeTable.Item item) {
        return row(item, "hum")
                .filter(row -> row.heard().get(0).hum() - row.dry().get(0).hum() > LEAST_HUM_GAIN_DB)
                .orElse(item.rows().get(0));
    }

    private JudgeTable.Row pick(JudgeTable.Item item, Who who) {
        JudgeTable.Row base = base(item);
        if (!item.sure()) {
            return base;
        }
        return options(item, base).stream()
                .filter(option -> option.least(who) > GATE)
                .max(Comparator.comparingDouble(option -> option.least(who)))
                .map(Option::row)
                .orElse(base);
    }

    private List<Option> options(JudgeTable.Item item, JudgeTable.Row base) {
        String prefix = base.candidate().equals("hum") ? "hum and " : "";
        return MusicNoise.ATTENUATIONS_DB.stream()
                .flatMap(db -> row(item, prefix + MusicStudy.name(db)).stream()
                        .map(row -> new Option(
                                row, score(row) - score(base), policy.worth(MusicTrainer.features(item), db))))
                .toList();
    }

    private double score(JudgeTable.Row row) {
        return trees.value(JudgeFeatures.of(row.heard().get(0), row.dry().get(0)));
    }

    private static Optional<JudgeTable.Row> row(JudgeTable.Item item, String candidate) {
        return item.rows().stream()
                .filter(row -> row.candidate().equals(candidate))
                .findFirst();
    }

    /** Truth over the sound in force, whose limiter and input cleaner are no matter here. */
    private static double over(JudgeTable.Item item, JudgeTable.Row row) {
        return row.truth() - item.rows().get(0).truth();
    }

    private static double over(JudgeTable.Item item, String candidate) {
        return row(item, candidate).map(row -> over(item, row)).orElse(0.0);
    }

    private static double best(JudgeTable.Item item) {
        return item.rows().stream()
                .filter(row ->
                        row.candidate().contains("hum") || row.candidate().contains("noise"))
                .mapToDouble(row -> over(item, row))
                .reduce(0, Math::max);
    }

    private double correlation(JudgeTable.Item item) {
        return RankCorrelation.of(
                item.rows().stream().mapToDouble(this::score).toArray(),
                item.rows().stream().mapToDouble(JudgeTable.Row::truth).toArray());
    }

    private static double mean(List<JudgeTable.Item> some, ToDoubleFunction<JudgeTable.Item> value) {
        return some.stream().mapToDouble(value).average().orElse(0);
    }

    /** Mean and interval over the means by piece. */
    private static Bootstrap overPieces(List<JudgeTable.Item> some, ToDoubleFunction<JudgeTable.Item> value) {
        Map<String, Double> byPiece = some.stream()
                .collect(
                        Collectors.groupingBy(JudgeTable.Item::voice, TreeMap::new, Collectors.averagingDouble(value)));
        return Bootstrap.of(byPiece.values().stream().mapToDouble(d -> d).toArray());
    }
}
