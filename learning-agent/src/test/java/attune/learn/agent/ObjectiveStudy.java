package attune.learn.agent;

import attune.dsp.chain.Engine;
import attune.dsp.core.ProcessSpec;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.env.Audition;
import attune.learn.env.Candidate;
import attune.learn.env.RenderBudget;
import attune.learn.judge.LinearJudge;
import attune.learn.judge.Objectives;
import attune.learn.objective.Objective;
import attune.learn.objective.StageCosts;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.MoveFilter;
import attune.learn.strategy.ParamMaps;
import attune.learn.strategy.Proposals;
import attune.learn.strategy.StageMoves;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.MaterialSplit;
import attune.param.GentlePreset;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Stage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Prints the noise of the objectives that are heard: standard deviation, over windows of the same source, of what one set gains over
 * the gentle preset, and of the value itself. {@code mvn -pl learning-agent -am test -Dtest=ObjectiveStudy
 * -Dattune.objectives=noise -Dsurefire.failIfNoSpecifiedTests=false}
 */
final class ObjectiveStudy {
    private static final int[] ENDS_SECONDS = {14, 28, 42};
    private static final double WINDOW_SECONDS = 11;
    private static final double TARGET_LUFS = -16;
    private static final int SETS = 4;

    @Test
    @EnabledIfSystemProperty(named = "attune.objectives", matches = "noise")
    void objectives_when_the_same_source_goes_on_expect_a_table_of_their_noise() throws Exception {
        int heard = Objectives.NAMES.size();
        double[] ofGain = new double[heard];
        double[] ofValue = new double[heard];
        double[] gains = new double[heard];
        int pairs = 0;
        for (String name : EvaluationCorpus.names(MaterialSplit.DEVELOPMENT)) {
            if (!name.startsWith("speech") && !name.startsWith("wideband")) {
                continue;
            }
            EvaluationClip clip = EvaluationCorpus.make(MaterialSplit.DEVELOPMENT, name);
            double[][][] values = values(clip);
            for (int set = 1; set < values.length; set++) {
                pairs++;
                for (int o = 0; o < heard; o++) {
                    double[] gain = new double[ENDS_SECONDS.length];
                    for (int w = 0; w < gain.length; w++) {
                        gain[w] = values[set][w][o] - values[0][w][o];
                    }
                    ofGain[o] += variance(gain);
                    int which = o;
                    ofValue[o] += variance(Arrays.stream(values[set])
                            .mapToDouble(v -> v[which])
                            .toArray());
                    gains[o] += Math.pow(Arrays.stream(gain).average().orElse(0), 2);
                }
            }
            System.out.println(name);
        }
        System.out.println("| objective | noise of a gain | noise of a value | gains, rms |");
        System.out.println("| --- | --- | --- | --- |");
        for (int o = 0; o < heard; o++) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.3f | %.3f | %.3f |%n",
                    Objective.values()[o].id(),
                    Math.sqrt(ofGain[o] / pairs),
                    Math.sqrt(ofValue[o] / pairs),
                    Math.sqrt(gains[o] / pairs));
        }
    }

    /** What the table of costs misses of the time that sets really take, as a share of all that can be spared. */
    @Test
    @EnabledIfSystemProperty(named = "attune.objectives", matches = "noise")
    void cost_when_sets_are_timed_expect_its_noise_printed() throws Exception {
        List<ParamSnapshot> sets = new ArrayList<>();
        FactoryPresets.all().forEach(preset -> sets.add(ParamMaps.snapshot(preset.params())));
        ParamSnapshot all = new ParamSnapshot(GentlePreset.params());
        for (ParamTable param : ParamTable.all()) {
            if (param.spec().followsAmount() && param.spec().learnable()) {
                all.set(param, (param.spec().safeMin() + 2 * param.spec().safeMax()) / 3);
            }
        }
        double least = time(new ParamSnapshot());
        double most = time(all);
        for (Stage stage : Stage.values()) {
            ParamSnapshot alone = StageMoves.copy(stage, all, new ParamSnapshot());
            if (!alone.sameAs(new ParamSnapshot())) {
                System.out.printf(Locale.ROOT, "    %s: %.1f ns%n", stage.label(), (time(alone) - least) / 480_000);
            }
        }
        double squares = 0;
        double gains = 0;
        for (ParamSnapshot set : sets) {
            double spared = (most - time(set)) / (most - least);
            double told = StageCosts.spared(set);
            System.out.printf(Locale.ROOT, "    told %.2f, measured %.2f%n", told, spared);
            squares += (spared - told) * (spared - told);
            gains += (1 - told) * (1 - told);
        }
        System.out.printf(
                Locale.ROOT,
                "| cost | %.3f | | %.3f |%n",
                Math.sqrt(squares / sets.size()),
                Math.sqrt(gains / sets.size()));
    }

    /** CPU time for 10 s of noise, the least of nine. */
    private static double time(ParamSnapshot set) {
        Engine engine = Engine.withoutMeters();
        engine.prepare(new ProcessSpec(48_000, 2));
        engine.recall(0, set);
        engine.start(new MacroSnapshot());
        Random random = new Random(5);
        float[][] quantum = new float[2][ProcessSpec.QUANTUM_FRAMES];
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double least = Double.POSITIVE_INFINITY;
        for (int round = 0; round < 9; round++) {
            long start = threads.getCurrentThreadCpuTime();
            for (int at = 0; at < 480_000; at += ProcessSpec.QUANTUM_FRAMES) {
                for (float[] channel : quantum) {
                    for (int i = 0; i < channel.length; i++) {
                        channel[i] = 0.1F * random.nextFloat() - 0.05F;
                    }
                }
                engine.process(quantum, ProcessSpec.QUANTUM_FRAMES);
            }
            least = Math.min(least, (double) (threads.getCurrentThreadCpuTime() - start));
        }
        return least;
    }

    /** By set, the gentle preset first; by window; by objective. */
    private static double[][][] values(EvaluationClip clip) throws Exception {
        List<ParamSnapshot> sets = new ArrayList<>(List.of(GentlePreset.params()));
        double[][][] values = new double[0][][];
        for (int w = 0; w < ENDS_SECONDS.length; w++) {
            int to = ENDS_SECONDS[w] * clip.rateHz();
            float[] samples = new float[(int) (WINDOW_SECONDS * clip.rateHz())];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (float) clip.input()[to - samples.length + i];
            }
            MacroSnapshot macros = new MacroSnapshot();
            macros.set(MacroTable.TARGET, TARGET_LUFS);
            Moment moment = FileLearner.moment(samples, clip.rateHz(), GentlePreset.params(), macros, List.of(), null);
            if (w == 0) {
                new Proposals(LearningBounds.SAFE, MoveFilter.NONE)
                        .gather(moment.input(), Proposals.strategies(), SETS).candidates().stream()
                                .map(Candidate::params)
                                .forEach(sets::add);
                values = new double[sets.size()][ENDS_SECONDS.length][];
            }
            Audition audition = new Audition(new LinearJudge());
            CapturedClip mono = new CapturedClip(clip.rateHz(), new float[][] {samples}, 0);
            InputAnalysis analysis = InputAnalysis.of(mono);
            audition.run(
                    mono,
                    analysis,
                    macros,
                    Moment.steadyGainDb(analysis, macros),
                    sets.get(0),
                    List.of(),
                    RenderBudget.UNLIMITED);
            for (int s = 0; s < sets.size(); s++) {
                values[s][w] = audition.objectives(sets.get(s), TARGET_LUFS).asMap().values().stream()
                        .mapToDouble(v -> v)
                        .toArray();
            }
        }
        return values;
    }

    private static double variance(double[] x) {
        double mean = Arrays.stream(x).average().orElse(0);
        return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (x.length - 1);
    }
}
