package attune.learn.agent;

import attune.api.Experience;
import attune.api.PresetInfo;
import attune.learn.analysis.InputAnalysis;
import attune.learn.env.Candidate;
import attune.learn.env.RenderBudget;
import attune.learn.prove.ClipPlayer;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.MoveFilter;
import attune.learn.strategy.ParamMaps;
import attune.learn.strategy.Proposals;
import attune.learn.strategy.StageMoves;
import attune.learn.truth.Bootstrap;
import attune.learn.truth.ClipScore;
import attune.learn.truth.Degradation;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.MaterialSplit;
import attune.param.GentlePreset;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What learning gives on the clips of the evaluation, without the wait: the same analysis, proposals, audition and gate,
 * the sound's own clock, decisions at three fixed moments, no watching. For whoever works on rules and judge; what counts
 * is the live run (system-tests, LearningHelpsTest). {@code mvn -pl learning-agent -am test -Dtest=LearningStudy
 * -Dattune.study=DEVELOPMENT -Dsurefire.failIfNoSpecifiedTests=false}
 */
final class LearningStudy {
    private static final int[] DECISIONS_SECONDS = {10, 20, 28};
    private static final double TARGET_LUFS = -16;

    private final Learning learning = new Learning(1);
    private final List<PresetInfo> presets;

    LearningStudy() throws IOException {
        presets = FactoryPresets.all();
    }

    /** Prints each clip with what was tried and taken, and the mean. */
    @Test
    @EnabledIfSystemProperty(named = "attune.study", matches = "DEVELOPMENT|HELD_OUT")
    void learning_when_all_clips_are_played_at_once_expect_a_table() throws Exception {
        MaterialSplit side = MaterialSplit.valueOf(System.getProperty("attune.study"));
        List<Double> steps = new ArrayList<>();
        for (String name : EvaluationCorpus.names(side)) {
            EvaluationClip clip = EvaluationCorpus.make(side, name);
            double gained = play(clip);
            if (clip.degradation() != Degradation.CLEAN) {
                steps.add(gained);
            }
        }
        System.out.println(
                "degraded: " + Bootstrap.of(steps.stream().mapToDouble(d -> d).toArray()));
    }

    private double play(EvaluationClip clip) throws InterruptedException {
        List<String> log = new ArrayList<>();
        ClipScore off = ClipScore.of(clip, render(clip, false, log), TARGET_LUFS);
        ClipScore on = ClipScore.of(clip, render(clip, true, log), TARGET_LUFS);
        System.out.printf(
                Locale.ROOT,
                "%-17s lsd %5.2f → %5.2f (timbre %5.2f → %5.2f)  estoi %.3f → %.3f  level %5.2f → %5.2f  steps %+5.2f%n",
                clip.name(),
                off.logSpectralDistanceDb(),
                on.logSpectralDistanceDb(),
                off.timbreDistanceDb(),
                on.timbreDistanceDb(),
                off.estoi(),
                on.estoi(),
                off.loudnessErrorLu(),
                on.loudnessErrorLu(),
                on.stepsOver(off));
        log.forEach(line -> System.out.println("    " + line));
        return on.stepsOver(off);
    }

    private double[][] render(EvaluationClip clip, boolean learns, List<String> log) throws InterruptedException {
        MacroSnapshot macros = new MacroSnapshot();
        macros.set(MacroTable.TARGET, TARGET_LUFS);
        float[] input = floats(clip.input());
        ParamSnapshot[] inForce = {GentlePreset.params()};
        int[] next = {0};
        return ClipPlayer.play(clip, inForce[0], TARGET_LUFS, at -> {
            if (!learns || next[0] == DECISIONS_SECONDS.length || at < DECISIONS_SECONDS[next[0]] * clip.rateHz()) {
                return null;
            }
            next[0]++;
            inForce[0] = decide(clip, input, at, inForce[0], macros, log);
            return inForce[0];
        });
    }

    private ParamSnapshot decide(
            EvaluationClip clip, float[] input, int at, ParamSnapshot inForce, MacroSnapshot macros, List<String> log)
            throws InterruptedException {
        float[] heard =
                Arrays.copyOfRange(input, Math.max(0, at - (int) (FileLearner.HEARD_SECONDS * clip.rateHz())), at);
        Moment moment = FileLearner.moment(heard, clip.rateHz(), inForce, macros, presets, null);
        InputAnalysis analysis = moment.analysis();
        Proposals.Gathered gathered = new Proposals(LearningBounds.SAFE, MoveFilter.NONE)
                .gather(moment.input(), Proposals.strategies(), Proposals.LARGEST);
        Decision decision =
                learning.bench(analysis, moment.inForce()).decider().decide(moment, gathered, RenderBudget.UNLIMITED);
        log.add(String.format(
                Locale.ROOT,
                "%.0f s: %s %.2f, snr %.1f, hum %s, findings %s",
                (double) at / clip.rateHz(),
                analysis.contentClass(),
                analysis.confidence(),
                analysis.noise().meanSnrDb(),
                analysis.hum().present() ? analysis.hum().f0Hz() : "no",
                gathered.findings()));
        for (Experience tried : decision.experiences()) {
            log.add(String.format(
                    Locale.ROOT,
                    "      %-20s %+.2f over dry %+.2f over now  %s",
                    tried.strategy(),
                    tried.score(),
                    tried.overIncumbent(),
                    StageMoves.changed(inForce, ParamMaps.snapshot(tried.params()))));
        }
        Candidate taken = decision.candidate();
        log.add("   => "
                + (taken == null ? decision.reason() + ": " : taken.strategy() + ": " + moved(inForce, taken.params()))
                + " " + decision.explanation().sentence());
        return taken == null ? inForce : taken.params();
    }

    private static String moved(ParamSnapshot from, ParamSnapshot to) {
        StringBuilder text = new StringBuilder();
        for (ParamTable param : ParamTable.all()) {
            if (from.get(param) != to.get(param)) {
                text.append(String.format(Locale.ROOT, "%s=%.2f ", param.id(), to.get(param)));
            }
        }
        return text.toString();
    }

    private static float[] floats(double[] x) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = (float) x[i];
        }
        return out;
    }
}
