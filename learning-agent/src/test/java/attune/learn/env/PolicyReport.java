package attune.learn.env;

import attune.learn.policy.Policy;
import attune.learn.strategy.LearningBounds;
import attune.learn.truth.Bootstrap;
import attune.learn.truth.JudgeMaterial;
import attune.learn.truth.MaterialSplit;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the policy is worth with one render and no gate, by the truth, on items of {@link JudgeStudy}: beside the default, the static
 * preset that is best over all of them, and the rules.
 *
 * <pre>
 *   arguments: DEVELOPMENT|HELD_OUT, voices, the study's file, the policy's file
 * </pre>
 */
final class PolicyReport {
    private PolicyReport() {}

    public static void main(String[] arguments) throws Exception {
        MaterialSplit side = MaterialSplit.valueOf(arguments[0]);
        List<JudgeMaterial.Voice> voices = JudgeMaterial.voices(side, Integer.parseInt(arguments[1]));
        List<JudgeTable.Item> items = JudgeTable.read(Path.of(arguments[2]));
        Policy policy = Policy.read(Files.readAllBytes(Path.of(arguments[3])));
        CandidateRenderer.EngineSet engines = JudgedItem.engines();
        Map<String, Map<String, Double>> byItem = new LinkedHashMap<>();
        for (JudgeTable.Item table : items) {
            int number = Integer.parseInt(table.name().substring(0, table.name().indexOf(' ')));
            JudgedItem item = JudgeStudy.item(side, voices, number);
            ParamSnapshot neutral = Candidate.dry(GentlePreset.params()).params();
            ParamSnapshot set = LearningBounds.SAFE.fit(policy.propose(item.analysis, neutral), GentlePreset.params());
            CandidateRenderer renderer = item.renderer(engines);
            renderer.render(set);
            Map<String, Double> steps = new TreeMap<>();
            steps.put("policy", item.stepsOverDry(renderer.lastOutput()));
            for (JudgeTable.Row row : table.rows()) {
                steps.putIfAbsent(row.candidate(), row.truth());
            }
            byItem.put(table.name(), steps);
        }
        String best = items.get(0).rows().stream()
                .map(JudgeTable.Row::candidate)
                .filter(JudgeReport.PRESETS::contains)
                .max(java.util.Comparator.comparingDouble(name -> mean(byItem, items, name)))
                .orElseThrow();
        print(items, byItem, best);
    }

    /** Steps over dry of one candidate; 0 where the item has none of that name. */
    private static double steps(Map<String, Map<String, Double>> byItem, JudgeTable.Item item, String name) {
        return byItem.getOrDefault(item.name(), Map.of()).getOrDefault(name, 0.0);
    }

    private static double mean(Map<String, Map<String, Double>> byItem, List<JudgeTable.Item> items, String name) {
        return items.stream()
                .mapToDouble(item -> steps(byItem, item, name))
                .average()
                .orElse(0);
    }

    private static void print(List<JudgeTable.Item> items, Map<String, Map<String, Double>> byItem, String best) {
        List<String> sides = List.of("gentle", best, "rules", "policy");
        System.out.println("| fault | items | " + String.join(" | ", sides) + " |");
        Map<String, List<JudgeTable.Item>> byFault = items.stream()
                .collect(Collectors.groupingBy(JudgeTable.Item::fault, TreeMap::new, Collectors.toList()));
        byFault.forEach((fault, some) -> System.out.println("| " + fault.toLowerCase(Locale.ROOT) + " | " + some.size()
                + " | "
                + sides.stream()
                        .map(name -> String.format(Locale.ROOT, "%.2f", mean(byItem, some, name)))
                        .collect(Collectors.joining(" | "))
                + " |"));
        List<JudgeTable.Item> degraded =
                items.stream().filter(item -> !item.fault().equals("CLEAN")).toList();
        for (String name : sides) {
            System.out.println(name + " over dry, degraded: " + overVoices(degraded, byItem, name, "dry"));
        }
        System.out.println("policy over " + best + ": " + overVoices(degraded, byItem, "policy", best));
        System.out.println("policy over rules: " + overVoices(degraded, byItem, "policy", "rules"));
        System.out.printf(
                Locale.ROOT,
                "worse than dry by 0.1: %d of %d%n",
                items.stream()
                        .filter(item -> steps(byItem, item, "policy") < -0.1)
                        .count(),
                items.size());
    }

    private static Bootstrap overVoices(
            List<JudgeTable.Item> items, Map<String, Map<String, Double>> byItem, String a, String b) {
        Map<String, List<Double>> byVoice = new TreeMap<>();
        for (JudgeTable.Item item : items) {
            byVoice.computeIfAbsent(item.voice(), v -> new ArrayList<>())
                    .add(steps(byItem, item, a) - steps(byItem, item, b));
        }
        return Bootstrap.of(byVoice.values().stream()
                .mapToDouble(list -> list.stream().mapToDouble(d -> d).average().orElse(0))
                .toArray());
    }
}
