package attune.learn.env;

import attune.api.PresetInfo;
import attune.learn.policy.PolicyFeatures;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.MoveFilter;
import attune.learn.strategy.ParamMaps;
import attune.learn.strategy.Proposals;
import attune.learn.strategy.StrategyInput;
import attune.learn.truth.JudgeMaterial;
import attune.learn.truth.MaterialSplit;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Writes measures and truth of many candidates on many items as CSV: what the judge's trees and the policy are trained on and
 * checked with. The same rows for the same arguments; items that the file holds already are passed over, so an interrupted run goes on.
 *
 * <pre>
 *   arguments: DEVELOPMENT|HELD_OUT, voices, items (0-144), random candidates an item, searched ones, file
 * </pre>
 */
final class JudgeStudy {
    private static final double TARGET_LUFS = -16;
    private static final int MORE_CLEAN = 3;

    private JudgeStudy() {}

    public static void main(String[] arguments) throws Exception {
        MaterialSplit side = MaterialSplit.valueOf(arguments[0]);
        int voices = Integer.parseInt(arguments[1]);
        String[] items = arguments[2].split("-", -1);
        int random = Integer.parseInt(arguments[3]);
        int searched = Integer.parseInt(arguments[4]);
        Path file = Path.of(arguments[5]);
        if (!Files.exists(file)) {
            Files.writeString(file, ItemRows.header(PolicyFeatures.names()) + "\n");
        }
        Set<String> done = done(file);
        CandidateRenderer.EngineSet engines = JudgedItem.engines();
        List<JudgeMaterial.Voice> all = JudgeMaterial.voices(side, voices);
        for (int i = Integer.parseInt(items[0]); i < Integer.parseInt(items[1]); i++) {
            JudgeMaterial.Voice voice = all.get(i % all.size());
            JudgeMaterial.Fault fault = fault(side, i);
            if (done.contains(name(i, voice, fault))) {
                continue;
            }
            long start = System.nanoTime();
            double[] clean = voice.source().make();
            JudgedItem item = item(side, all, i);
            ItemRows rows = new ItemRows(item, voice.name(), fault.name(), engines);
            if (rows.isEnough()) {
                TruthSearch search = new TruthSearch(rows::add, 50_000L + i);
                search.score(candidates(item, random, i));
                if (searched > 0) {
                    search.score(undone(item, clean));
                    search.run(searched);
                }
            }
            Files.writeString(file, rows.text(), StandardOpenOption.APPEND);
            System.err.printf(Locale.ROOT, "%s: %.1f s%n", item.name, (System.nanoTime() - start) * 1e-9);
        }
    }

    private static String name(int item, JudgeMaterial.Voice voice, JudgeMaterial.Fault fault) {
        return item + " " + voice.name() + " " + fault;
    }

    /** An item by its number. */
    static JudgedItem item(MaterialSplit side, List<JudgeMaterial.Voice> voices, int number)
            throws IOException, InterruptedException {
        JudgeMaterial.Voice voice = voices.get(number % voices.size());
        JudgeMaterial.Fault fault = fault(side, number);
        double[] clean = voice.source().make();
        double[] others = voices.get((number + 1) % voices.size()).source().make();
        return new JudgedItem(name(number, voice, fault), clean, fault.apply(clean, others, side, 1_000L + number));
    }

    /** Every fault once before any comes again, in an order of its own each time; clean voices as often as four of them. */
    private static JudgeMaterial.Fault fault(MaterialSplit side, int item) {
        List<JudgeMaterial.Fault> faults = new ArrayList<>(JudgeMaterial.Fault.of(side));
        faults.addAll(Collections.nCopies(MORE_CLEAN, JudgeMaterial.Fault.CLEAN));
        Collections.shuffle(faults, new Random(3 + item / faults.size()));
        return faults.get(item % faults.size());
    }

    /** Names of the items that are written; a broken last line is no item. */
    static Set<String> done(Path file) throws IOException {
        Set<String> names = new HashSet<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            names.add(line.substring(0, Math.max(0, line.indexOf(','))));
        }
        return names;
    }

    /** What undoes the fault's tone, by the clean voice, alone and with noise reduction. */
    private static List<Candidate> undone(JudgedItem item, double[] clean) {
        ParamSnapshot neutral = Candidate.dry(GentlePreset.params()).params();
        List<ParamSnapshot> bases = new ArrayList<>(List.of(neutral));
        Candidates.rules(item.analysis).stream()
                .filter(c -> c.strategy().equals("noise 9.0"))
                .forEach(c -> bases.add(c.params()));
        return TruthSearch.undone(JudgedItem.analysed(clean), item.analysis, JudgeMaterial.RATE_HZ, bases);
    }

    /**
     * The sound in force first, then what the product proposes for a voice, rules, factory presets and random ones that begin with
     * any of these.
     */
    private static List<Candidate> candidates(JudgedItem item, int random, int seed) throws IOException {
        List<Candidate> out = new ArrayList<>(List.of(new Candidate("gentle", GentlePreset.params())));
        List<Candidate> presets = Candidates.presets();
        List<PresetInfo> infos = presets.stream()
                .map(p -> new PresetInfo(p.strategy(), p.strategy(), "", true, ParamMaps.map(p.params()), 0))
                .toList();
        StrategyInput input =
                new StrategyInput(item.analysis, GentlePreset.params(), TARGET_LUFS, 16_000, infos, List.of());
        List<Candidate> proposed = new Proposals(LearningBounds.SAFE, MoveFilter.NONE)
                .gather(input, Proposals.strategies(), Proposals.LARGEST)
                .candidates();
        proposed.stream().filter(c -> !c.strategy().equals("factory-presets")).forEach(out::add);
        Candidates.rules(item.analysis).stream()
                .filter(c -> c.strategy().equals("noise 6.0") || c.strategy().equals("noise 12.0"))
                .forEach(out::add);
        presets.stream().filter(c -> !c.strategy().equals("gentle")).forEach(out::add);
        out.addAll(Candidates.anywhere(item.analysis, List.copyOf(out), 40_000L + seed, random));
        return out;
    }
}
