package attune.learn.env;

import static org.assertj.core.api.Assertions.assertThat;

import attune.learn.judge.Comparison;
import attune.learn.judge.Gate;
import attune.learn.judge.LinearJudge;
import attune.learn.judge.Verdict;
import attune.learn.truth.Bootstrap;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.SpeechCorpus;
import attune.param.GentlePreset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The judge against the truth on held-out prompts: presets, rules and random candidates on clean and degraded speech. A few
 * items by default; with {@code -Dattune.long=true} ten clips in nine conditions and 84 random candidates, whose table is
 * in docs/learning.md.
 */
final class JudgeTruthTest {
    private static final boolean LONG = Boolean.getBoolean("attune.long");
    private static final int CLIPS = LONG ? 10 : 1;
    private static final int RANDOM = LONG ? 84 : 4;
    private static final int FEW = LONG ? 12 : 2;
    private static final List<Condition> CONDITIONS =
            LONG ? List.of(Condition.values()) : List.of(Condition.CLEAN, Condition.FAN_10_DB, Condition.FAN_5_DB);

    private static final LinearJudge JUDGE = new LinearJudge();
    private static final Gate GATE = new Gate(Gate.THRESHOLD);
    private static final List<Judged> ITEMS = new ArrayList<>();

    /** Everything known of one item; index 0 is the sound in force. */
    private record Judged(JudgedItem item, Condition condition, List<Scored> scored, List<Double> truth, double noise) {
        double correlation() {
            double[] scores = scored.stream().mapToDouble(Scored::score).toArray();
            double[] truths = truth.stream().mapToDouble(Double::doubleValue).toArray();
            return RankCorrelation.of(scores, truths);
        }

        /** Truth of what the gate lets play, of these candidates. */
        double pickedTruth(List<Scored> candidates) {
            Verdict verdict = verdict(candidates);
            return switch (verdict.kind()) {
                case TAKE ->
                    truth.get(IntStream.range(0, scored.size())
                            .filter(i -> scored.get(i).candidate().equals(verdict.winner()))
                            .findFirst()
                            .orElseThrow());
                case DRY -> 0;
                case KEEP, ABSTAIN -> truth.get(0);
            };
        }

        Verdict verdict(List<Scored> candidates) {
            Scored inForce = scored.get(0);
            return GATE.decide(
                    item.analysis,
                    new AuditionResult(
                            inForce.score(), candidates, inForce.measures(), inForce.measures(), noise, 8, 50));
        }
    }

    @BeforeAll
    static void judge() throws IOException, InterruptedException {
        SpeechCorpus.assumeInstalled();
        CandidateRenderer.EngineSet engines = JudgedItem.engines();
        List<double[]> clips = JudgedItem.cleanClips(MaterialSplit.HELD_OUT, CLIPS);
        for (int c = 0; c < clips.size(); c++) {
            for (Condition condition : CONDITIONS) {
                double[] degraded = condition.apply(clips.get(c), 500 + c);
                ITEMS.add(judged(new JudgedItem("clip " + c, clips.get(c), degraded), condition, engines, c));
            }
        }
        printTable();
    }

    private static Judged judged(JudgedItem item, Condition condition, CandidateRenderer.EngineSet engines, int seed)
            throws IOException, InterruptedException {
        CandidateRenderer renderer = item.renderer(engines);
        List<Candidate> candidates = new ArrayList<>(List.of(new Candidate("gentle", GentlePreset.params())));
        candidates.addAll(Candidates.presets());
        candidates.addAll(Candidates.rules(item.analysis));
        candidates.addAll(Candidates.random(7_000 + 31L * seed + condition.ordinal(), RANDOM));
        List<Scored> scored = new ArrayList<>();
        List<Double> truth = new ArrayList<>();
        double squares = 0;
        double incumbent = 0;
        for (Candidate candidate : candidates) {
            Comparison heard = renderer.render(candidate.params());
            double score = JUDGE.score(heard.whole(), renderer.dry().whole());
            incumbent = scored.isEmpty() ? score : incumbent;
            scored.add(new Scored(candidate, score, score - incumbent, heard.whole()));
            truth.add(item.stepsOverDry(renderer.lastOutput()));
            double first = JUDGE.score(heard.firstHalf(), renderer.dry().firstHalf());
            double second = JUDGE.score(heard.secondHalf(), renderer.dry().secondHalf());
            squares += (first - second) * (first - second) / 4;
        }
        return new Judged(item, condition, scored, truth, Math.sqrt(squares / candidates.size()));
    }

    @Test
    void judge_when_speech_is_degraded_expect_its_ranks_to_follow_the_truth() {
        double mean =
                degraded().stream().mapToDouble(Judged::correlation).average().orElse(0);
        assertThat(mean).isGreaterThan(0.6);
    }

    @Test
    void gate_when_speech_is_clean_expect_it_to_abstain_nine_times_of_ten() {
        List<Judged> clean =
                ITEMS.stream().filter(i -> i.condition == Condition.CLEAN).toList();
        long taken = clean.stream()
                .filter(i -> i.verdict(i.scored).kind() == Verdict.Kind.TAKE)
                .count();
        assertThat(taken).isLessThanOrEqualTo(clean.size() / 10);
        assertThat(clean).allSatisfy(i -> assertThat(i.pickedTruth(i.scored)).isGreaterThan(-0.2));
    }

    @Test
    void gate_when_speech_is_degraded_expect_what_it_picks_to_beat_what_played() {
        double[] gains = degraded().stream()
                .mapToDouble(i -> i.pickedTruth(i.scored) - i.truth.get(0))
                .toArray();
        Bootstrap interval = Bootstrap.of(gains);
        System.out.println("gain of the pick over gentle, steps: " + interval);
        assertThat(interval.low()).isGreaterThan(0);
    }

    @Test
    void search_when_longer_expect_the_truth_of_its_pick_no_lower() {
        double few = 0;
        double many = 0;
        for (Judged item : degraded()) {
            List<Scored> random = item.scored.stream()
                    .filter(s -> s.candidate().strategy().equals("random"))
                    .toList();
            few += item.pickedTruth(random.subList(0, FEW)) / degraded().size();
            many += item.pickedTruth(random) / degraded().size();
        }
        System.out.printf(Locale.ROOT, "truth of the pick: %.2f of %d, %.2f of %d random%n", few, FEW, many, RANDOM);
        assertThat(many).isGreaterThan(few - (LONG ? 0.05 : 0.2));
    }

    private static List<Judged> degraded() {
        return ITEMS.stream().filter(i -> i.condition != Condition.CLEAN).toList();
    }

    private static void printTable() {
        System.out.println(
                "| condition | rank correlation | gentle | best factory preset | picked | best of all | taken |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        for (Condition condition : CONDITIONS) {
            List<Judged> items =
                    ITEMS.stream().filter(i -> i.condition == condition).toList();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %d of %d |%n",
                    condition,
                    mean(items, Judged::correlation),
                    mean(items, i -> i.truth.get(0)),
                    bestPreset(items),
                    mean(items, i -> i.pickedTruth(i.scored)),
                    mean(items, i -> i.truth.stream().mapToDouble(t -> t).max().orElse(0)),
                    items.stream()
                            .filter(i -> i.verdict(i.scored).kind() == Verdict.Kind.TAKE)
                            .count(),
                    items.size());
        }
    }

    /** Mean truth of the factory preset that is best over these items. */
    private static double bestPreset(List<Judged> items) {
        double best = Double.NEGATIVE_INFINITY;
        for (int p = 1; p <= 5; p++) {
            int preset = p;
            best = Math.max(best, mean(items, i -> i.truth.get(preset)));
        }
        return best;
    }

    private static double mean(List<Judged> items, java.util.function.ToDoubleFunction<Judged> value) {
        return items.stream().mapToDouble(value).average().orElse(0);
    }
}
