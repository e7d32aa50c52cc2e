package attune.learn.env;

import attune.api.PresetInfo;
import attune.learn.analysis.ContentClass;
import attune.learn.judge.Comparison;
import attune.learn.judge.JudgeFeatures;
import attune.learn.judge.Measures;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.MoveFilter;
import attune.learn.strategy.ParamMaps;
import attune.learn.strategy.Proposals;
import attune.learn.strategy.StrategyInput;
import attune.learn.truth.JudgeMaterial;
import attune.learn.truth.MaterialSplit;
import attune.param.GentlePreset;
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
 * Writes measures and truth of many candidates on many items as CSV: what the judge's trees are trained on and checked with. The
 * same rows for the same arguments; items that the file holds already are passed over, so an interrupted run goes on.
 *
 * <pre>
 *   arguments: DEVELOPMENT|HELD_OUT, voices, items (0-144), random candidates an item, file
 * </pre>
 */
final class JudgeStudy {
    private static final double TARGET_LUFS = -16;

    private JudgeStudy() {}

    public static void main(String[] arguments) throws Exception {
        MaterialSplit side = MaterialSplit.valueOf(arguments[0]);
        int voices = Integer.parseInt(arguments[1]);
        String[] items = arguments[2].split("-", -1);
        int random = Integer.parseInt(arguments[3]);
        Path file = Path.of(arguments[4]);
        if (!Files.exists(file)) {
            Files.writeString(file, String.join(",", header()) + "\n");
        }
        Set<String> done = done(file);
        CandidateRenderer.EngineSet engines = JudgedItem.engines();
        List<JudgeMaterial.Voice> all = JudgeMaterial.voices(side, voices);
        List<JudgeMaterial.Fault> faults = new ArrayList<>(JudgeMaterial.Fault.of(side));
        Collections.shuffle(faults, new Random(3));
        for (int i = Integer.parseInt(items[0]); i < Integer.parseInt(items[1]); i++) {
            JudgeMaterial.Voice voice = all.get(i % all.size());
            JudgeMaterial.Fault fault = faults.get((i + i / all.size()) % faults.size());
            String name = i + " " + voice.name() + " " + fault;
            if (done.contains(name)) {
                continue;
            }
            long start = System.nanoTime();
            double[] clean = voice.source().make();
            double[] others = all.get((i + 1) % all.size()).source().make();
            JudgedItem item = new JudgedItem(name, clean, fault.apply(clean, others, side, 1_000L + i));
            List<Candidate> candidates = candidates(item, side == MaterialSplit.HELD_OUT, random, i);
            String rows = rows(item, voice.name(), fault.name(), engines, candidates);
            Files.writeString(file, rows, StandardOpenOption.APPEND);
            System.err.printf(Locale.ROOT, "%s: %.1f s%n", name, (System.nanoTime() - start) * 1e-9);
        }
    }

    /** Names of the items that are written; a broken last line is no item. */
    private static Set<String> done(Path file) throws IOException {
        Set<String> names = new HashSet<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            names.add(line.substring(0, Math.max(0, line.indexOf(','))));
        }
        return names;
    }

    private static String[] header() {
        List<String> names = new ArrayList<>(
                List.of("item", "voice", "fault", "speech", "candidate", "steps", "d_estoi", "d_lsd", "d_sdr"));
        for (String of : List.of("", "first ", "second ", "dry ", "dry first ", "dry second ")) {
            JudgeFeatures.MEASURES.forEach(name -> names.add(of + name));
        }
        return names.toArray(String[]::new);
    }

    private static String rows(
            JudgedItem item,
            String voice,
            String fault,
            CandidateRenderer.EngineSet engines,
            List<Candidate> candidates)
            throws InterruptedException {
        CandidateRenderer renderer = item.renderer(engines);
        StringBuilder out = new StringBuilder();
        if (renderer.judgedSeconds() == 0) {
            return "";
        }
        Comparison dry = renderer.dry();
        for (Candidate candidate : candidates) {
            Comparison heard = renderer.render(candidate.params());
            JudgedItem.Truth truth = item.truth(renderer.lastOutput());
            out.append(String.format(
                    Locale.ROOT,
                    "%s,%s,%s,%d,%s,%.4f,%.5f,%.4f,%.4f",
                    item.name,
                    voice,
                    fault,
                    item.analysis.isSurely(ContentClass.SPEECH) ? 1 : 0,
                    candidate.strategy(),
                    truth.stepsOver(item.dry()),
                    truth.estoi() - item.dry().estoi(),
                    truth.distanceDb() - item.dry().distanceDb(),
                    truth.distortionDb() - item.dry().distortionDb()));
            for (Comparison comparison : List.of(heard, dry)) {
                append(out, comparison.whole());
                append(out, comparison.firstHalf());
                append(out, comparison.secondHalf());
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static void append(StringBuilder out, Measures measures) {
        for (double value : JudgeFeatures.measures(measures)) {
            out.append(String.format(Locale.ROOT, ",%.5g", value));
        }
    }

    /**
     * The sound in force first, then what the product proposes for a voice, rules, factory presets (held-out items only: the trees
     * are compared with the best of them) and random ones that begin with any of these.
     */
    private static List<Candidate> candidates(JudgedItem item, boolean withPresets, int random, int seed)
            throws IOException {
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
        List<Candidate> bases = new ArrayList<>(out);
        presets.stream().filter(c -> !c.strategy().equals("gentle")).forEach(bases::add);
        List<Candidate> anywhere = Candidates.anywhere(item.analysis, bases, 40_000L + seed, random);
        (withPresets ? bases : out).addAll(anywhere);
        return withPresets ? bases : out;
    }
}
