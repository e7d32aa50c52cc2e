package attune.learn.agent;

import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.learn.env.AuditionResult;
import attune.learn.env.Candidate;
import attune.learn.env.RenderBudget;
import attune.learn.env.Scored;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.MoveFilter;
import attune.learn.strategy.Proposals;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.MaterialSplit;
import attune.param.GentlePreset;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What every strategy's sets score in auditions of the evaluation's clips: the log that bandits and tastes are compared
 * on. Writes it to the file named by {@code attune.log}. {@code mvn -pl learning-agent -am test -Dtest=AuditionLogStudy
 * -Dattune.study=DEVELOPMENT -Dattune.log=FILE -Dsurefire.failIfNoSpecifiedTests=false}
 */
final class AuditionLogStudy {
    private static final double[] MOMENTS_SECONDS = {14};
    private static final double HEARD_SECONDS = 14;
    private static final double TARGET_LUFS = -16;

    @Test
    @EnabledIfSystemProperty(named = "attune.study", matches = "DEVELOPMENT|HELD_OUT")
    @EnabledIfSystemProperty(named = "attune.log", matches = ".+")
    void auditions_when_every_strategy_proposes_alone_expect_a_log() throws Exception {
        MaterialSplit side = MaterialSplit.valueOf(System.getProperty("attune.study"));
        Path file = Path.of(System.getProperty("attune.log"));
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8)) {
            out.println("clip,second,playing,class,sure,snr_db,hum_db,treble_db,presence_db,lufs,noise,playing_score,"
                    + "strategy,score,over_playing,params");
            for (String name : EvaluationCorpus.names(side)) {
                EvaluationClip clip = EvaluationCorpus.make(side, name);
                for (double second : MOMENTS_SECONDS) {
                    audition(clip, second, "gentle", GentlePreset.params(), out);
                    audition(clip, second, "transparent", new ParamSnapshot(), out);
                }
            }
        }
    }

    private static void audition(
            EvaluationClip clip, double second, String playing, ParamSnapshot inForce, PrintStream out)
            throws IOException, InterruptedException {
        Moment moment = moment(clip, second, inForce);
        if (moment.analysis().contentClass() == ContentClass.SILENCE) {
            return;
        }
        Map<String, List<Candidate>> byStrategy = new LinkedHashMap<>();
        List<Candidate> all = new ArrayList<>();
        for (String strategy : Proposals.strategies()) {
            List<Candidate> sets = new Proposals(LearningBounds.SAFE, MoveFilter.NONE)
                    .gather(moment.input(), List.of(strategy), Proposals.LARGEST)
                    .candidates();
            byStrategy.put(strategy, sets);
            for (Candidate set : sets) {
                if (all.stream().noneMatch(other -> other.params().sameAs(set.params()))) {
                    all.add(set);
                }
            }
        }
        AuditionResult result = new Learning(1)
                .bench(moment.analysis(), moment.inForce())
                .audition()
                .run(
                        moment.clip(),
                        moment.analysis(),
                        moment.macros(),
                        moment.levelerGainDb(),
                        inForce,
                        all,
                        RenderBudget.UNLIMITED);
        String head = head(clip.name(), second, playing, moment.analysis(), result);
        byStrategy.forEach((strategy, sets) -> {
            for (Candidate set : sets) {
                Scored scored = result.scored().stream()
                        .filter(s -> s.candidate().params().sameAs(set.params()))
                        .findFirst()
                        .orElseThrow();
                out.printf(
                        Locale.ROOT,
                        "%s,%s,%.4f,%.4f,%s%n",
                        head,
                        strategy,
                        scored.score(),
                        scored.overIncumbent(),
                        difference(inForce, set.params()));
            }
        });
    }

    private static String head(
            String clip, double second, String playing, InputAnalysis analysis, AuditionResult result) {
        return String.format(
                Locale.ROOT,
                "%s,%.0f,%s,%s,%b,%.2f,%.2f,%.2f,%.2f,%.2f,%.4f,%.4f",
                clip,
                second,
                playing,
                analysis.contentClass().id(),
                analysis.isSurely(analysis.contentClass()),
                analysis.noise().meanSnrDb(),
                analysis.hum().present() ? analysis.hum().strengthDb() : 0,
                analysis.tone().trebleDb(),
                analysis.tone().presenceDb(),
                analysis.integratedLufs(),
                result.noise(),
                result.incumbentScore());
    }

    private static Moment moment(EvaluationClip clip, double second, ParamSnapshot inForce) throws IOException {
        int to = (int) (second * clip.rateHz());
        int from = Math.max(0, to - (int) (HEARD_SECONDS * clip.rateHz()));
        float[] heard = new float[to - from];
        for (int i = 0; i < heard.length; i++) {
            heard[i] = (float) clip.input()[from + i];
        }
        MacroSnapshot macros = new MacroSnapshot();
        macros.set(MacroTable.TARGET, TARGET_LUFS);
        return FileLearner.moment(heard, clip.rateHz(), inForce, macros, FactoryPresets.all(), null);
    }

    private static String difference(ParamSnapshot from, ParamSnapshot to) {
        return Arrays.stream(ParamTable.values())
                .filter(param -> from.get(param) != to.get(param))
                .map(param -> String.format(Locale.ROOT, "%s=%.4g", param.id(), to.get(param)))
                .reduce((a, b) -> a + ";" + b)
                .orElse("");
    }
}
