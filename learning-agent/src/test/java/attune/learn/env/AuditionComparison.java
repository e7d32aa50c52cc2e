package attune.learn.env;

import attune.learn.analysis.ContentClass;
import attune.learn.analysis.Observation;
import attune.learn.judge.Gate;
import attune.learn.judge.Measures;
import attune.learn.judge.TreeJudge;
import attune.learn.judge.Verdict;
import attune.learn.search.LocalSearch;
import attune.learn.search.SearchSpace;
import attune.learn.strategy.LearningBounds;
import attune.learn.td3.Actor;
import attune.learn.td3.AuditionTask;
import attune.learn.td3.AuditionTask.Tried;
import attune.learn.truth.Bootstrap;
import attune.learn.truth.MaterialSplit;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What policies propose on held-out voices, beside the rules and beside CMA-ES with as many auditions: all go through the same gate,
 * and what it lets play is held against the clean recording. A way that has nothing better leaves what plays, or goes back to dry, as
 * the gate says.
 */
final class AuditionComparison {
    private static final int LONG_SEARCH = 30;
    private static final String RULES = "rules and presets";

    private final AuditionClips material = new AuditionClips(MaterialSplit.HELD_OUT);
    private final Map<String, Actor> actors = new LinkedHashMap<>();
    private final Map<String, List<Double>> truths = new LinkedHashMap<>();
    private final Map<String, List<Double>> scores = new LinkedHashMap<>();
    private final IdentityHashMap<ParamSnapshot, Measures> known = new IdentityHashMap<>();
    private final ParamSnapshot gentle = GentlePreset.params();
    private final TreeJudge judge = TreeJudge.shipped();
    private final Gate gate = Gate.forTrees();

    /** Of these .onnx files by name. */
    AuditionComparison(Map<String, Path> files) throws Exception {
        for (Map.Entry<String, Path> file : files.entrySet()) {
            actors.put(file.getKey(), Actor.open(file.getValue(), Observation.VERSION));
        }
    }

    void run(int clips) throws Exception {
        for (int number = 0; number < clips; number++) {
            JudgedItem item = material.make(number);
            CandidateRenderer renderer = material.renderer(item);
            if (renderer.judgedSeconds() == 0 || !item.analysis.isSurely(ContentClass.SPEECH)) {
                System.out.println(item.name + ": no voice to judge by");
                continue;
            }
            compare(item, renderer);
        }
        table();
    }

    private void compare(JudgedItem item, CandidateRenderer renderer) throws Exception {
        known.clear();
        List<ParamSnapshot> rules = AuditionClips.proposals(item).stream()
                .skip(1)
                .map(Candidate::params)
                .toList();
        List<ParamSnapshot> searched = search(item, renderer);
        play("nothing but gentle", item, renderer, List.of());
        play(RULES, item, renderer, rules);
        play(
                "CMA-ES, " + AuditionTask.MOVES + " auditions",
                item,
                renderer,
                searched.subList(0, Math.min(AuditionTask.MOVES, searched.size())));
        play("CMA-ES, " + LONG_SEARCH + " auditions", item, renderer, searched);
        AuditionTask task = new AuditionTask(
                item.clip,
                item.analysis,
                GentlePreset.params(),
                set -> AuditionLearning.score(measure(renderer, set), renderer));
        Tried start = task.go(task.toward(GentlePreset.params()));
        for (Map.Entry<String, Actor> actor : actors.entrySet()) {
            List<ParamSnapshot> moves = episode(task, start, actor.getValue());
            play(actor.getKey() + ", first move", item, renderer, moves.subList(0, 1));
            play(actor.getKey() + ", " + AuditionTask.MOVES + " moves", item, renderer, moves);
            List<ParamSnapshot> all = new ArrayList<>(rules);
            all.addAll(moves);
            play(RULES + ", and " + actor.getKey(), item, renderer, all);
        }
        StringBuilder line = new StringBuilder(item.name);
        truths.forEach((name, values) ->
                line.append(String.format(Locale.ROOT, " | %s %.2f", name, values.get(values.size() - 1))));
        System.out.println(line);
    }

    private static List<ParamSnapshot> episode(AuditionTask task, Tried start, Actor actor)
            throws InterruptedException {
        List<ParamSnapshot> moves = new ArrayList<>();
        float[] observation = new float[AuditionTask.OBSERVATIONS];
        float[] action = new float[AuditionTask.ACTIONS];
        Tried at = start;
        for (int move = 0; move < AuditionTask.MOVES; move++) {
            task.observe(at, observation);
            actor.act(observation, action);
            at = task.go(action);
            moves.add(at.params());
        }
        return moves;
    }

    /** All that a search from what plays tries. */
    private List<ParamSnapshot> search(JudgedItem item, CandidateRenderer renderer) throws InterruptedException {
        List<ParamSnapshot> tried = new ArrayList<>();
        SearchSpace space = SearchSpace.of(item.analysis, LearningBounds.SAFE, GentlePreset.params());
        if (space.params().isEmpty()) {
            return tried;
        }
        LocalSearch.run(
                space,
                GentlePreset.params(),
                set -> {
                    tried.add(set);
                    return AuditionLearning.score(measure(renderer, set), renderer);
                },
                LONG_SEARCH + 1,
                1,
                false,
                iteration -> {});
        return tried.subList(1, tried.size());
    }

    /** Truth of what the gate lets play. */
    private void play(String way, JudgedItem item, CandidateRenderer renderer, List<ParamSnapshot> sets)
            throws InterruptedException {
        Scored inForce = hear(renderer, gentle, 0);
        List<Scored> scored = new ArrayList<>();
        for (ParamSnapshot set : sets) {
            scored.add(hear(renderer, set, inForce.score()));
        }
        Verdict verdict = gate.decide(
                true,
                new AuditionResult(
                        inForce.score(),
                        scored,
                        renderer.dry().whole(),
                        inForce.measures(),
                        judge.noise(),
                        renderer.judgedSeconds(),
                        0));
        Candidate winner = verdict.winner();
        ParamSnapshot plays = winner != null ? winner.params() : verdict.kind() == Verdict.Kind.KEEP ? gentle : null;
        double truth = 0;
        double score = 0;
        if (plays != null) {
            score = hear(renderer, plays, 0).score();
            renderer.render(plays);
            truth = item.stepsOverDry(renderer.lastOutput());
        }
        truths.computeIfAbsent(way, key -> new ArrayList<>()).add(truth);
        scores.computeIfAbsent(way, key -> new ArrayList<>()).add(score);
    }

    private Scored hear(CandidateRenderer renderer, ParamSnapshot set, double inForce) throws InterruptedException {
        Measures heard = measure(renderer, set);
        double score = judge.score(heard, renderer.dry().whole());
        return new Scored(new Candidate("tried", set), score, score - inForce, heard);
    }

    /** Rendered once, whoever asks. */
    private Measures measure(CandidateRenderer renderer, ParamSnapshot set) throws InterruptedException {
        Measures heard = known.get(set);
        if (heard == null) {
            heard = renderer.render(set).whole();
            known.put(set, heard);
        }
        return heard;
    }

    private void table() {
        double[] rules = values(truths, RULES);
        System.out.println(
                "| what proposes | judge, steps over dry | truth, steps over dry | truth over the rules | worse than dry |");
        System.out.println("| --- | --- | --- | --- | --- |");
        for (String way : truths.keySet()) {
            double[] truth = values(truths, way);
            double[] over = new double[truth.length];
            int worse = 0;
            for (int i = 0; i < truth.length; i++) {
                over[i] = truth[i] - rules[i];
                worse += truth[i] < 0 ? 1 : 0;
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %s | %s | %d of %d |%n",
                    way,
                    Bootstrap.of(values(scores, way)).mean(),
                    interval(truth),
                    interval(over),
                    worse,
                    truth.length);
        }
    }

    private static String interval(double[] values) {
        Bootstrap b = Bootstrap.of(values);
        return String.format(Locale.ROOT, "%+.2f [%+.2f, %+.2f]", b.mean(), b.low(), b.high());
    }

    private static double[] values(Map<String, List<Double>> of, String way) {
        return of.getOrDefault(way, List.of()).stream().mapToDouble(v -> v).toArray();
    }
}
