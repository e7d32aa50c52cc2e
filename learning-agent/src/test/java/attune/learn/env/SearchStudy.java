package attune.learn.env;

import attune.learn.judge.Comparison;
import attune.learn.judge.Gate;
import attune.learn.judge.Judge;
import attune.learn.judge.LinearJudge;
import attune.learn.judge.Verdict;
import attune.learn.search.LocalSearch;
import attune.learn.search.SearchSpace;
import attune.learn.strategy.LearningBounds;
import attune.learn.truth.Bootstrap;
import attune.learn.truth.JudgeMaterial;
import attune.learn.truth.MaterialSplit;
import attune.param.ParamSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What a local search gives on development voices, by its length, and whether its end was foreseen. The search hears one clip; what
 * it finds is judged, and compared with the truth, on another clip of the same speaker with the same fault. {@code mvn -pl
 * learning-agent -am test -Dtest=SearchStudy -Dattune.search=ITEMS -Dsurefire.failIfNoSpecifiedTests=false}
 */
final class SearchStudy {
    private static final int[] LENGTHS = {12, 30, 84};
    /** Voices come from four groups in turn: so far behind a voice is the next one of its group. */
    private static final int GROUPS = 4;

    private static final List<JudgeMaterial.Fault> FAULTS = List.of(
            JudgeMaterial.Fault.FAN,
            JudgeMaterial.Fault.HUM,
            JudgeMaterial.Fault.DULL,
            JudgeMaterial.Fault.HUM_AND_NOISE,
            JudgeMaterial.Fault.SIBILANT,
            JudgeMaterial.Fault.PINK,
            JudgeMaterial.Fault.HARSH,
            JudgeMaterial.Fault.WHITE);

    private final Judge judge = new LinearJudge();
    private final Gate gate = new Gate(Gate.THRESHOLD);
    private final CandidateRenderer.EngineSet engines = JudgedItem.engines();
    private final List<double[]> later = new ArrayList<>();
    private final List<double[]> same = new ArrayList<>();
    /** By iteration: foreseen and true number of iterations left. */
    private final TreeMap<Integer, List<double[]>> ends = new TreeMap<>();

    private final List<double[]> stops = new ArrayList<>();

    @Test
    @EnabledIfSystemProperty(named = "attune.search", matches = "\\d+")
    void searches_when_longer_expect_a_table_of_truth_and_ends() throws Exception {
        int items = Integer.getInteger("attune.search", 8);
        List<JudgeMaterial.Voice> voices = JudgeMaterial.voices(MaterialSplit.DEVELOPMENT, 36);
        for (int i = 0; i < items; i++) {
            int voice = i % (voices.size() - GROUPS);
            JudgeMaterial.Fault fault = FAULTS.get((i + i / FAULTS.size()) % FAULTS.size());
            String name = voices.get(voice).name() + " " + fault;
            search(name, item(voices, voice, fault, i), item(voices, voice + GROUPS, fault, i));
        }
        table("the clip that was searched on", same);
        table("the next clip", later);
        ends();
    }

    private static JudgedItem item(List<JudgeMaterial.Voice> voices, int voice, JudgeMaterial.Fault fault, int item)
            throws IOException, InterruptedException {
        double[] clean = voices.get(voice).source().make();
        double[] others = voices.get((voice + 1) % voices.size()).source().make();
        return new JudgedItem(
                voices.get(voice).name(), clean, fault.apply(clean, others, MaterialSplit.DEVELOPMENT, 9_000L + item));
    }

    private void search(String name, JudgedItem first, JudgedItem next) throws IOException, InterruptedException {
        CandidateRenderer renderer = first.renderer(engines);
        Heard heard = hear(renderer, AuditionClips.proposals(first));
        Scored start = heard.best();
        SearchSpace space = SearchSpace.of(
                first.analysis, LearningBounds.SAFE, start.candidate().params());
        if (space.params().isEmpty()) {
            System.out.println(name + ": nothing to search for");
            return;
        }
        List<ParamSnapshot> found = new ArrayList<>(List.of(start.candidate().params()));
        List<LocalSearch.Iteration> iterations = new ArrayList<>();
        List<double[]> foreseen = new ArrayList<>();
        List<Judge> judges =
                System.getProperty("attune.search.judges", "all").equals("linear") ? List.of(judge) : Judge.ofVoices();
        int[] tried = {0};
        double[] most = {Double.NEGATIVE_INFINITY};
        ParamSnapshot[] best = {start.candidate().params()};
        SetScore score = set -> {
            double value = Audition.leastScore(judges, renderer.render(set), renderer.dry());
            if (value > most[0]) {
                most[0] = value;
                best[0] = set;
            }
            tried[0]++;
            if (Arrays.stream(LENGTHS).anyMatch(length -> length == tried[0])) {
                found.add(best[0]);
            }
            return value;
        };
        int longest = LENGTHS[LENGTHS.length - 1];
        LocalSearch.run(space, start.candidate().params(), score, longest, 1, false, iteration -> {
            iterations.add(iteration);
            foreseen.add(new double[] {
                iteration.convergence().iterationsLeft(),
                iteration.convergence().isConverging() ? 1 : 0,
                iteration.convergence().spectralRadius(),
                iteration.convergence().rate(),
                iteration.bestScore()
            });
        });
        keepEnds(foreseen);
        double[] here = truths(first, renderer, heard.scored, found);
        CandidateRenderer nextRenderer = next.renderer(engines);
        double[] there = truths(next, nextRenderer, hear(nextRenderer, AuditionClips.proposals(next)).scored, found);
        same.add(here);
        later.add(there);
        System.out.printf(
                Locale.ROOT,
                "%-36s %d params, start %.2f, best %.2f; truth here %s, next %s%n",
                name,
                space.params().size(),
                start.score(),
                iterations.get(iterations.size() - 1).bestScore(),
                Arrays.toString(round(here)),
                Arrays.toString(round(there)));
        for (double[] f : foreseen) {
            System.out.printf(
                    Locale.ROOT, "    left %.0f  radius %.2f  rate %.2f  best %.3f%n", f[0], f[2], f[3], f[4]);
        }
    }

    private record Heard(List<Scored> scored) {
        Scored best() {
            return scored.stream()
                    .reduce((a, b) -> b.score() > a.score() ? b : a)
                    .orElseThrow();
        }
    }

    /** Scores of all, the sound in force first. */
    private Heard hear(CandidateRenderer renderer, List<Candidate> candidates) throws InterruptedException {
        List<Scored> scored = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Comparison heard = renderer.render(candidate.params());
            double score = judge.score(heard.whole(), renderer.dry().whole());
            double inForce = scored.isEmpty() ? score : scored.get(0).score();
            scored.add(new Scored(candidate, score, score - inForce, heard.whole()));
        }
        return new Heard(scored);
    }

    /** Truth of what the gate lets play where each of these sets is one more candidate. */
    private double[] truths(JudgedItem item, CandidateRenderer renderer, List<Scored> scored, List<ParamSnapshot> found)
            throws InterruptedException {
        double[] out = new double[found.size()];
        for (int i = 0; i < out.length; i++) {
            List<Scored> all = new ArrayList<>(scored.subList(1, scored.size()));
            if (i > 0) {
                Comparison heard = renderer.render(found.get(i));
                double score = judge.score(heard.whole(), renderer.dry().whole());
                all.add(new Scored(
                        new Candidate("search", found.get(i)),
                        score,
                        score - scored.get(0).score(),
                        heard.whole()));
            }
            Scored inForce = scored.get(0);
            Verdict verdict = gate.decide(
                    true,
                    new AuditionResult(
                            inForce.score(), all, renderer.dry().whole(), inForce.measures(), judge.noise(), 8, 50));
            Candidate winner = verdict.winner();
            if (verdict.kind() == Verdict.Kind.DRY) {
                continue;
            }
            renderer.render(winner == null ? inForce.candidate().params() : winner.params());
            out[i] = item.stepsOverDry(renderer.lastOutput());
        }
        return out;
    }

    /** The end: the first iteration whose best is within the tolerance of the last one's. */
    private void keepEnds(List<double[]> foreseen) {
        double last = foreseen.get(foreseen.size() - 1)[4];
        int end = 0;
        while (last - foreseen.get(end)[4] > LocalSearch.TOLERANCE) {
            end++;
        }
        for (int i = 0; i < foreseen.size() - 1; i++) {
            ends.computeIfAbsent(i + 1, key -> new ArrayList<>())
                    .add(new double[] {foreseen.get(i)[0], Math.max(0, end - i)});
        }
        for (int i = 0; i < foreseen.size(); i++) {
            if (foreseen.get(i)[0] == 0) {
                stops.add(new double[] {i + 1, last - foreseen.get(i)[4]});
                break;
            }
        }
    }

    private static void table(String where, List<double[]> truths) {
        System.out.println("Truth of the pick, steps over dry, on " + where + ": without, " + Arrays.toString(LENGTHS)
                + " auditions");
        for (int i = 0; i <= LENGTHS.length; i++) {
            int at = i;
            System.out.printf(
                    Locale.ROOT,
                    "    %s: %s, gain over no search %s%n",
                    i == 0 ? "without" : Integer.toString(LENGTHS[i - 1]),
                    Bootstrap.of(truths.stream().mapToDouble(t -> t[at]).toArray()),
                    Bootstrap.of(truths.stream().mapToDouble(t -> t[at] - t[0]).toArray()));
        }
    }

    private void ends() {
        System.out.println("| iteration | runs | said to converge | foreseen | true | within one |");
        System.out.println("| --- | --- | --- | --- | --- | --- |");
        ends.forEach((iteration, pairs) -> {
            List<double[]> told =
                    pairs.stream().filter(p -> Double.isFinite(p[0])).toList();
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %d | %d | %.1f | %.1f | %d |%n",
                    iteration,
                    pairs.size(),
                    told.size(),
                    told.stream().mapToDouble(p -> p[0]).average().orElse(Double.NaN),
                    told.stream().mapToDouble(p -> p[1]).average().orElse(Double.NaN),
                    told.stream().filter(p -> Math.abs(p[0] - p[1]) <= 1).count());
        });
        System.out.println("ends told, and what was left to gain then:");
        stops.forEach(s -> System.out.printf(Locale.ROOT, "    iteration %.0f: %.3f%n", s[0], s[1]));
    }

    private static double[] round(double[] x) {
        return Arrays.stream(x).map(v -> Math.round(100 * v) / 100.0).toArray();
    }
}
